/**
 * A program of somebody who has installed no library of a schema language: every entry point loads, Avro, plain JSON
 * and primitives work, and what is missing is named when it is needed.
 */
import { strict as assert } from 'node:assert';
import { EmbeddedRegistry } from '@ottla/embedded';
import { ByteWriter, deserializeValue, isOttlaError, serializeValue } from '@ottla/kernel';
import { RegistryClient } from '@ottla/registry-client';
import { int64Deserializer, int64Serializer, jsonDeserializer, jsonSerializer } from '@ottla/serializers';
import { avroDeserializer, avroSerializer } from '@ottla/serializers/avro';
import { putString } from '@ottla/serializers/avro/compiled';
import { recordEncoder } from '@ottla/serializers/kafkajs';
import { messageEncoder } from '@ottla/serializers/platformatic';
import { thriftDeserializer } from '@ottla/serializers/thrift';

await using server = await EmbeddedRegistry.start();
await using registry = new RegistryClient({ url: server.url });
const context = { topic: 'customers', isKey: false, headers: [] };

const schema = { type: 'record', name: 'Customer', fields: [{ name: 'name', type: 'string' }] };
const avro = avroSerializer(schema, { registry, autoRegister: true });
const bytes = await serializeValue(avro, { name: 'Ada' }, context);
assert.deepEqual(await deserializeValue(avroDeserializer({ registry }), bytes, context), { name: 'Ada' });

const json = await serializeValue(jsonSerializer(), { name: 'Ada' }, context);
assert.deepEqual(await deserializeValue(jsonDeserializer(), json, context), { name: 'Ada' });
const id: bigint | null = await deserializeValue(
  int64Deserializer(),
  await serializeValue(int64Serializer(), 5n, context),
  context,
);
assert.equal(id, 5n);
assert.equal(typeof recordEncoder, 'function');
assert.equal(typeof messageEncoder, 'function');
assert.equal(putString(new ByteWriter(80), 0, 'Ada'), 4);

class Empty {
  read(): void {}
  write(): void {}
}

/** Types of their library stand in those of two entry points, so a program without it loads them untyped. */
type Untyped = Readonly<Record<string, (...given: readonly unknown[]) => unknown>>;
const untyped = async (entry: string): Promise<Untyped> =>
  (await import(`@ottla/serializers/${entry}`)) as Untyped;
const { jsonSchemaSerializer, jsonSchemaDeserializer } = await untyped('json-schema');
const { protobufSerializer } = await untyped('protobuf');

async function told(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (isOttlaError(error)) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'nothing';
}

const avsc = avroSerializer(schema, { registry, autoRegister: true, engine: 'avsc' });
const missing = {
  'npm install ajv ajv-formats': () => jsonSchemaSerializer?.({ type: 'object' }, { registry }),
  'npm install protobufjs': () => protobufSerializer?.('syntax = "proto3"; message A {}', { registry }),
  'npm install thrift': () => thriftDeserializer(Empty),
  'npm install avsc': () => serializeValue(avsc, { name: 'Ada' }, context),
};
for (const [remedy, act] of Object.entries(missing)) {
  const message = await told(act);
  assert.match(message, /^PEER_MISSING /);
  assert.ok(message.includes(remedy), message);
}
assert.equal(await told(() => jsonSchemaDeserializer?.({ registry })), 'nothing');
console.log('without peers: well');
