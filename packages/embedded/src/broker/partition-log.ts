/**
 * The log of one partition: real record batches, as Fetch gives them, found by offset.
 *
 * Owns its bytes: `append` copies the batch out of the network frame into a segment, so a large frame is
 * never kept alive by one small batch. Segments only grow at their end, and `read` gives views into them:
 * an answer still on its way stays right while others append. Offsets are safe integers inside and bigint
 * at the edge. What a batch must look like is judged before it comes here.
 */
import { InvariantError } from '@ottla/kernel';
import { BATCH_AT, stampBatch } from '@ottla/protocol';

const FIRST_SEGMENT_BYTES = 16_384;
const LARGEST_SEGMENT_BYTES = 4_194_304;
const NO_BYTES = new Uint8Array(0);

interface Segment {
  readonly bytes: Buffer;
  used: number;
  /** Where each batch begins, and the offset of its first record. */
  readonly positions: number[];
  readonly baseOffsets: number[];
}

/** What one read of a log found. */
export interface LogRead {
  /** Whole batches; the first one holds the offset asked for. Empty when there is none, or none fits. */
  readonly records: Uint8Array;
  /** True when the log holds more after these bytes. */
  readonly more: boolean;
}

export class PartitionLog {
  readonly #segments: Segment[] = [];
  #highWatermark = 0;
  #byteLength = 0;

  /** Offset of the first record kept. Nothing is deleted here, so always 0. */
  readonly logStartOffset = 0;

  /** Offset of the next record: with one shared log, a record appended is a record replicated. */
  get highWatermark(): number {
    return this.#highWatermark;
  }

  get byteLength(): number {
    return this.#byteLength;
  }

  /** Copies one batch in, stamps offset and leader epoch, and returns the offset of its first record. */
  append(batch: Uint8Array, recordCount: number, leaderEpoch: number): number {
    if (recordCount < 1) throw new InvariantError(`a batch of ${recordCount} records reached the log`);
    const segment = this.#segmentFor(batch.length);
    const position = segment.used;
    const baseOffset = this.#highWatermark;
    segment.bytes.set(batch, position);
    stampBatch(segment.bytes, position, {
      baseOffset: BigInt(baseOffset),
      partitionLeaderEpoch: leaderEpoch,
    });
    segment.positions.push(position);
    segment.baseOffsets.push(baseOffset);
    segment.used = position + batch.length;
    this.#byteLength += batch.length;
    this.#highWatermark = baseOffset + recordCount;
    return baseOffset;
  }

  /**
   * Batches from the one that holds `offset`, at most `maxBytes` of them, from one segment. With `atLeastOne`
   * the first batch comes even when it is larger (KIP-74). The caller has checked the offset's range.
   */
  read(offset: number, maxBytes: number, atLeastOne: boolean): LogRead {
    if (offset >= this.#highWatermark) return { records: NO_BYTES, more: false };
    const { segment, batch } = this.#locate(offset);
    const start = segment.positions[batch] ?? 0;
    let end = segment.used;
    if (end - start > maxBytes) end = lastFittingEnd(segment, batch, maxBytes);
    if (end === start && atLeastOne) end = segment.positions[batch + 1] ?? segment.used;
    const last = segment === this.#segments.at(-1);
    return { records: segment.bytes.subarray(start, end), more: !last || end < segment.used };
  }

  /** Every batch, joined; a copy. */
  allBytes(): Uint8Array {
    return Buffer.concat(this.#segments.map((segment) => segment.bytes.subarray(0, segment.used)));
  }

  /** Visits the batches in order until `visit` returns true. */
  findBatch(visit: (batch: StoredBatch) => boolean): StoredBatch | undefined {
    for (const segment of this.#segments) {
      for (const [index, start] of segment.positions.entries()) {
        const batch = {
          baseOffset: segment.baseOffsets[index] ?? 0,
          maxTimestamp: segment.bytes.readBigInt64BE(start + BATCH_AT.maxTimestamp),
          bytes: segment.bytes.subarray(start, segment.positions[index + 1] ?? segment.used),
        };
        if (visit(batch)) return batch;
      }
    }
    return undefined;
  }

  #segmentFor(bytes: number): Segment {
    const last = this.#segments.at(-1);
    if (last !== undefined && last.bytes.length - last.used >= bytes) return last;
    const usual =
      last === undefined ? FIRST_SEGMENT_BYTES : Math.min(LARGEST_SEGMENT_BYTES, last.bytes.length * 2);
    const segment = {
      bytes: Buffer.allocUnsafeSlow(Math.max(usual, bytes)),
      used: 0,
      positions: [],
      baseOffsets: [],
    };
    this.#segments.push(segment);
    return segment;
  }

  #locate(offset: number): { segment: Segment; batch: number } {
    const index = lastAtMost(this.#segments.length, (at) => this.#segments[at]?.baseOffsets[0] ?? 0, offset);
    const segment = this.#segments[index];
    if (segment === undefined) throw new InvariantError(`no segment holds offset ${offset}`);
    return {
      segment,
      batch: lastAtMost(segment.baseOffsets.length, (at) => segment.baseOffsets[at] ?? 0, offset),
    };
  }
}

/** A batch as it lies in the log; `bytes` is a view. */
export interface StoredBatch {
  readonly baseOffset: number;
  readonly maxTimestamp: bigint;
  readonly bytes: Buffer;
}

/** Where the last whole batch ends that keeps the read within `maxBytes`; the start when none does. */
function lastFittingEnd(segment: Segment, batch: number, maxBytes: number): number {
  const start = segment.positions[batch] ?? 0;
  const index = lastAtMost(segment.positions.length, (at) => segment.positions[at] ?? 0, start + maxBytes);
  return segment.positions[index] ?? start;
}

/** Index of the last of `count` ascending values that is at most `limit`; 0 when there is none. */
function lastAtMost(count: number, valueAt: (index: number) => number, limit: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (valueAt(middle) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
