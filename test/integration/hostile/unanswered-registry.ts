/** A program whose schema registry never answers: what needs no registry is delivered, the rest fails; it closes. */
import { Producer } from '@ottla/producer';
import { RegistryClient } from '@ottla/registry-client';
import { avroSerializer } from '@ottla/serializers/avro';
import { factsOf, report } from './child-process.ts';
import { Customer, customer } from './customer-schema.ts';

const [server = '', url = '', attemptTimeoutMs = ''] = process.argv.slice(2);
const registry = new RegistryClient({ url, attemptTimeoutMs: Number(attemptTimeoutMs), retries: 0 });
const producer = new Producer({
  bootstrapServers: [server],
  maxBlockMs: 400,
  topics: { customers: { value: avroSerializer(Customer, { registry, autoRegister: true }) } },
});
const failures: object[] = [];
const customers = producer
  .send({ topic: 'customers', value: customer(1) })
  .catch((error: unknown) => failures.push(factsOf(error)));
const { offset } = await producer.send({ topic: 'orders', value: Buffer.from('accepted') });
await customers;
await producer.close();
await registry.close();
report({ offset: String(offset), failures });
