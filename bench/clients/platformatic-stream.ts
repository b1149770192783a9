/**
 * @platformatic/kafka's batching stream, one promise per record: the stream reports each batch with its
 * count, in order, and that many promises are resolved. Prints its measurement as JSON.
 */
import { ProduceAcks, Producer, ProducerStreamReportModes } from '@platformatic/kafka';
import { drive, terms } from './drive.ts';

const producer = new Producer<Buffer, Buffer, Buffer, Buffer>({
  clientId: 'bench',
  bootstrapBrokers: [terms.bootstrapServer],
  idempotent: true,
});
const stream = producer.asStream({
  batchSize: 1000,
  batchTime: 5,
  highWaterMark: 2 * terms.outstanding,
  acks: ProduceAcks.ALL,
  idempotent: true,
  reportMode: ProducerStreamReportModes.BATCH,
});
const waiting: (() => void)[] = [];
let head = 0;
stream.on('delivery-report', (report: { count: number }) => {
  for (let index = 0; index < report.count; index++) waiting[head++]?.();
  if (head <= 100_000) return;
  waiting.splice(0, head);
  head = 0;
});
const message = { topic: terms.topic, value: terms.value };
const send = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve);
    stream.write(message);
  });
const measured = await drive(
  { records: terms.records, outstanding: terms.outstanding, send, unit: 1 },
  terms.warmUpRecords,
);
await stream.close();
await producer.close();
console.log(JSON.stringify(measured));
