/** JSON payloads of ours read by Confluent's own client for JavaScript, and theirs by us, over one registry. */
import {
  HeaderSchemaIdSerializer,
  JsonDeserializer,
  JsonSerializer,
  SchemaRegistryClient,
  SerdeType,
} from '@confluentinc/schemaregistry';
import { EmbeddedRegistry } from '@ottla/embedded';
import { deserializeValue, serializeValue, type RecordHeader } from '@ottla/kernel';
import { RegistryClient } from '@ottla/registry-client';
import {
  jsonSchemaDeserializer,
  jsonSchemaSerializer,
  type JsonSchemaText,
} from '@ottla/serializers/json-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Case {
  readonly name: string;
  readonly schema: JsonSchemaText;
  readonly fits: unknown;
  readonly misfits: unknown;
  /** In our words. */
  readonly path: string;
}

const money = {
  $id: 'https://acme.com/money.json',
  type: 'object',
  properties: { cents: { type: 'integer' } },
  required: ['cents'],
};

const cases: readonly Case[] = [
  {
    name: 'draft-07',
    schema: {
      schema: {
        $schema: 'http://json-schema.org/draft-07/schema#',
        title: 'Order',
        type: 'object',
        properties: {
          id: { type: 'string' },
          'größe 😀': { type: ['number', 'null'] },
          tags: { items: { maxLength: 3 } },
        },
        required: ['id'],
        additionalProperties: false,
      },
    },
    fits: { id: 'ü😀\u0007', 'größe 😀': 1e21, tags: ['a', '', '\ud83d\ude00'] },
    misfits: { id: 7 },
    path: 'id',
  },
  {
    name: '2020-12',
    schema: {
      schema: {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        title: 'Pair',
        type: 'array',
        prefixItems: [{ type: 'string' }, { $ref: '#/$defs/count' }],
        $defs: { count: { type: 'integer', minimum: 0 } },
      },
    },
    fits: ['a', 1, null],
    misfits: ['a', -1],
    path: '[1]',
  },
  {
    name: 'a reference',
    schema: {
      schema: {
        title: 'Invoice',
        type: 'object',
        properties: { total: { $ref: 'https://acme.com/money.json' } },
      },
      references: [{ name: 'https://acme.com/money.json', subject: 'money', version: 1 }],
    },
    fits: { total: { cents: 250 } },
    misfits: { total: { cents: '250' } },
    path: 'total.cents',
  },
];

let registry: EmbeddedRegistry;
let client: RegistryClient;
let theirs: SchemaRegistryClient;
beforeAll(async () => {
  registry = await EmbeddedRegistry.start();
  client = new RegistryClient({ url: registry.url, retries: 0 });
  theirs = new SchemaRegistryClient({ baseURLs: [registry.url], maxRetries: 0 });
  await client.register('money', { schemaType: 'JSON', schema: JSON.stringify(money) });
});
afterAll(async () => {
  await client.close();
  await theirs.close();
  await registry.close();
});

const contextOf = (
  topic: string,
  headers: readonly RecordHeader[] = [],
): { topic: string; isKey: false; headers: readonly RecordHeader[] } => ({
  topic,
  isKey: false,
  headers,
});

describe.each(cases)("Confluent's JSON Schema client, $name", ({ name, schema, fits, misfits, path }) => {
  const topic = `orders-${name.replace(' ', '-')}`;
  const ours = (): ReturnType<typeof jsonSchemaSerializer> =>
    jsonSchemaSerializer(schema, { registry: client, autoRegister: true });

  it('reads what ours wrote', async () => {
    const bytes = await serializeValue(ours(), fits, contextOf(topic));
    const reader = new JsonDeserializer(theirs, SerdeType.VALUE, { validate: true, strict: false });
    expect(await reader.deserialize(topic, Buffer.from(bytes ?? []))).toEqual(fits);
  });

  it('writes the same bytes, which ours reads', async () => {
    const bytes = await serializeValue(ours(), fits, contextOf(topic));
    const writer = new JsonSerializer(theirs, SerdeType.VALUE, {
      useLatestVersion: true,
      validate: true,
      strict: false,
    });
    const written = await writer.serialize(topic, fits);
    expect(written.toString('hex')).toBe(Buffer.from(bytes ?? []).toString('hex'));
    const reader = jsonSchemaDeserializer({ registry: client, validate: true });
    expect(await deserializeValue(reader, written, contextOf(topic))).toEqual(fits);
  });

  it('refuses what ours refuses', async () => {
    await expect(serializeValue(ours(), misfits, contextOf(topic))).rejects.toMatchObject({
      code: 'VALUE_MISFIT',
      path,
    });
    const writer = new JsonSerializer(theirs, SerdeType.VALUE, {
      useLatestVersion: true,
      validate: true,
      strict: false,
    });
    await expect(writer.serialize(topic, misfits)).rejects.toThrow();
    // Theirs writes it when it does not look.
    const careless = new JsonSerializer(theirs, SerdeType.VALUE, { useLatestVersion: true });
    const reader = jsonSchemaDeserializer({ registry: client, validate: true });
    const read = deserializeValue(reader, await careless.serialize(topic, misfits), contextOf(topic));
    await expect(read).rejects.toMatchObject({ code: 'VALUE_MISFIT', failure: 'poison', path });
  });

  it('names schemas in headers as ours does', async () => {
    const written: RecordHeader[] = [];
    const serializer = jsonSchemaSerializer(schema, {
      registry: client,
      autoRegister: true,
      schemaIdIn: 'header',
    });
    const context = { ...contextOf(topic), addHeader: (header: RecordHeader) => void written.push(header) };
    const bytes = await serializeValue(serializer, fits, context);
    const headers = Object.fromEntries(written.map(({ key, value }) => [key, Buffer.from(value ?? [])]));
    const reader = new JsonDeserializer(theirs, SerdeType.VALUE, {});
    expect(await reader.deserialize(topic, Buffer.from(bytes ?? []), headers)).toEqual(fits);

    const conf = { useLatestVersion: true, schemaIdSerializer: HeaderSchemaIdSerializer };
    const theirHeaders: Record<string, Buffer> = {};
    const payload = await new JsonSerializer(theirs, SerdeType.VALUE, conf).serialize(
      topic,
      fits,
      theirHeaders,
    );
    expect(payload.toString()).toBe(Buffer.from(bytes ?? []).toString());
    expect(theirHeaders).toEqual(headers);
    const ofTheirs = Object.entries(theirHeaders).map(([key, value]) => ({ key, value }));
    const reading = jsonSchemaDeserializer({ registry: client });
    expect(await deserializeValue(reading, payload, contextOf(topic, ofTheirs))).toEqual(fits);
  });
});
