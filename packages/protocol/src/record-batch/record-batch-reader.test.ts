import { ByteWriter, MalformedBytesError, OttlaError } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { UnsupportedCompressionError } from '../errors/protocol-errors.ts';
import { crc32c } from '../hash/crc32c.ts';
import { BATCH_AT, readBatchHeader, writeBatchHeader, type CompressionId } from './batch-header.ts';
import { readRecordBatches } from './record-batch-reader.ts';
import { RecordBatchWriter } from './record-batch-writer.ts';

const STAMP = { producerId: 7n, producerEpoch: 0, baseSequence: 5 };

function batchOf(...values: readonly string[]): Buffer {
  const writer = new RecordBatchWriter(Buffer.alloc(4096));
  for (const value of values) {
    const scratch = Buffer.from(value);
    const headers = [{ key: 'h', value: Buffer.from('1') }];
    writer.append(1_700_000_000_000, scratch, 0, 1, 0, scratch.length, headers);
  }
  return Buffer.from(writer.finish(STAMP));
}

/** A batch whose records are these bytes, with a header that is right about everything but them. */
function batchAround(records: Uint8Array, recordCount = 1, compression: CompressionId = 0): Buffer {
  const batch = Buffer.concat([Buffer.alloc(61), records]);
  const times = { baseTimestampMs: 1, maxTimestampMs: 2 };
  writeBatchHeader(batch, { ...STAMP, ...times, compression, recordCount });
  return batch;
}

/** Changes the batch and mends its CRC, so that only the change is wrong. */
function changed(change: (batch: Buffer) => void): Buffer {
  const batch = batchOf('one', 'two');
  change(batch);
  batch.writeUInt32BE(crc32c(batch, BATCH_AT.attributes), BATCH_AT.crc);
  return batch;
}

function record(write: (writer: ByteWriter) => void): Uint8Array {
  const inside = new ByteWriter();
  write(inside);
  const outside = new ByteWriter();
  outside.writeVarint(inside.position);
  outside.writeBytes(inside.view());
  return outside.toBytes();
}

/** Varints: attributes, timestamp delta, offset delta, key length and so on, as zigzag. */
const varints =
  (...values: readonly number[]) =>
  (writer: ByteWriter): void => {
    writer.writeInt8(0);
    for (const value of values) writer.writeVarint(value);
  };

describe('reading batches', () => {
  it('gives every whole batch and leaves out a partial one, as Fetch sends it', () => {
    const [first, second] = [batchOf('one', 'two'), batchOf('three')];
    const both = Buffer.concat([first, second]);
    for (let length = 0; length <= both.length; length++) {
      const whole = Number(length >= first.length) + Number(length === both.length);
      expect(readRecordBatches(both.subarray(0, length))).toHaveLength(whole);
    }
  });

  it('takes an empty batch, as compaction leaves one', () => {
    const batch = batchAround(new Uint8Array(0), 1);
    batch.writeInt32BE(0, BATCH_AT.recordCount);
    batch.writeUInt32BE(crc32c(batch, BATCH_AT.attributes), BATCH_AT.crc);
    expect(readRecordBatches(batch)).toMatchObject([{ recordCount: 0, lastOffsetDelta: 0, records: [] }]);
  });

  it('takes fewer records than the offsets span, as compaction leaves them', () => {
    const batch = changed((bytes) => bytes.writeInt32BE(9, BATCH_AT.lastOffsetDelta));
    expect(readRecordBatches(batch)).toMatchObject([{ recordCount: 2, lastOffsetDelta: 9 }]);
  });

  it('gives records the time of the append where the broker stamps them', () => {
    const batch = changed((bytes) => {
      bytes.writeInt16BE(0x08, BATCH_AT.attributes);
      bytes.writeBigInt64BE(42n, BATCH_AT.maxTimestamp);
    });
    const [read] = readRecordBatches(batch);
    expect(read?.logAppendTime).toBe(true);
    expect(read?.records.map(({ timestamp }) => timestamp)).toEqual([42n, 42n]);
  });

  it('tells control and transactional batches', () => {
    const batch = changed((bytes) => bytes.writeInt16BE(0x30, BATCH_AT.attributes));
    expect(readBatchHeader(batch, 0)).toMatchObject({ control: true, transactional: true, compression: 0 });
  });
});

