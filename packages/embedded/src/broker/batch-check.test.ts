/** Hostile batches: each is refused with Kafka's error, in bounded time, and a good one passes. */
import { BATCH_AT, errorCodes } from '@ottla/protocol';
import { describe, expect, it } from 'vitest';
import { batchOf, resealed } from '../../testing/broker-fixture.ts';
import { checkContent, checkShape } from './batch-check.ts';

const { CORRUPT_MESSAGE, INVALID_RECORD, INVALID_TIMESTAMP, MESSAGE_TOO_LARGE } = errorCodes;
const { UNKNOWN_SERVER_ERROR, UNSUPPORTED_COMPRESSION_TYPE } = errorCodes;
const LIMIT = 1_000_000;

/** What a Produce of this version would be told; 0 when the batch is good. */
function verdict(records: Uint8Array | null, version = 9, limit = LIMIT): number {
  const misshapen = checkShape(records, version);
  if (misshapen !== undefined || records === null) return misshapen?.errorCode ?? -99;
  const checked = checkContent(records, { maxMessageBytes: limit, wallNow: undefined });
  return 'errorCode' in checked ? checked.errorCode : 0;
}

const good = batchOf(['one', 'two', 'three'], {
  headers: [
    { key: 'trace', value: Buffer.from('x') },
    { key: 'none', value: null },
  ],
});
const idempotent = batchOf(['one'], { producerId: 7n, producerEpoch: 0, baseSequence: 0 });

function withByte(position: number, value: number): Buffer {
  const bytes = Buffer.from(good);
  bytes[position] = value;
  return bytes;
}

function compressed(codec: number): Buffer {
  return resealed(good, (bytes) => bytes.writeInt16BE(codec, BATCH_AT.attributes));
}

