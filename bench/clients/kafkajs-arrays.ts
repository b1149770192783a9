/** kafkajs with arrays of 500, its fastest form. Prints its measurement as JSON. */
import kafkajs from 'kafkajs';
import { drive, terms } from './drive.ts';

const UNIT = 500;
const { Kafka, logLevel, Partitioners } = kafkajs;
const kafka = new Kafka({ clientId: 'bench', brokers: [terms.bootstrapServer], logLevel: logLevel.ERROR });
const producer = kafka.producer({ idempotent: true, createPartitioner: Partitioners.DefaultPartitioner });
await producer.connect();
const messages = Array.from({ length: UNIT }, () => ({ value: terms.value }));
const send = (): Promise<unknown> => producer.send({ topic: terms.topic, acks: -1, messages });
const measured = await drive(
  { records: terms.records, outstanding: terms.outstanding, send, unit: UNIT },
  terms.warmUpRecords,
);
await producer.disconnect();
console.log(JSON.stringify(measured));
