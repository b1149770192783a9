/** The log of a partition: what is appended is read back, by offset, in whole batches. */
import { InvariantError } from '@ottla/kernel';
import { readRecordBatches } from '@ottla/protocol';
import { describe, expect, it } from 'vitest';
import { batchOf } from '../../testing/broker-fixture.ts';
import { PartitionLog } from './partition-log.ts';

function valuesOf(bytes: Uint8Array): string[] {
  return readRecordBatches(bytes).flatMap((batch) =>
    batch.records.map((record) => `${record.offset}:${Buffer.from(record.value ?? []).toString()}`),
  );
}

function logOf(...batches: readonly string[][]): PartitionLog {
  const log = new PartitionLog();
  for (const values of batches) log.append(batchOf(values), values.length, 5);
  return log;
}

describe('a partition log', () => {
  it('gives each batch the offset where the last ended, and the leader epoch', () => {
    const log = new PartitionLog();
    expect(log.append(batchOf(['a', 'b', 'c']), 3, 4)).toBe(0);
    expect(log.append(batchOf(['d']), 1, 6)).toBe(3);
    expect(log.highWatermark).toBe(4);
    expect(valuesOf(log.allBytes())).toEqual(['0:a', '1:b', '2:c', '3:d']);
    const epochs = readRecordBatches(log.allBytes()).map((batch) => batch.partitionLeaderEpoch);
    expect(epochs).toEqual([4, 6]);
  });

  it('copies: what happens to the sender’s bytes afterwards does not matter', () => {
    const log = new PartitionLog();
    const batch = batchOf(['a']);
    log.append(batch, 1, 0);
    batch.fill(0);
    expect(valuesOf(log.allBytes())).toEqual(['0:a']);
  });

  it.each([
    { offset: 0, expected: ['0:a', '1:b', '2:c', '3:d', '4:e'] },
    { offset: 1, expected: ['0:a', '1:b', '2:c', '3:d', '4:e'] },
    { offset: 2, expected: ['2:c', '3:d', '4:e'] },
    { offset: 4, expected: ['3:d', '4:e'] },
    { offset: 5, expected: [] },
  ])('reads from the batch that holds offset $offset', ({ offset, expected }) => {
    const log = logOf(['a', 'b'], ['c'], ['d', 'e']);
    expect(valuesOf(log.read(offset, 1e6, false).records)).toEqual(expected);
  });

  it('gives only whole batches within the limit, and says that there is more', () => {
    const log = logOf(['a'], ['b'], ['c']);
    const bytes = batchOf(['a']).length;
    for (const [maxBytes, count] of [
      [bytes, 1],
      [bytes + 1, 1],
      [bytes * 2, 2],
      [bytes * 3 - 1, 2],
    ] as const) {
      const read = log.read(0, maxBytes, false);
      expect(valuesOf(read.records)).toHaveLength(count);
      expect(read.more).toBe(true);
    }
    expect(log.read(0, bytes * 3, false)).toMatchObject({ more: false });
  });

  it('gives a first batch above the limit whole when at least one is asked for, otherwise nothing', () => {
    const log = logOf(['a', 'b'], ['c']);
    expect(valuesOf(log.read(0, 10, true).records)).toEqual(['0:a', '1:b']);
    expect(log.read(0, 10, false).records).toHaveLength(0);
    expect(log.read(0, 0, true).more).toBe(true);
  });

  it('finds every offset across many segments', () => {
    const log = new PartitionLog();
    const value = 'x'.repeat(1000);
    for (let count = 0; count < 500; count++) log.append(batchOf([value, `${count}`]), 2, 0);
    for (let offset = 0; offset < 1000; offset++) {
      const [batch] = readRecordBatches(log.read(offset, 1, true).records);
      expect(batch?.baseOffset).toBe(BigInt(offset - (offset % 2)));
      expect(Buffer.from(batch?.records[1]?.value ?? []).toString()).toBe(`${Math.floor(offset / 2)}`);
    }
    expect(log.byteLength).toBe(log.allBytes().length);
  });

  it('leaves a read as it was when more is appended', () => {
    const log = logOf(['a']);
    const { records } = log.read(0, 1e6, false);
    const before = Buffer.from(records);
    log.append(batchOf(['b']), 1, 0);
    expect(Buffer.from(records)).toEqual(before);
  });

  it('takes no empty batch: that would be a defect above it', () => {
    expect(() => new PartitionLog().append(batchOf(['a']), 0, 0)).toThrow(InvariantError);
  });
});
