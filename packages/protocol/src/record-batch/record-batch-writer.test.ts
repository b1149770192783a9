import { ByteReader, InvariantError, type RecordHeader } from '@ottla/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32c } from '../hash/crc32c.ts';
import { readBatchHeader, stampBatch } from './batch-header.ts';
import { readRecordBatches } from './record-batch-reader.ts';
import { RecordBatchWriter } from './record-batch-writer.ts';
import { nextSequence } from './sequence.ts';
import { putVarint, putVarlong, varintBytes, varlongBytes } from './varint.ts';

interface Given {
  readonly timestampMs: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
}

const NOT_IDEMPOTENT = { producerId: -1n, producerEpoch: -1, baseSequence: -1 };

/** Appends as the producer does: key and value stand one after the other in a scratch buffer. */
function append(writer: RecordBatchWriter, { timestampMs, key, value, headers }: Given): boolean {
  const scratch = Buffer.concat([Buffer.from('..'), key ?? Buffer.alloc(0), value ?? Buffer.alloc(0)]);
  const keyLength = key?.length ?? -1;
  const valueStart = 2 + Math.max(keyLength, 0);
  return writer.append(timestampMs, scratch, 2, keyLength, valueStart, value?.length ?? -1, headers);
}

function given(text: string, timestampMs = 1_700_000_000_000): Given {
  return { timestampMs, key: null, value: Buffer.from(text), headers: [] };
}

const bytes = (maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));

const anyRecord: fc.Arbitrary<Given> = fc.record({
  timestampMs: fc.oneof(
    fc.integer({ min: 1_699_999_999_000, max: 1_700_000_001_000 }),
    fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  ),
  key: fc.option(bytes(20)),
  value: fc.option(fc.oneof(bytes(60), bytes(600))),
  headers: fc.array(
    fc.record({ key: fc.string({ unit: 'grapheme', maxLength: 50 }), value: fc.option(bytes(80)) }),
    { maxLength: 3 },
  ),
});

