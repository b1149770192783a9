/** A program that sends to a broker which announces frames of 2 GiB, watches its own memory, and closes. */
import { Producer } from '@ottla/producer';
import { factsOf, report } from './child-process.ts';

const [server = '', maxFrameBytes = ''] = process.argv.slice(2);
const before = process.memoryUsage();
let peakBufferBytes = 0;
const watch = setInterval(() => {
  peakBufferBytes = Math.max(peakBufferBytes, process.memoryUsage().arrayBuffers);
}, 1);
const producer = new Producer({
  bootstrapServers: [server],
  maxFrameBytes: Number(maxFrameBytes),
  requestTimeoutMs: 300,
  connectTimeoutMs: 300,
  reconnectBackoffMs: 1,
  retryBackoffMs: 1,
});
const values = ['a', 'b', 'c'];
const sends = values.map((value) => producer.send({ topic: 'orders', value: Buffer.from(value) }));
const settled = await Promise.allSettled(sends);
await producer.close();
clearInterval(watch);
report({
  offsets: settled.flatMap((each) => (each.status === 'fulfilled' ? [String(each.value.offset)] : [])),
  failures: settled.flatMap((each) => (each.status === 'rejected' ? [factsOf(each.reason)] : [])),
  grownBufferBytes: Math.max(0, peakBufferBytes - before.arrayBuffers),
  grownResidentBytes: process.resourceUsage().maxRSS * 1024 - before.rss,
});
