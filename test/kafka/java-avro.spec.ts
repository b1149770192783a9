import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSchema } from '@ottla/schema';
import { Producer } from '@ottla/producer';
import { RegistryClient } from '@ottla/registry-client';
import { stringSerializer } from '@ottla/serializers';
import { avroSerializer, defineAvroSchema } from '@ottla/serializers/avro';
import { fingerprint, schemaText } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { realKafka } from './harness/environment.ts';
import { decodeWithJavaAvro } from './harness/kafka-tools.ts';
import { readTopic, uniqueTopic, withTopic } from './harness/topic.ts';

const DECODER = fileURLToPath(new URL('./java/DecodeAvro.java', import.meta.url));
const schemaFile = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../schemas/${path}`, import.meta.url)), 'utf8');

interface Customer {
  readonly id: number;
  readonly name: string;
  readonly email: string | null;
}

function customerSchema(): ReturnType<typeof defineAvroSchema<Customer, Customer>> {
  const schema = parseSchema(schemaFile('customers/customer.v2.avsc'));
  return defineAvroSchema<Customer, Customer>({
    fullName: 'com.acme.Customer',
    schema: schemaText(schema),
    fingerprint: fingerprint(schema),
    choices: {},
  });
}

/** The registry's own answer, fetched without our client. */
async function writerSchemaOf(id: number): Promise<string> {
  const response = await fetch(`${realKafka.registryUrl}/schemas/ids/${id}`);
  const { schema } = (await response.json()) as { schema: string };
  return schema;
}

describe("Java's Avro", () => {
  it('decodes payloads that carry ids of the real registry', async () => {
    const topic = uniqueTopic('avro');
    const { bootstrapServer, classPath } = realKafka;
    const customers: Customer[] = Array.from({ length: 200 }, (_, id) => ({
      id: id * 7919 - 500_000,
      name: `Zoë №${id} 😀`,
      email: id % 3 === 0 ? null : `customer-${id}@example.com`,
    }));
    await withTopic({ bootstrapServer, topic, partitions: 1 }, async (cluster) => {
      await using registry = new RegistryClient({ url: realKafka.registryUrl });
      await using producer = new Producer({
        bootstrapServers: [bootstrapServer],
        topics: {
          [topic]: {
            key: stringSerializer(),
            value: avroSerializer(customerSchema(), { registry, autoRegister: true }),
          },
        },
      });
      await Promise.all(customers.map((value) => producer.send({ topic, key: String(value.id), value })));

      const records = await readTopic(cluster, topic, 1);
      const payloads = records.map(({ value }) => Buffer.from(value ?? []));
      expect(payloads.every((payload) => payload[0] === 0)).toBe(true);
      const ids = new Set(payloads.map((payload) => payload.readInt32BE(1)));
      expect(ids.size).toBe(1);
      const writerSchema = await writerSchemaOf([...ids][0] ?? 0);
      const decoded = await decodeWithJavaAvro(
        classPath,
        DECODER,
        payloads.map((payload) => ({ writerSchema, datum: payload.subarray(5) })),
      );
      expect(decoded.map((line) => JSON.parse(line) as Customer)).toEqual(customers);
    });
  });
});