describe('a batch', () => {
  it('has the bytes of the specification', () => {
    const writer = new RecordBatchWriter(Buffer.alloc(256));
    expect(append(writer, { ...given('v'), key: Buffer.from('k') })).toBe(true);
    const record = '10 00 00 00 02 6b 02 76 00'.replaceAll(' ', '');
    const batch = writer.finish({ producerId: 258n, producerEpoch: 3, baseSequence: 4, transactional: true });
    const parts = [
      '0000000000000000', // base offset
      '0000003a', // length of what follows: 58
      'ffffffff', // leader epoch
      '02', // magic
      crc32c(batch, 21).toString(16).padStart(8, '0'),
      '0010', // attributes: transactional
      '00000000', // last offset delta
      '0000018bcfe56800', // base timestamp
      '0000018bcfe56800', // max timestamp
      '0000000000000102', // producer id
      '0003', // epoch
      '00000004', // base sequence
      '00000001', // records
      record,
    ];
    expect(batch.toString('hex')).toBe(parts.join(''));
    expect(batch).toHaveLength(writer.byteLength);
  });

  it('gives its records back', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 80 }), (records) => {
        const writer = new RecordBatchWriter(Buffer.alloc(1 << 17));
        for (const record of records) expect(append(writer, record)).toBe(true);
        const [batch] = readRecordBatches(writer.finish(NOT_IDEMPOTENT));
        const first = records[0]?.timestampMs ?? -1;
        const latest = Math.max(...records.map((record) => record.timestampMs));
        expect(batch).toMatchObject({
          recordCount: records.length,
          lastOffsetDelta: records.length - 1,
          baseTimestamp: BigInt(first),
          maxTimestamp: BigInt(latest),
          producerId: -1n,
          producerEpoch: -1,
          baseSequence: -1,
        });
        expect(batch?.records).toEqual(
          records.map(({ timestampMs, key, value, headers }, index) => ({
            offset: BigInt(index),
            timestamp: BigInt(timestampMs),
            key,
            value,
            headers,
          })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('takes no more than its upper bound says', () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, (first, second) => {
        const writer = new RecordBatchWriter(Buffer.alloc(1 << 14));
        append(writer, first);
        const before = writer.byteLength;
        append(writer, second);
        const bound = RecordBatchWriter.recordBytesUpperBound(
          second.key?.length ?? -1,
          second.value?.length ?? -1,
          second.headers,
        );
        expect(writer.byteLength - before).toBeLessThanOrEqual(bound);
      }),
    );
  });

  it('takes a record that fits to the last byte, and refuses one that does not without a trace', () => {
    const probe = new RecordBatchWriter(Buffer.alloc(1024));
    append(probe, given('exactly this'));
    const size = probe.byteLength;

    const exact = new RecordBatchWriter(Buffer.alloc(size));
    expect(append(exact, given('exactly this'))).toBe(true);

    const slab = Buffer.alloc(size - 1, 0xee);
    const short = new RecordBatchWriter(slab);
    expect(append(short, given('exactly this'))).toBe(false);
    expect(short).toMatchObject({ recordCount: 0, byteLength: 61, baseTimestampMs: -1, maxTimestampMs: -1 });
    expect(slab.equals(Buffer.alloc(size - 1, 0xee))).toBe(true);
    expect(append(short, given('shorter'))).toBe(true);
  });

  it('moves to a larger slab and goes on there', () => {
    const old = Buffer.alloc(100);
    const writer = new RecordBatchWriter(old);
    append(writer, given('one'));
    expect(append(writer, given('two'.repeat(20)))).toBe(false);
    expect(writer.growTo(Buffer.alloc(1000))).toBe(old);
    old.fill(0xff);
    append(writer, given('two'.repeat(20)));
    const [batch] = readRecordBatches(writer.finish(NOT_IDEMPOTENT));
    expect(batch?.records.map((record) => String(record.value))).toEqual(['one', 'two'.repeat(20)]);
    expect(() => writer.growTo(Buffer.alloc(80))).toThrow(InvariantError);
  });

  it('may be stamped again, as after a bump of the epoch', () => {
    const writer = new RecordBatchWriter(Buffer.alloc(256));
    append(writer, given('x'));
    const first = Buffer.from(writer.finish({ producerId: 1n, producerEpoch: 0, baseSequence: 9 }));
    const second = writer.finish({ producerId: 1n, producerEpoch: 1, baseSequence: 0 });
    expect(readBatchHeader(second, 0)).toMatchObject({ producerId: 1n, producerEpoch: 1, baseSequence: 0 });
    expect(second.subarray(61).equals(first.subarray(61))).toBe(true);
  });

  it('cannot be empty', () => {
    expect(() => new RecordBatchWriter(Buffer.alloc(256)).finish(NOT_IDEMPOTENT)).toThrow(InvariantError);
    expect(() => new RecordBatchWriter(Buffer.alloc(60))).toThrow(InvariantError);
  });

  it('keeps its CRC when the broker stamps offset and leader epoch', () => {
    const writer = new RecordBatchWriter(Buffer.alloc(256));
    append(writer, given('x'));
    append(writer, given('y'));
    const bytesAround = Buffer.concat([Buffer.alloc(5), writer.finish(NOT_IDEMPOTENT)]);
    const before = readBatchHeader(bytesAround, 5);
    stampBatch(bytesAround, 5, { baseOffset: 2n ** 40n, partitionLeaderEpoch: 12 });
    expect(readBatchHeader(bytesAround, 5)).toEqual({
      ...before,
      baseOffset: 2n ** 40n,
      partitionLeaderEpoch: 12,
    });
    const [batch] = readRecordBatches(bytesAround.subarray(5));
    expect(batch?.records.map((record) => record.offset)).toEqual([2n ** 40n, 2n ** 40n + 1n]);
  });
});

describe('sequences', () => {
  it.each([
    [0, 1, 1],
    [2147483646, 1, 2147483647],
    [2147483647, 1, 0],
    [2147483647, 2, 1],
    [2147483640, 10, 2],
    [5, 0, 5],
  ])('after %d come %d records and then %d', (sequence, increment, expected) => {
    expect(nextSequence(sequence, increment)).toBe(expected);
  });
});

describe('varints by hand', () => {
  const edges = [
    0,
    1,
    -1,
    63,
    64,
    -64,
    -65,
    8191,
    8192,
    -8192,
    -8193,
    2 ** 20,
    2 ** 27,
    2 ** 30 - 1,
    -(2 ** 30),
  ];
  const ints = [...edges, 2 ** 31 - 1, -(2 ** 31)];
  const longs = [...ints, 2 ** 31, 2 ** 34, -(2 ** 34) - 1, 2 ** 41, 2 ** 48, 2 ** 53 - 1, -(2 ** 53) + 1];
  const target = Buffer.alloc(16);

  it.each(ints)('int32 %d', (value) => {
    expect(putVarint(target, 3, value)).toBe(3 + varintBytes(value));
    expect(new ByteReader(target, 3).readVarint()).toBe(value);
  });

  it.each(longs)('int54 %d', (value) => {
    expect(putVarlong(target, 3, value)).toBe(3 + varlongBytes(value));
    expect(new ByteReader(target, 3).readVarlong()).toBe(BigInt(value));
  });

  it('any integer', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(putVarlong(target, 0, value)).toBe(varlongBytes(value));
        expect(new ByteReader(target).readVarlong()).toBe(BigInt(value));
      }),
    );
  });
});
