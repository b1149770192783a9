/** What a topic may hold that is no message of ours, and what a registry may answer that is no schema. */
import { EmbeddedRegistry } from '@ottla/embedded';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfluentSchemaRegistryArgumentError, ResponseError, SchemaRegistry } from './index.ts';

let server: EmbeddedRegistry;
let registry: SchemaRegistry;
let id: number;
beforeAll(async () => {
  server = await EmbeddedRegistry.start();
  registry = new SchemaRegistry({ host: server.url, retry: { retries: 0 } });
  const schema = {
    type: 'record' as const,
    name: 'Basket',
    namespace: 'shop',
    fields: [
      { name: 'item', type: 'string' },
      { name: 'more', type: ['null', 'Basket'], default: null },
    ],
  };
  id = (await registry.register(schema)).id;
});
afterAll(() => server.close());
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(String, (error: unknown) => error);

describe('bytes that are no message', () => {
  it.each([
    ['none', []],
    ['one', [0]],
    ['four', [0, 0, 0, 0]],
    ['a GUID after magic byte 1', [1, ...Buffer.alloc(16)]],
    ['half a GUID', [1, 2, 3]],
    ['id 0', [0, 0, 0, 0, 0, 2]],
    ['id 0xFFFFFFFF', [0, 255, 255, 255, 255, 2]],
    ['the smallest id', [0, 128, 0, 0, 0, 2]],
  ])('are refused without asking the registry: %s', async (_, bytes) => {
    const asked: string[] = [];
    const stop = server.intercept(({ target }) => (asked.push(target), 'pass'));
    const refusal = await failureOf(registry.decode(Buffer.from(bytes)));
    expect(refusal).toBeInstanceOf(ConfluentSchemaRegistryArgumentError);
    stop();
    expect(asked).toEqual([]);
  });

  it('are refused by the registry when no schema has their id', async () => {
    const refusal = await failureOf(registry.decode(Buffer.from([0, 127, 255, 255, 255, 2])));
    expect(refusal).toBeInstanceOf(ResponseError);
    expect(refusal).toHaveProperty('status', 404);
  });

  it('fail, or give a value, whatever follows the id; and the next message is read', async () => {
    const good = await registry.encode(id, { item: 'tea' });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), async (bytes) => {
        const outcome = await failureOf(registry.decode(Buffer.concat([good.subarray(0, 5), bytes])));
        expect(outcome instanceof Error || typeof outcome === 'string').toBe(true);
        expect(await registry.decode(good)).toEqual({ item: 'tea', more: null });
      }),
      { numRuns: 300 },
    );
  });
});

describe('an id primed by the user', () => {
  it('is decoded whatever it is', async () => {
    const { type, schema } = registry.cache.getSchema(id)!;
    for (const odd of [0, -1]) {
      registry.cache.setSchema(odd, type, schema);
      const message = await registry.encode(id, { item: 'a' });
      message.writeInt32BE(odd, 1);
      expect(await registry.decode(message)).toEqual({ item: 'a', more: null });
    }
    expect(await registry.encode('1' as unknown as number, { item: 'a' })).toHaveLength(8);
  });
});

describe('answers that are no schema', () => {
  const answers: [string, string][] = [
    ['no JSON', '<html>'],
    ['null', 'null'],
    ['an array', '[]'],
    ['no schema', '{}'],
    ['a schema that is no text', '{"schema":5}'],
    ['a schema of null', '{"schema":null}'],
    ['JSON that is no Avro', '{"schema":"{\\"a\\":1}"}'],
    ['an Avro name that every object has', '{"schema":"{\\"type\\":\\"__proto__\\"}"}'],
    ['a type that is not known', '{"schema":"{}","schemaType":"avro"}'],
    ['references that are none', '{"schema":"\\"int\\"","references":5}'],
    ['a JSON Schema that is no JSON', '{"schema":"{","schemaType":"JSON"}'],
    ['a Protobuf that is none', '{"schema":"message","schemaType":"PROTOBUF"}'],
  ];

  it.each(answers)('reject with an error, each time anew: %s', async (_, body) => {
    const own = new SchemaRegistry({ host: server.url, retry: { retries: 0 } });
    const stop = server.intercept(() => ({ status: 200, body }));
    for (let turn = 0; turn < 2; turn++) expect(await failureOf(own.getSchema(77))).toBeInstanceOf(Error);
    stop();
    expect(own.cache.getSchema(77)).toBeUndefined();
    expect({}).not.toHaveProperty('schema');
  });
});
