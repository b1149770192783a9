/** A program that sends a million numbered records in one turn, waits for all of them and closes. */
import { Producer } from '@ottla/producer';
import { factsOf, report } from './child-process.ts';

const MILLION = 1_000_000;
const [server = ''] = process.argv.slice(2);
const producer = new Producer({ bootstrapServers: [server] });
const written: number[] = [];
const refusals = new Set<unknown>();
let refused = 0;
const settled: Promise<unknown>[] = [];
for (let index = 0; index < MILLION; index++) {
  const sent = producer.send({ topic: 'orders', value: Buffer.from(String(index)) });
  settled.push(
    sent.then(
      () => written.push(index),
      (error: unknown) => {
        refused++;
        refusals.add(error);
      },
    ),
  );
}
const bufferBytes = process.memoryUsage().arrayBuffers;
await Promise.all(settled);
await producer.close();
report({ written, refused, refusals: [...refusals].map(factsOf), bufferBytes });
