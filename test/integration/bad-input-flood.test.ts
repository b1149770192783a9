/** A program that sends without ever yielding, and one that sends more than may wait. */
import { describe, expect, it } from 'vitest';
import { EmbeddedCluster } from '@ottla/embedded';
import { BufferExhaustedError, Producer } from '@ottla/producer';
import { expectNoUnhandledRejections, openingsOfEachTest } from './hostile/aftermath.ts';
import { bytesOf, failureOf, valuesInLog } from './hostile/records.ts';

expectNoUnhandledRejections();
const { servers, clients } = openingsOfEachTest();

const MILLION = 1_000_000;
const PENDING = 0;
const WRITTEN = 1;
const REFUSED = 2;

/** Sends a million numbered records in one turn; tells how each ended and which errors there were. */
async function flood(producer: Producer): Promise<{ fates: Uint8Array; errors: Set<unknown> }> {
  const fates = new Uint8Array(MILLION);
  const errors = new Set<unknown>();
  const settled: Promise<void>[] = [];
  for (let index = 0; index < MILLION; index++) {
    const value = Buffer.allocUnsafe(4);
    value.writeInt32BE(index);
    settled.push(
      producer.send({ topic: 'orders', value }).then(
        () => void (fates[index] = WRITTEN),
        (error: unknown) => {
          fates[index] = REFUSED;
          errors.add(error);
        },
      ),
    );
  }
  await Promise.all(settled);
  return { fates, errors };
}

/** How often each number stands in the log. */
function timesInLog(brokers: EmbeddedCluster, partitions: number): Uint8Array {
  const times = new Uint8Array(MILLION);
  for (let partition = 0; partition < partitions; partition++) {
    for (const { records } of brokers.log('orders', partition).batches) {
      for (const { value } of records) {
        const index = Buffer.from(value ?? []).readInt32BE();
        if (index >= 0) times[index] = (times[index] ?? 0) + 1;
      }
    }
  }
  return times;
}

const countOf = (fates: Uint8Array, fate: number): number => fates.filter((each) => each === fate).length;

describe('a million sends without a yield', () => {
  it('are each delivered once or refused at once with what to do', async () => {
    const brokers = servers.keep(await EmbeddedCluster.start());
    brokers.createTopic('orders', { partitions: 3 });
    const producer = clients.keep(new Producer({ bootstrapServers: brokers.bootstrapServers }));
    // Metadata of a topic is asked for by its first record; this one is none of the flood.
    await producer.send({ topic: 'orders', value: Buffer.from([0xff, 0xff, 0xff, 0xff]) });

    const { fates, errors } = await flood(producer);
    expect(countOf(fates, PENDING)).toBe(0);
    // As many as bufferMemory and the waiting room hold.
    expect(countOf(fates, WRITTEN)).toBeGreaterThan(50_000);
    expect(countOf(fates, REFUSED)).toBe(MILLION - countOf(fates, WRITTEN));

    // What was accepted is in the log once, what was refused is not.
    const times = timesInLog(brokers, 3);
    const wrong = fates.findIndex((fate, index) => times[index] !== (fate === WRITTEN ? 1 : 0));
    expect(wrong).toBe(-1);

    for (const error of errors) {
      expect(error).toBeInstanceOf(BufferExhaustedError);
      expect(error).toMatchObject({ code: 'BUFFER_EXHAUSTED', action: 'retriable', outcome: 'notWritten' });
      expect(error).toHaveProperty(
        'message',
        "topic 'orders': too many records wait already (at most 10000, and 33554432 bytes); await send() or flush(), or raise bufferMemory",
      );
    }
    // A stack trace per refusal would cost more than the records.
    expect(errors.size).toBeLessThan(10);

    await producer.send({ topic: 'orders', value: bytesOf('next') });
    await producer.close();
  });
});

describe('a record that waits for memory', () => {
  it('longer than maxBlockMs is refused with the option; those before it are delivered once', async () => {
    const brokers = servers.keep(await EmbeddedCluster.start());
    brokers.createTopic('orders');
    const producer = clients.keep(
      new Producer({
        bootstrapServers: brokers.bootstrapServers,
        bufferMemory: 65_536,
        maxBlockMs: 200,
        requestTimeoutMs: 500,
        retryBackoffMs: 1,
        reconnectBackoffMs: 1,
      }),
    );
    await producer.send({ topic: 'orders', value: bytesOf('first') });
    const release = brokers.intercept(({ api }) => (api.name === 'Produce' ? 'drop' : 'pass'));
    // More than the memory holds, and what must wait fits the waiting room.
    const values = Array.from({ length: 6 }, (_, index) => String(index).repeat(12_000));
    const sends = values.map((value) => producer.send({ topic: 'orders', value: bytesOf(value) }));
    const settled = Promise.allSettled(sends);
    const error = await failureOf(sends.at(-1) ?? Promise.resolve());
    expect(error).toMatchObject({
      name: 'BufferExhaustedError',
      code: 'BUFFER_EXHAUSTED',
      action: 'retriable',
      outcome: 'notWritten',
    });
    expect(error.message).toMatch(
      /^topic 'orders': no room in bufferMemory \(65536 bytes\) after maxBlockMs \(200 ms\); await send\(\) or flush\(\), or raise bufferMemory$/,
    );
    release();
    const fates = await settled;
    const delivered = values.filter((_, index) => fates[index]?.status === 'fulfilled');
    expect(delivered.length).toBeGreaterThan(0);
    expect(delivered.length).toBeLessThan(values.length);
    expect(valuesInLog(brokers, 'orders')).toEqual(['first', ...delivered]);
  });
});
