import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { RecordMetadata, type DeliveredBatch } from './record-metadata.ts';

const batch: DeliveredBatch = {
  topic: 'orders',
  partition: 3,
  baseOffset: 9_007_199_254_740_993n,
  firstRecord: 10,
  logAppendTimeMs: -1n,
  timestamps: { at: (index) => 1_700_000_000_000 + index },
};

describe('record metadata', () => {
  it('counts offsets from the first record of its batch, beyond what a number holds', () => {
    expect(new RecordMetadata(batch, 12).offset).toBe(9_007_199_254_740_995n);
  });

  it("has the record's own timestamp, or the broker's where it stamps", () => {
    expect(new RecordMetadata(batch, 12).timestamp).toBe(1_700_000_000_012n);
    expect(new RecordMetadata({ ...batch, logAppendTimeMs: 5n }, 12).timestamp).toBe(5n);
  });

  it('has offset -1 when the broker told none', () => {
    expect(new RecordMetadata({ ...batch, baseOffset: -1n }, 12).offset).toBe(-1n);
  });

  it('goes into JSON with strings, and prints readably', () => {
    expect(JSON.stringify(new RecordMetadata(batch, 10))).toBe(
      '{"topic":"orders","partition":3,"offset":"9007199254740993","timestamp":"1700000000010"}',
    );
    expect(inspect(new RecordMetadata(batch, 10))).toBe(
      "RecordMetadata { 'orders' partition 3 offset 9007199254740993 }",
    );
  });
});
