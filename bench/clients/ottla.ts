/** Ottla: one `send` and one promise per record. Prints its measurement as JSON. */
import { Producer } from '@ottla/producer';
import { drive, terms } from './drive.ts';

const producer = new Producer({ bootstrapServers: [terms.bootstrapServer] });
await producer.connect();
const record = { topic: terms.topic, value: terms.value };
const send = (): Promise<unknown> => producer.send(record);
const measured = await drive(
  { records: terms.records, outstanding: terms.outstanding, send, unit: 1 },
  terms.warmUpRecords,
);
await producer.close();
console.log(JSON.stringify(measured));
