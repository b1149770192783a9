/**
 * Builds one record batch of format v2 in a slab. The hot path of the producer: one call per record.
 *
 * Owns the bytes of the slab from 61 on, as far as `byteLength`; the header in front is written by
 * `finish`. Appending allocates nothing: varints by hand, timestamps as doubles, header keys encoded in
 * place. A record that does not fit leaves no trace. Checks no values: the producer has. Source: Kafka
 * documentation, "Record"; KIP-82 (headers).
 */
import { InvariantError, type RecordHeader } from '@ottla/kernel';
import { BATCH_HEADER_BYTES, writeBatchHeader, type ProducerStamp } from './batch-header.ts';
import { copyBytes, viewed, type ViewedBuffer } from './byte-copy.ts';
import { putUtf8, utf8Bytes } from './header-text.ts';
import { putVarint, putVarlong, varintBytes, varlongBytes } from './varint.ts';

/** Length 5, attributes 1, timestamp delta 10, offset delta 5, key length 5, value length 5, header count 5. */
const MOST_RECORD_OVERHEAD_BYTES = 36;
/** Key length 5, value length 5. */
const MOST_HEADER_OVERHEAD_BYTES = 10;
/** Below this a loop beats a call into native code. */
const SHORT_VALUE_BYTES = 48;

function headersBytes(headers: readonly RecordHeader[]): number {
  let bytes = varintBytes(headers.length);
  for (const { key, value } of headers) {
    const keyBytes = utf8Bytes(key);
    bytes += varintBytes(keyBytes) + keyBytes;
    bytes += value === null ? 1 : varintBytes(value.length) + value.length;
  }
  return bytes;
}

function putHeaders(slab: Buffer, start: number, headers: readonly RecordHeader[]): number {
  let position = putVarint(slab, start, headers.length);
  for (const { key, value } of headers) {
    position = putVarint(slab, position, utf8Bytes(key));
    position = putUtf8(slab, position, key);
    if (value === null) {
      position = putVarint(slab, position, -1);
      continue;
    }
    const { length } = value;
    position = putVarint(slab, position, length);
    // The index is inside the value.
    if (length > SHORT_VALUE_BYTES) slab.set(value, position);
    else for (let index = 0; index < length; index++) slab[position + index] = value[index]!;
    position += length;
  }
  return position;
}

/**
 * Writes one batch into a slab: records first, then the header by `finish`.
 * @example
 * const source = Buffer.from('c-1Ada');
 * const writer = new RecordBatchWriter(Buffer.alloc(256));
 * writer.append(0, source, 0, 3, 3, 3, []); // true
 * const bytes = writer.finish({ producerId: -1n, producerEpoch: -1, baseSequence: -1 });
 * readRecordBatches(bytes)[0]?.records[0]?.value?.toString(); // 'Ada'
 */
export class RecordBatchWriter {
  #slab: Buffer;
  #slabView: ViewedBuffer;
  /** The scratch buffer of the last append; the same one nearly always. */
  #source: ViewedBuffer;
  #position = BATCH_HEADER_BYTES;
  #recordCount = 0;
  #baseTimestampMs = -1;
  #maxTimestampMs = -1;

  /** The first 61 bytes of the slab are left free for the header. */
  constructor(slab: Buffer) {
    if (slab.length < BATCH_HEADER_BYTES) {
      throw new InvariantError(`a slab of ${slab.length} bytes has no room for a batch header`);
    }
    this.#slab = slab;
    this.#slabView = viewed(slab);
    this.#source = this.#slabView;
  }

  get recordCount(): number {
    return this.#recordCount;
  }

  /** Header included. */
  get byteLength(): number {
    return this.#position;
  }

  /** Of the first record; -1 before it. */
  get baseTimestampMs(): number {
    return this.#baseTimestampMs;
  }

  /** The latest of all records; -1 before the first. */
  get maxTimestampMs(): number {
    return this.#maxTimestampMs;
  }

  /** What one record takes at most. Lengths of -1 mean null. */
  static recordBytesUpperBound(
    keyBytes: number,
    valueBytes: number,
    headers: readonly RecordHeader[],
  ): number {
    let bytes = MOST_RECORD_OVERHEAD_BYTES + Math.max(keyBytes, 0) + Math.max(valueBytes, 0);
    for (const { key, value } of headers) {
      bytes += MOST_HEADER_OVERHEAD_BYTES + Buffer.byteLength(key) + (value === null ? 0 : value.length);
    }
    return bytes;
  }

  /**
   * Appends a record whose key and value stand in `source`; lengths of -1 mean null. `timestampMs` is an
   * integer of 0 or more. Returns false when the record does not fit the slab; nothing was written then.
   */
  // oxlint-disable-next-line max-params -- the hot path makes no object per record
  append(
    timestampMs: number,
    source: Buffer,
    keyStart: number,
    keyLength: number,
    valueStart: number,
    valueLength: number,
    headers: readonly RecordHeader[],
  ): boolean {
    const slab = this.#slab;
    const count = this.#recordCount;
    const timestampDelta = count === 0 ? 0 : timestampMs - this.#baseTimestampMs;
    const recordBytes =
      1 +
      varlongBytes(timestampDelta) +
      varintBytes(count) +
      varintBytes(keyLength) +
      (keyLength > 0 ? keyLength : 0) +
      varintBytes(valueLength) +
      (valueLength > 0 ? valueLength : 0) +
      (headers.length === 0 ? 1 : headersBytes(headers));
    let position = this.#position;
    if (position + varintBytes(recordBytes) + recordBytes > slab.length) return false;
    if (this.#source.bytes !== source) this.#source = viewed(source);
    position = putVarint(slab, position, recordBytes);
    slab[position++] = 0;
    position = putVarlong(slab, position, timestampDelta);
    position = putVarint(slab, position, count);
    position = putVarint(slab, position, keyLength);
    if (keyLength > 0) position = copyBytes(this.#slabView, position, this.#source, keyStart, keyLength);
    position = putVarint(slab, position, valueLength);
    if (valueLength > 0)
      position = copyBytes(this.#slabView, position, this.#source, valueStart, valueLength);
    if (headers.length === 0) slab[position++] = 0;
    else position = putHeaders(slab, position, headers);
    this.#position = position;
    this.#recordCount = count + 1;
    if (count === 0) this.#baseTimestampMs = timestampMs;
    if (timestampMs > this.#maxTimestampMs) this.#maxTimestampMs = timestampMs;
    return true;
  }

  /** Moves to a larger slab and returns the old one, which is free from now on. */
  growTo(slab: Buffer): Buffer {
    const old = this.#slab;
    if (slab.length < this.#position) {
      throw new InvariantError(`a batch of ${this.#position} bytes does not fit a slab of ${slab.length}`);
    }
    old.copy(slab, BATCH_HEADER_BYTES, BATCH_HEADER_BYTES, this.#position);
    this.#slab = slab;
    this.#slabView = viewed(slab);
    return old;
  }

  /**
   * Stamps the header and returns the batch, a view of the slab, to be sent. May be called again with
   * another id, epoch and sequence: a batch keeps its records when its producer's epoch is bumped.
   */
  finish(stamp: ProducerStamp): Buffer {
    if (this.#recordCount === 0) throw new InvariantError('an empty batch was to be finished');
    const batch = this.#slab.subarray(0, this.#position);
    writeBatchHeader(batch, {
      ...stamp,
      compression: 0,
      recordCount: this.#recordCount,
      baseTimestampMs: this.#baseTimestampMs,
      maxTimestampMs: this.#maxTimestampMs,
    });
    return batch;
  }
}
