import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { settled } from '@ottla/kernel/testing';
import {
  BATCH_HEADER_BYTES,
  RecordBatchWriter,
  crc32c,
  fetch as fetchApi,
  listOffsets,
  stampBatch,
  writeBatchHeader,
} from '@ottla/protocol';
import { FakeKafka } from '../../testing/fake-kafka.ts';
import type { ReadPartitionOptions } from './partition-reader.ts';

const STAMP = { producerId: -1n, producerEpoch: -1, baseSequence: -1 };

/** A batch as the log holds it. */
function batch(baseOffset: bigint, ...values: readonly string[]): Buffer {
  const writer = new RecordBatchWriter(Buffer.alloc(4096));
  for (const value of values) {
    const bytes = Buffer.from(value);
    writer.append(1_700_000_000_000, bytes, 0, -1, 0, bytes.length, []);
  }
  const whole = Buffer.from(writer.finish(STAMP));
  stampBatch(whole, 0, { baseOffset, partitionLeaderEpoch: 0 });
  return whole;
}

function compressed(compression: 1 | 2 | 4, deflate: (bytes: Buffer) => Uint8Array): Buffer {
  const plain = batch(0n, 'a', 'b').subarray(BATCH_HEADER_BYTES);
  const whole = Buffer.concat([Buffer.alloc(BATCH_HEADER_BYTES), deflate(plain)]);
  const times = { baseTimestampMs: 1_700_000_000_000, maxTimestampMs: 1_700_000_000_000 };
  writeBatchHeader(whole, { ...STAMP, ...times, compression, recordCount: 2 });
  return whole;
}

/** The same batch as a broker's transaction marker. */
function control(whole: Buffer): Buffer {
  const marked = Buffer.from(whole);
  marked.writeInt16BE(marked.readInt16BE(21) | 0x30, 21);
  marked.writeUInt32BE(crc32c(marked, 21), 17);
  return marked;
}

interface Log {
  start: bigint;
  end: bigint;
  /** What a fetch at an offset gives, or an error code. */
  fetch: (offset: bigint) => Buffer | number;
}

function kafkaWith(log: Log): FakeKafka {
  const kafka = new FakeKafka([1]).topic('orders', 1);
  kafka.on(listOffsets, ({ topics }) => {
    const offset = topics[0]?.partitions[0]?.timestamp === -1n ? log.end : log.start;
    return { topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, errorCode: 0, offset }] }] };
  });
  kafka.on(fetchApi, ({ topics }) => {
    const asked = topics[0];
    const got = log.fetch(asked?.partitions[0]?.fetchOffset ?? -1n);
    const entry = {
      partitionIndex: 0,
      errorCode: typeof got === 'number' ? got : 0,
      highWatermark: log.end,
      abortedTransactions: null,
      records: typeof got === 'number' ? null : got,
    };
    return { responses: [{ topic: 'orders', topicId: asked?.topicId ?? '', partitions: [entry] }] };
  });
  return kafka;
}

interface Reading {
  readonly values: string[];
  error?: { code?: string };
  done: boolean;
}

/** Reads in the background; time is the spec's to move. */
function read(kafka: FakeKafka, options: ReadPartitionOptions = {}, maxFrameBytes = 1 << 20): Reading {
  const cluster = kafka.cluster({ requestTimeoutMs: 5000, maxFrameBytes });
  const reading: Reading = { values: [], done: false };
  const run = async (): Promise<void> => {
    for await (const { offset, value } of cluster.readPartition('orders', 0, options)) {
      reading.values.push(`${offset} ${String(value)}`);
    }
  };
  void run()
    .catch((error: { code?: string }) => void (reading.error = error))
    .then(() => cluster.close())
    .then(() => void (reading.done = true));
  return reading;
}

