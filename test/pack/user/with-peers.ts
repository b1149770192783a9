/** A program of somebody who has installed every optional peer: each entry point writes what it reads, typed. */
import { strict as assert } from 'node:assert';
import { EmbeddedRegistry } from '@ottla/embedded';
import { deserializeValue, serializeValue, type Deserializer, type Serializer } from '@ottla/kernel';
import { RegistryClient } from '@ottla/registry-client';
import { framed, jsonDeserializer, jsonSerializer } from '@ottla/serializers';
import { avroDeserializer, avroSerializer } from '@ottla/serializers/avro';
import { jsonSchemaDeserializer, jsonSchemaSerializer } from '@ottla/serializers/json-schema';
import { protobufDeserializer, protobufSerializer } from '@ottla/serializers/protobuf';
import { thriftDeserializer, thriftSerializer } from '@ottla/serializers/thrift';
import { Ajv } from 'ajv';
import thrift from 'thrift';
import { z } from 'zod';
import types from './sample-types.cjs';

await using server = await EmbeddedRegistry.start();
await using registry = new RegistryClient({ url: server.url });
const own = { registry, autoRegister: true } as const;

interface Order {
  id: string;
}
const order: Order = { id: 'o-1' };

interface Pair<T, R> {
  readonly target: Serializer<T>;
  readonly source: Deserializer<R>;
}

async function expectBack<T extends object, R>(topic: string, { target, source }: Pair<T, R>, value: T) {
  const context = { topic, isKey: false, headers: [] };
  const bytes = await serializeValue(target, value, context);
  const read = await deserializeValue(source, bytes, context);
  assert.deepEqual({ ...read }, value);
  return read;
}

const avro = {
  type: 'record',
  name: 'Order',
  fields: [{ name: 'id', type: 'string' }],
};
await expectBack(
  'avro',
  { target: avroSerializer(avro, own), source: avroDeserializer({ registry }) },
  order,
);

const proto = 'syntax = "proto3"; message Order { string id = 1; }';
await expectBack(
  'protobuf',
  {
    target: protobufSerializer<Order>({ schema: proto }, own),
    source: protobufDeserializer<Order>({ registry }),
  },
  order,
);

const zod = z.object({ id: z.string() });
const typed = await expectBack('zod', { target: jsonSerializer(zod), source: jsonDeserializer(zod) }, order);
const id: string | undefined = typed?.id;
assert.equal(id, 'o-1');

const bytes = framed<Order>({
  ...own,
  schemaType: 'JSON',
  schema: '{ "type": "object" }',
  serialize: (value) => Buffer.from(JSON.stringify(value)),
});
const source = jsonSchemaDeserializer<Order>({ registry });
await expectBack('framed', { target: bytes, source }, order);

const struct = new types.Sample({ text: 'Ada', large: new thrift.Int64(5) });
const context = { topic: 'thrift', isKey: false, headers: [] };
const written = await serializeValue(thriftSerializer(types.Sample), struct, context);
const sample = await deserializeValue(thriftDeserializer(types.Sample), written, context);
assert.equal(String(sample?.large), '5'); // an Int64 of the package thrift

// ajv and avsc make functions from text, and are left out where that is forbidden.
if (!process.execArgv.includes('--disallow-code-generation-from-strings')) {
  const properties = { id: { type: 'string', minLength: 1 } };
  for (const $schema of [
    'http://json-schema.org/draft-07/schema#',
    'https://json-schema.org/draft/2020-12/schema',
  ]) {
    const schema = { $schema, title: 'Order', type: 'object', properties };
    const checked = jsonSchemaSerializer<Order>(schema, { ...own, subject: `json-${$schema.length}` });
    await expectBack(
      'json',
      { target: checked, source: jsonSchemaDeserializer<Order>({ registry, validate: true }) },
      order,
    );
  }
  const ajv = jsonSchemaSerializer<Order>({ type: 'object' }, { ...own, ajv: (options) => new Ajv(options) });
  await expectBack('own-ajv', { target: ajv, source }, order);
  const engine = 'avsc';
  const avsc = avroSerializer(avro, { ...own, engine });
  await expectBack('avsc', { target: avsc, source: avroDeserializer({ registry, engine }) }, order);
}
console.log('with peers: well');
