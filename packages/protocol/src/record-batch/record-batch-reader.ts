/**
 * Reads record batches as a broker receives them or a Fetch answer carries them.
 *
 * Trusts nothing: each length and count is checked against the bytes that remain, each record must fill
 * exactly its announced length and the records exactly their batch. Keys, values and header values are
 * views, not copies. Decompressing is somebody else's work, given as a function.
 */
import { ByteReader, MalformedBytesError, asBuffer, type RecordHeader } from '@ottla/kernel';
import { UnsupportedCompressionError } from '../errors/protocol-errors.ts';
import {
  BATCH_HEADER_BYTES,
  BATCH_PREFIX_BYTES,
  announcedBatchBytes,
  readBatchHeader,
  type BatchHeader,
} from './batch-header.ts';

export interface KafkaRecord {
  readonly offset: bigint;
  /** Milliseconds since 1970; -1 for none. */
  readonly timestamp: bigint;
  readonly key: Uint8Array | null;
  /** Null is a tombstone. */
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
}

export interface RecordBatch extends BatchHeader {
  readonly records: readonly KafkaRecord[];
}

export interface ReadBatchOptions {
  /**
   * Undoes compression 1 gzip, 2 snappy, 3 lz4 or 4 zstd, and bounds the size of what comes out. Without
   * it, a compressed batch is refused with UnsupportedCompressionError.
   */
  readonly decompress?: (compression: 1 | 2 | 3 | 4, bytes: Uint8Array) => Uint8Array;
}

/** Length, attributes, timestamp delta, offset delta, key length, value length, header count. */
const LEAST_RECORD_BYTES = 7;
/** Key length, value length. */
const LEAST_HEADER_BYTES = 2;

/**
 * Reads every whole batch in `bytes`. A partial batch at the end, as Fetch gives one, is left out.
 * Throws MalformedBytesError (see `readBatchHeader`; for records `RECORD_MALFORMED`, `TRUNCATED` and the
 * like) or UnsupportedCompressionError.
 */
export function readRecordBatches(bytes: Uint8Array, options: ReadBatchOptions = {}): RecordBatch[] {
  const buffer = asBuffer(bytes);
  const batches: RecordBatch[] = [];
  let position = 0;
  while (buffer.length - position >= BATCH_PREFIX_BYTES) {
    const batchBytes = announcedBatchBytes(buffer, position);
    if (batchBytes > buffer.length - position) break;
    const header = readBatchHeader(buffer, position);
    const batch = buffer.subarray(position, position + batchBytes);
    batches.push({ ...header, records: readRecords(batch, header, options) });
    position += batchBytes;
  }
  return batches;
}

function readRecords(batch: Buffer, header: BatchHeader, options: ReadBatchOptions): readonly KafkaRecord[] {
  const { compression } = header;
  let bytes = batch.subarray(BATCH_HEADER_BYTES);
  if (compression !== 0) {
    if (options.decompress === undefined) {
      throw new UnsupportedCompressionError(
        `the batch at offset ${header.baseOffset} is compressed (${compression}) and no decompressor was given`,
        compression,
      );
    }
    bytes = asBuffer(options.decompress(compression, bytes));
  }
  const reader = new ByteReader(bytes);
  const count = reader.checkCount(header.recordCount, LEAST_RECORD_BYTES);
  const records: KafkaRecord[] = [];
  for (let index = 0; index < count; index++) records.push(readRecord(reader, header));
  reader.expectEnd(`the ${count} records of the batch at offset ${header.baseOffset}`);
  return records;
}

function readRecord(reader: ByteReader, header: BatchHeader): KafkaRecord {
  const length = reader.readVarint();
  const start = reader.take(length);
  const inside = new ByteReader(reader.buffer, start, start + length);
  inside.readInt8();
  const timestampDelta = inside.readVarlong();
  const offsetDelta = inside.readVarint();
  if (offsetDelta < 0 || offsetDelta > header.lastOffsetDelta) {
    throw malformed(`offset delta ${offsetDelta} beyond the batch's ${header.lastOffsetDelta}`, start);
  }
  const key = readNullableBytes(inside, 'key');
  const value = readNullableBytes(inside, 'value');
  const headers = readHeaders(inside);
  inside.expectEnd('a record');
  return {
    offset: header.baseOffset + BigInt(offsetDelta),
    timestamp: header.logAppendTime ? header.maxTimestamp : header.baseTimestamp + timestampDelta,
    key,
    value,
    headers,
  };
}

function readHeaders(reader: ByteReader): readonly RecordHeader[] {
  const count = reader.checkCount(reader.readVarint(), LEAST_HEADER_BYTES);
  const headers: RecordHeader[] = [];
  for (let index = 0; index < count; index++) {
    const keyLength = reader.readVarint();
    if (keyLength < 0) throw malformed(`header key of length ${keyLength}`, reader.position);
    headers.push({ key: reader.readUtf8(keyLength), value: readNullableBytes(reader, 'header value') });
  }
  return headers;
}

function readNullableBytes(reader: ByteReader, what: string): Uint8Array | null {
  const length = reader.readVarint();
  if (length === -1) return null;
  if (length < 0) throw malformed(`${what} of length ${length}`, reader.position);
  return reader.readBytes(length);
}

function malformed(problem: string, position: number): MalformedBytesError {
  return new MalformedBytesError(`record at ${position}: ${problem}`, position, 'RECORD_MALFORMED');
}
