/** Other libraries that frame Avro with a schema id, each with the schema in its cache. They answer with promises. */
import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import {
  AvroDeserializer,
  AvroSerializer,
  SchemaRegistryClient,
  SerdeType,
} from '@confluentinc/schemaregistry';
import avsc from 'avsc';
import type { Sample } from './samples.ts';

export interface Rival {
  readonly name: string;
  serialize(value: unknown): Promise<Buffer>;
  deserialize(bytes: Buffer): Promise<unknown>;
}

const ID = 1;
const TOPIC = 'records';

/** `@kafkajs/confluent-schema-registry`. Nothing listens at its host: the schema comes from the cache. */
export function kafkajsRegistry({ schema }: Sample): Rival {
  const registry = new SchemaRegistry({ host: 'http://127.0.0.1:9' });
  registry.cache.setSchema(ID, SchemaType.AVRO, avsc.Type.forSchema(JSON.parse(schema) as avsc.Schema));
  return {
    name: '@kafkajs/confluent-schema-registry',
    serialize: (value) => registry.encode(ID, value),
    deserialize: (bytes) => registry.decode(bytes),
  };
}

/** `@confluentinc/schemaregistry` on its client in memory. */
export async function confluentRegistry({ schema }: Sample): Promise<Rival> {
  const client = SchemaRegistryClient.newClient({ baseURLs: ['mock://'] });
  await client.register(`${TOPIC}-value`, { schemaType: 'AVRO', schema }, false);
  const serializer = new AvroSerializer(client, SerdeType.VALUE, { useLatestVersion: true });
  const deserializer = new AvroDeserializer(client, SerdeType.VALUE, {});
  return {
    name: '@confluentinc/schemaregistry',
    serialize: (value) => serializer.serialize(TOPIC, value),
    deserialize: (bytes) => deserializer.deserialize(TOPIC, bytes),
  };
}