describe('a header is refused', () => {
  it.each([
    [
      'with a negative length',
      (b: Buffer) => b.writeInt32BE(-1, BATCH_AT.batchLength),
      'BATCH_LENGTH_INVALID',
    ],
    [
      'with the least length',
      (b: Buffer) => b.writeInt32BE(-(2 ** 31), BATCH_AT.batchLength),
      'BATCH_LENGTH_INVALID',
    ],
    [
      'with a length below its own',
      (b: Buffer) => b.writeInt32BE(48, BATCH_AT.batchLength),
      'BATCH_LENGTH_INVALID',
    ],
    ['with magic 0', (b: Buffer) => b.writeInt8(0, BATCH_AT.magic), 'UNSUPPORTED_MAGIC'],
    ['with magic 1', (b: Buffer) => b.writeInt8(1, BATCH_AT.magic), 'UNSUPPORTED_MAGIC'],
    ['with magic 3', (b: Buffer) => b.writeInt8(3, BATCH_AT.magic), 'UNSUPPORTED_MAGIC'],
    ['with magic 127', (b: Buffer) => b.writeInt8(127, BATCH_AT.magic), 'UNSUPPORTED_MAGIC'],
    ['with compression 5', (b: Buffer) => b.writeInt16BE(5, BATCH_AT.attributes), 'UNKNOWN_COMPRESSION'],
    ['with compression 7', (b: Buffer) => b.writeInt16BE(7, BATCH_AT.attributes), 'UNKNOWN_COMPRESSION'],
    [
      'with a negative count',
      (b: Buffer) => b.writeInt32BE(-1, BATCH_AT.recordCount),
      'RECORD_COUNT_INVALID',
    ],
    [
      'with more records than offsets',
      (b: Buffer) => b.writeInt32BE(3, BATCH_AT.recordCount),
      'RECORD_COUNT_INVALID',
    ],
    [
      'with a negative delta',
      (b: Buffer) => b.writeInt32BE(-1, BATCH_AT.lastOffsetDelta),
      'RECORD_COUNT_INVALID',
    ],
  ] as const)('%s', (_name, change, code) => {
    const batch = changed((bytes) => void change(bytes));
    expect(() => readBatchHeader(batch, 0)).toThrow(expect.objectContaining({ code }));
    expect(() => readRecordBatches(batch)).toThrow(expect.objectContaining({ code }));
  });

  it('when its batch is not all there', () => {
    const batch = batchOf('one');
    for (let length = 0; length < batch.length; length++) {
      expect(() => readBatchHeader(batch.subarray(0, length), 0)).toThrow(
        expect.objectContaining({ code: 'TRUNCATED' }),
      );
    }
    expect(() => readBatchHeader(batch, -1)).toThrow(expect.objectContaining({ code: 'TRUNCATED' }));
  });

  it('when any bit of what the CRC covers is flipped', () => {
    const batch = batchOf('one', 'two');
    for (let bit = BATCH_AT.crc * 8; bit < batch.length * 8; bit++) {
      const copy = Buffer.from(batch);
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => readRecordBatches(copy)).toThrow(expect.objectContaining({ code: 'CRC_MISMATCH' }));
    }
  });
});