describe('reading a partition', () => {
  it('goes on after what compaction left of a batch', async () => {
    const gap = batch(0n, 'a', 'b');
    gap.writeInt32BE(4, 23);
    gap.writeUInt32BE(crc32c(gap, 21), 17);
    const asked: bigint[] = [];
    const kafka = kafkaWith({
      start: 0n,
      end: 6n,
      fetch: (offset) => {
        asked.push(offset);
        return offset < 5n ? gap : batch(5n, 'c');
      },
    });
    const reading = read(kafka);
    await settled();
    expect(reading).toMatchObject({ values: ['0 a', '1 b', '5 c'], done: true });
    expect(asked).toEqual([0n, 5n]);
  });

  it('gives no control records', async () => {
    const log = Buffer.concat([batch(0n, 'a'), control(batch(1n, 'marker')), batch(2n, 'b')]);
    const reading = read(kafkaWith({ start: 0n, end: 3n, fetch: () => log }));
    await settled();
    expect(reading).toMatchObject({ values: ['0 a', '2 b'], done: true });
  });

  it.each([
    { codec: 'gzip', whole: compressed(1, gzipSync) },
    { codec: 'zstd', whole: compressed(4, zstdCompressSync) },
  ])('undoes $codec', async ({ whole }) => {
    const reading = read(kafkaWith({ start: 0n, end: 2n, fetch: () => whole }));
    await settled();
    expect(reading).toMatchObject({ values: ['0 a', '1 b'], done: true });
  });

  it.each([
    {
      what: 'a codec that is not here',
      whole: compressed(2, (bytes) => bytes),
      code: 'UNSUPPORTED_COMPRESSION',
    },
    { what: 'bytes that are no gzip', whole: compressed(1, (bytes) => bytes), code: 'MALFORMED_RESPONSE' },
    {
      what: 'more bytes than a frame may have',
      whole: compressed(1, () => gzipSync(Buffer.alloc(2 << 20))),
      code: 'MALFORMED_RESPONSE',
    },
    {
      what: 'a checksum that does not fit',
      whole: Buffer.from(batch(0n, 'a', 'b')).fill(1, BATCH_HEADER_BYTES),
      code: 'MALFORMED_RESPONSE',
    },
  ])('refuses $what', async ({ whole, code }) => {
    const reading = read(kafkaWith({ start: 0n, end: 2n, fetch: () => whole }));
    await settled();
    expect(reading).toMatchObject({ values: [], error: { code }, done: true });
  });

  it('begins later when retention was faster than the first fetch', async () => {
    const log: Log = { start: 0n, end: 3n, fetch: (offset) => (offset < 2n ? 1 : batch(2n, 'c')) };
    const kafka = kafkaWith(log);
    const { fetch } = log;
    log.fetch = (offset) => {
      log.start = 2n;
      return fetch(offset);
    };
    const reading = read(kafka);
    await settled();
    expect(reading).toMatchObject({ values: ['2 c'], done: true });
  });

  it.each([
    { what: 'an offset the caller named', options: { from: 0n }, lost: (offset: bigint) => offset < 2n },
    { what: 'what follows a record that was read', options: {}, lost: (offset: bigint) => offset === 1n },
  ])('skips nothing in silence when retention takes $what', async ({ options, lost }) => {
    const fetch = (offset: bigint): Buffer | number => (lost(offset) ? 1 : batch(offset, 'x'));
    const reading = read(kafkaWith({ start: 0n, end: 5n, fetch }), options);
    await settled();
    expect(reading.error).toMatchObject({ code: 'OFFSET_OUT_OF_RANGE' });
    expect(reading.values.length).toBeLessThan(2);
  });

  it('ends with an error when the log has become shorter, without hammering the broker', async () => {
    const log: Log = {
      start: 0n,
      end: 5n,
      fetch: (offset) => (offset < 2n ? batch(0n, 'a', 'b') : Buffer.alloc(0)),
    };
    const kafka = kafkaWith(log);
    const reading = read(kafka);
    await kafka.clock.advanceSettled(12_000);
    expect(reading).toMatchObject({ values: ['0 a', '1 b'], error: { code: 'READ_STALLED' }, done: true });
    expect(kafka.network.count('kafka-1:9092 Fetch')).toBeLessThan(40);
  });

  it('waits for a new leader that is behind for a moment', async () => {
    let behind = true;
    const fetch = (offset: bigint): Buffer => (behind ? Buffer.alloc(0) : batch(offset, 'a'));
    const kafka = kafkaWith({ start: 0n, end: 1n, fetch });
    const reading = read(kafka);
    await kafka.clock.advanceSettled(3000);
    expect(reading.done).toBe(false);
    behind = false;
    await kafka.clock.advanceSettled(1000);
    expect(reading).toMatchObject({ values: ['0 a'], done: true });
  });

  it('fetches nothing when there is nothing to read', async () => {
    const kafka = kafkaWith({ start: 3n, end: 3n, fetch: () => Buffer.alloc(0) });
    const reading = read(kafka);
    await settled();
    expect(reading).toMatchObject({ values: [], done: true });
    expect(kafka.network.count('kafka-1:9092 Fetch')).toBe(0);
  });
});
