/**
 * Sends a stream of customers and notes where each one landed.
 *
 * `send` returns at once with a promise; the producer batches by itself. Awaiting one window while the
 * next one fills keeps memory bounded and the pipeline full.
 */
import type { Readable } from 'node:stream';
import type { RecordMetadata } from '@ottla/producer';
import { linesOf } from './customer-lines.ts';
import type { Progress } from './progress.ts';

const WINDOW = 4_000;
/** Few enough keys that each has many records, so that order per key means something. */
const KEYS = 5_000;

/** What the cluster acknowledged, by customer id. */
export interface Deliveries {
  readonly partitions: Int32Array;
  readonly offsets: Float64Array;
  acknowledged: number;
  elapsedMs: number;
  cpuSeconds: number;
}

export interface CustomerProducer<Customer> {
  send(record: { topic: string; key: string; value: Customer }): Promise<RecordMetadata>;
  flush(): Promise<void>;
}

export interface Delivery<Customer> {
  /** JSON lines. */
  readonly stream: Readable;
  readonly topic: string;
  readonly producer: CustomerProducer<Customer>;
  readonly deliveries: Deliveries;
  readonly progress: Progress;
}

export function noDeliveries(count: number): Deliveries {
  return {
    partitions: new Int32Array(count).fill(-1),
    offsets: new Float64Array(count).fill(-1),
    acknowledged: 0,
    elapsedMs: 0,
    cpuSeconds: 0,
  };
}

export const keyOf = (id: number): string => `customer-${id % KEYS}`;

export async function deliver<Customer extends { readonly id: number }>(
  delivery: Delivery<Customer>,
): Promise<void> {
  const { stream, topic, producer, deliveries, progress } = delivery;
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  let previous: Promise<unknown> = Promise.resolve();
  let window: Promise<void>[] = [];
  const closeWindow = async (): Promise<void> => {
    const closed = window;
    window = [];
    const settled = previous;
    previous = Promise.all(closed).then(() => progress.advance(closed.length));
    await settled;
  };

  const send = async (line: string): Promise<void> => {
    // The producer checks the value against the schema: one that does not fit rejects.
    const value = JSON.parse(line) as Customer;
    const { partition, offset } = await producer.send({ topic, key: keyOf(value.id), value });
    deliveries.partitions[value.id] = partition;
    deliveries.offsets[value.id] = Number(offset);
    deliveries.acknowledged += 1;
  };
  for await (const lines of linesOf(stream)) {
    for (const line of lines) {
      window.push(send(line));
      if (window.length === WINDOW) await closeWindow();
    }
  }
  await producer.flush();
  await closeWindow();
  await previous;

  const { user, system } = process.cpuUsage(startedCpu);
  deliveries.elapsedMs += performance.now() - startedMs;
  deliveries.cpuSeconds += (user + system) / 1e6;
}