describe('a batch', () => {
  it('is taken when it is right', () => {
    expect(verdict(good)).toBe(0);
    expect(verdict(idempotent)).toBe(0);
  });

  it.each<[string, Uint8Array | null, number]>([
    ['no records', null, INVALID_RECORD],
    ['empty records', new Uint8Array(0), INVALID_RECORD],
    ['16 bytes, too few for a magic', good.subarray(0, 16), INVALID_RECORD],
    ['cut one byte short', good.subarray(0, -1), INVALID_RECORD],
    ['one byte too many', Buffer.concat([good, Buffer.alloc(1)]), INVALID_RECORD],
    ['two batches', Buffer.concat([good, good]), INVALID_RECORD],
    ['a negative length', withByte(8, 0xff), CORRUPT_MESSAGE],
    ['a length of 48, shorter than the header', withByte(11, 48), CORRUPT_MESSAGE],
    ['a length of 2 GiB', withByte(8, 0x7f), INVALID_RECORD],
    ['magic 0', withByte(16, 0), INVALID_RECORD],
    ['magic 1', withByte(16, 1), INVALID_RECORD],
    ['magic 3', withByte(16, 3), CORRUPT_MESSAGE],
    ['magic 127', withByte(16, 127), CORRUPT_MESSAGE],
    ['magic -1', withByte(16, 0xff), CORRUPT_MESSAGE],
    ['a wrong CRC', withByte(20, (good[20] ?? 0) ^ 1), CORRUPT_MESSAGE],
    ['a flipped bit in a record', withByte(70, (good[70] ?? 0) ^ 1), CORRUPT_MESSAGE],
    ['compression 5', compressed(5), UNKNOWN_SERVER_ERROR],
    ['compression 7', compressed(7), UNKNOWN_SERVER_ERROR],
    ['a count of 2', resealed(good, (b) => b.writeInt32BE(2, BATCH_AT.recordCount)), INVALID_RECORD],
    ['a count of 4', resealed(good, (b) => b.writeInt32BE(4, BATCH_AT.recordCount)), INVALID_RECORD],
    ['a count of 0', resealed(good, (b) => b.writeInt32BE(0, BATCH_AT.recordCount)), INVALID_RECORD],
    ['a count of -1', resealed(good, (b) => b.writeInt32BE(-1, BATCH_AT.recordCount)), INVALID_RECORD],
    [
      'count and delta of 2 with 3 records',
      resealed(
        good,
        (b) => void (b.writeInt32BE(1, BATCH_AT.lastOffsetDelta) + b.writeInt32BE(2, BATCH_AT.recordCount)),
      ),
      INVALID_RECORD,
    ],
    [
      'count and delta of 2^31 - 1',
      resealed(
        good,
        (b) =>
          void (
            b.writeInt32BE(0x7ffffffe, BATCH_AT.lastOffsetDelta) +
            b.writeInt32BE(0x7fffffff, BATCH_AT.recordCount)
          ),
      ),
      INVALID_RECORD,
    ],
    [
      'a last offset delta too large',
      resealed(good, (b) => b.writeInt32BE(9, BATCH_AT.lastOffsetDelta)),
      INVALID_RECORD,
    ],
    ['a base offset of 1', resealed(good, (b) => b.writeBigInt64BE(1n, 0)), INVALID_RECORD],
    ['a control batch', resealed(good, (b) => b.writeInt16BE(0x20, BATCH_AT.attributes)), INVALID_RECORD],
    ['sequence -1 with a producer id', resealed(idempotent, (b) => b.writeInt32BE(-1, 53)), INVALID_RECORD],
  ])('is refused: %s', (_, records, expected) => {
    expect(verdict(records)).toBe(expected);
  });

  it('may be zstd from Produce 7 on', () => {
    expect(verdict(compressed(4), 6)).toBe(UNSUPPORTED_COMPRESSION_TYPE);
    expect(verdict(compressed(4), 7)).toBe(0);
  });

  it.each([1, 2, 3, 4])('is not inflated: compression %i is taken by its header', (codec) => {
    expect(verdict(compressed(codec))).toBe(0);
  });

  it('is refused above max.message.bytes, and before its CRC is looked at', () => {
    expect(verdict(good, 9, good.length)).toBe(0);
    expect(verdict(good, 9, good.length - 1)).toBe(MESSAGE_TOO_LARGE);
    expect(verdict(withByte(20, 0), 9, 100)).toBe(MESSAGE_TOO_LARGE);
  });

  it('is refused when cut anywhere', () => {
    for (let length = 0; length < good.length; length++) {
      expect(verdict(good.subarray(0, length)), `cut at ${length}`).not.toBe(0);
    }
  });

  it('is refused with any one bit flipped, but for what the broker itself stamps', () => {
    for (let position = 0; position < good.length; position++) {
      const brokersOwn = position >= 12 && position < 16;
      for (let bit = 0; bit < 8; bit++) {
        const refused = verdict(withByte(position, (good[position] ?? 0) ^ (1 << bit))) !== 0;
        expect(refused, `bit ${bit} of byte ${position}`).toBe(!brokersOwn);
      }
    }
  });

  it('names the records that are more than an hour ahead', () => {
    const hour = 3_600_000;
    const batch = batchOf(['a', 'b', 'c'], { firstTimestampMs: hour });
    const judged = (records: Buffer, wallNow: number | undefined) =>
      checkContent(records, { maxMessageBytes: LIMIT, wallNow });
    expect(judged(batch, 2)).not.toHaveProperty('errorCode');
    expect(judged(batch, 0)).toMatchObject({ errorCode: INVALID_TIMESTAMP, recordIndexes: [1, 2] });
    expect(judged(batch, undefined)).not.toHaveProperty('errorCode');
    const opaque = resealed(batch, (bytes) => bytes.writeInt16BE(1, BATCH_AT.attributes));
    expect(judged(opaque, 0)).toMatchObject({ errorCode: INVALID_TIMESTAMP });
    expect(judged(opaque, 0)).not.toHaveProperty('recordIndexes');
  });
});
