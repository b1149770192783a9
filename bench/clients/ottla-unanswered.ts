/**
 * Ottla against a broker that stops answering: fills the buffer, goes on sending for a while, and prints
 * the memory it took at most as JSON.
 */
import { Producer } from '@ottla/producer';
import type { MemoryMeasurement } from '../memory.ts';
import { drive, terms } from './drive.ts';

const ROUNDS = 400;
const SENDS_PER_ROUND = 5_000;
const producer = new Producer({
  bootstrapServers: [terms.bootstrapServer],
  bufferMemory: Number(process.env['BENCH_BUFFER_MEMORY']),
});
await producer.connect();
const answered = { topic: terms.topic, value: terms.value };
const send = (): Promise<unknown> => producer.send(answered);
await drive(
  { records: terms.warmUpRecords, outstanding: terms.outstanding, send, unit: 1 },
  terms.warmUpRecords,
);
const warmRssBytes = process.memoryUsage.rss();

const unanswered = { topic: 'unanswered', value: terms.value };
let peakRssBytes = warmRssBytes;
let refused = 0;
const onRefused = (): void => {
  refused += 1;
};
for (let round = 0; round < ROUNDS; round++) {
  for (let index = 0; index < SENDS_PER_ROUND; index++) producer.send(unanswered).catch(onRefused);
  await new Promise((resolve) => setImmediate(resolve));
  peakRssBytes = Math.max(peakRssBytes, process.memoryUsage.rss());
}
const accepted = ROUNDS * SENDS_PER_ROUND - refused;
const measured: MemoryMeasurement = { warmRssBytes, peakRssBytes, accepted, refused };
console.log(JSON.stringify(measured));
process.exit(0);