describe('records are refused', () => {
  const good = record(varints(0, 0, -1, -1, 0));
  it.each([
    ['a length of -1', Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0), 'TRUNCATED'],
    ['a length past the end', Uint8Array.of(100, 0, 0, 0, 1, 1, 0), 'TRUNCATED'],
    ['a length shorter than the record', Uint8Array.of(8, 0, 0, 0, 1, 1, 0), 'TRUNCATED'],
    [
      'a length longer than the record',
      record((w) => (varints(0, 0, -1, -1, 0)(w), w.writeInt8(0))),
      'TRAILING_BYTES',
    ],
    ['bytes after the last record', Buffer.concat([good, good]), 'TRAILING_BYTES'],
    ['a key length of -2', record(varints(0, 0, -2, -1, 0)), 'RECORD_MALFORMED'],
    ['a key length past the end', record(varints(0, 0, 50, -1, 0)), 'TRUNCATED'],
    ['a value length of -2', record(varints(0, 0, -1, -2, 0)), 'RECORD_MALFORMED'],
    ['a value length of 2^31 - 1', record(varints(0, 0, -1, 2147483647, 0)), 'TRUNCATED'],
    ['a header count of 2^31 - 1', record(varints(0, 0, -1, -1, 2147483647)), 'COUNT_TOO_LARGE'],
    ['a header count of -1', record(varints(0, 0, -1, -1, -1)), 'COUNT_TOO_LARGE'],
    ['a null header key', record(varints(0, 0, -1, -1, 1, -1, -1)), 'RECORD_MALFORMED'],
    ['a header value of -2', record(varints(0, 0, -1, -1, 1, 0, -2)), 'RECORD_MALFORMED'],
    ['an offset outside the batch', record(varints(0, 1, -1, -1, 0)), 'RECORD_MALFORMED'],
    ['a negative offset', record(varints(0, -1, -1, -1, 0)), 'RECORD_MALFORMED'],
    ['a varint without end', Buffer.alloc(20, 0xff), 'VARINT_TOO_LONG'],
  ] as const)('for %s', (_name, bytes, code) => {
    expect(() => readRecordBatches(batchAround(bytes))).toThrow(expect.objectContaining({ code }));
  });

  it('for a count that the bytes cannot hold, before anything is set aside', () => {
    expect(() => readRecordBatches(batchAround(good, 2147483647))).toThrow(
      expect.objectContaining({ code: 'COUNT_TOO_LARGE' }),
    );
    expect(() => readRecordBatches(batchAround(Buffer.concat([good, good, good]), 4))).toThrow(
      MalformedBytesError,
    );
  });

  it('with an error of ours for any flipped bit under a mended CRC', () => {
    const bits = batchOf('one', 'two').length * 8;
    for (let bit = BATCH_AT.attributes * 8; bit < bits; bit++) {
      const batch = changed((bytes) => (bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))));
      try {
        expect(readRecordBatches(batch)).toHaveLength(1);
      } catch (error) {
        expect(error).toBeInstanceOf(OttlaError);
      }
    }
  });
});

describe('a compressed batch', () => {
  const plain = record(varints(0, 0, -1, -1, 0));
  const compressed = batchAround(Buffer.from('squeezed'), 1, 4);

  it('shows its header', () => {
    expect(readBatchHeader(compressed, 0)).toMatchObject({ compression: 4, recordCount: 1 });
  });

  it('is refused without a decompressor, by a typed error', () => {
    expect(() => readRecordBatches(compressed)).toThrow(UnsupportedCompressionError);
    expect(() => readRecordBatches(compressed)).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_COMPRESSION', compression: 4 }),
    );
  });

  it('is read with one', () => {
    const decompress = (compression: number, bytes: Uint8Array): Uint8Array => {
      expect([compression, String(bytes)]).toEqual([4, 'squeezed']);
      return plain;
    };
    expect(readRecordBatches(compressed, { decompress })[0]?.records).toHaveLength(1);
  });

  it('is refused when what comes out is not the records it promises', () => {
    expect(() => readRecordBatches(compressed, { decompress: () => new Uint8Array(0) })).toThrow(
      expect.objectContaining({ code: 'COUNT_TOO_LARGE' }),
    );
  });
});
