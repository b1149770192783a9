import { deserializeValue, type DeserializerContext, type SchemaText } from '@ottla/kernel';
import { ManualClock, settled } from '@ottla/kernel/testing';
import { describe, expect, it } from 'vitest';
import { letterFormat } from '../../testing/letter-format.ts';
import { MemoryRegistry, MemoryRegistryError, registryAway } from '../../testing/memory-registry.ts';
import type { PayloadFormat } from './payload-format.ts';
import type { PoisonRecord } from './poison.ts';
import { RegistryDeserializer } from './registry-deserializer.ts';
import type { RegistryDeserializerOptions } from './registry-options.ts';
import { LATEST_TERM_MS } from './renewed-answer.ts';
import type { GivenSchema } from './schema-pointer.ts';
import { recordNameStrategy } from './subject-strategy.ts';

const letters = (schema: string, more: Partial<SchemaText> = {}): SchemaText => ({
  schemaType: 'AVRO',
  schema,
  ...more,
});
const at = (topic: string, more: Partial<DeserializerContext> = {}): DeserializerContext => ({
  topic,
  isKey: false,
  headers: [],
  ...more,
});
const framed = (id: number, text: string): Buffer =>
  Buffer.from(`\0\0\0${String.fromCharCode(id >> 8, id & 0xff)}${text}`, 'latin1');
const guidBytes = (guid: string): Buffer => Buffer.from(`01${guid.replaceAll('-', '')}`, 'hex');

function deserializer(
  registry: MemoryRegistry,
  options: Partial<RegistryDeserializerOptions> = {},
  reader: GivenSchema = null,
): RegistryDeserializer {
  return new RegistryDeserializer(letterFormat(), reader, { registry, ...options });
}

const gone = (): Error => new MemoryRegistryError('no such subject', 'SUBJECT_NOT_FOUND');
const read = (target: RegistryDeserializer, bytes: Uint8Array | null, context = at('t')): Promise<unknown> =>
  deserializeValue(target, bytes, context);

describe('a deserializer with a registry', () => {
  it('fetches what each id stands for once, of many who wait by one', async () => {
    const registry = new MemoryRegistry();
    registry.add(letters('ab'));
    registry.add(letters('abc'));
    const target = deserializer(registry);
    const payloads = [framed(1, 'ab'), framed(2, 'cab'), framed(1, 'b'), framed(2, 'c')];
    expect(await Promise.all(payloads.map((bytes) => read(target, bytes)))).toEqual(['ab', 'cab', 'b', 'c']);
    expect(registry.requests).toEqual(['schema 1', 'schema 2']);
    expect(target.ready(framed(1, ''), at('elsewhere'))).toBe(true);
    for (const id of [1, 1, 2, 2, 1]) expect(target.deserialize(framed(id, 'a'), at('t'))).toBe('a');
  });

  it('is ready at once for what the registry remembers, and gives null for a tombstone', async () => {
    const registry = new MemoryRegistry();
    registry.add(letters('ab'));
    await registry.schema(1);
    const target = deserializer(registry);
    expect(target.ready(framed(1, 'a'), at('t'))).toBe(true);
    expect(target.deserialize(framed(1, 'a'), at('t'))).toBe('a');
    expect(await read(target, null)).toBeNull();
    expect(registry.requests).toEqual(['schema 1']);
  });

  it.each<[string, GivenSchema, Partial<RegistryDeserializerOptions>, readonly string[]]>([
    ['a text', letters('a'), {}, []],
    ['a version of a subject', { subject: 's', version: 1 }, {}, ['version 1 of s']],
    ['an id', { id: 1 }, {}, ['schema 1']],
    ['the latest of a subject', { subject: 's' }, {}, ['latest of s']],
    ['the latest of the topic', null, { useLatestVersion: true }, ['latest of t-value']],
    [
      'the latest with metadata',
      null,
      { useLatestWithMetadata: { major: '1' } },
      ['latest of t-value with major=1'],
    ],
  ])('reads into %s', async (_what, reader, options, requests) => {
    const registry = new MemoryRegistry();
    const narrow = letters('a', { metadata: { properties: { major: '1' } } });
    for (const subject of ['s', 't-value']) registry.add(narrow, subject);
    registry.add(letters('ab'));
    const target = deserializer(registry, options, reader);
    for (const text of ['ab', 'ba']) {
      expect(await read(target, framed(2, text))).toBe(text.replace('b', '?'));
    }
    expect(registry.requests.toSorted()).toEqual(['schema 2', ...requests].toSorted());
  });

  it('notices a newer latest version after its term, and no record waits for it', async () => {
    const registry = new MemoryRegistry();
    const clock = new ManualClock();
    registry.add(letters('a'), 't-value');
    registry.add(letters('abc'));
    const target = deserializer(registry, { useLatestVersion: true, clock });
    expect(await read(target, framed(2, 'ab'))).toBe('a?');
    registry.add(letters('ab'), 't-value');
    clock.advance(LATEST_TERM_MS);
    // First it is asked for, then how to read into it is made ready; records are read into the last one meanwhile.
    for (let turn = 0; turn < 2; turn++) {
      expect(target.ready(framed(2, 'ab'), at('t'))).toBe(true);
      await settled();
    }
    expect(target.ready(framed(2, 'abc'), at('t'))).toBe(true);
    expect(target.deserialize(framed(2, 'abc'), at('t'))).toBe('ab?');
    expect(registry.requests).toEqual(['schema 2', 'latest of t-value', 'latest of t-value']);
  });

  it.each<[string, (registry: MemoryRegistry) => void]>([
    ['a newer latest version', (registry) => void registry.add(letters('ab'), 't-value')],
    ['that the subject is gone', (registry) => void (registry.failure = gone())],
    ['that the registry is away', (registry) => void (registry.failure = registryAway())],
  ])('reads what was ready, though %s is noticed before', async (_what, change) => {
    const registry = new MemoryRegistry();
    const clock = new ManualClock();
    registry.add(letters('a'), 't-value');
    registry.add(letters('abc'));
    const target = deserializer(registry, { useLatestVersion: true, clock });
    await read(target, framed(2, 'a'));
    change(registry);
    clock.advance(LATEST_TERM_MS);
    expect(target.ready(framed(2, 'ab'), at('t'))).toBe(true);
    await settled();
    expect(target.deserialize(framed(2, 'ab'), at('t'))).toBe('a?');
  });

  it('stops when the subject of the latest version is gone, and goes on when it is back', async () => {
    const registry = new MemoryRegistry();
    const clock = new ManualClock();
    registry.add(letters('a'), 't-value');
    const target = deserializer(registry, { useLatestVersion: true, clock, onPoison: () => 'swallowed' });
    await read(target, framed(1, 'a'));
    registry.failure = gone();
    clock.advance(LATEST_TERM_MS);
    expect(target.ready(framed(1, 'a'), at('t'))).toBe(true);
    await settled();
    registry.failure = gone();
    await expect(read(target, framed(1, 'a'))).rejects.toMatchObject({ failure: 'configuration' });
    expect(await read(target, framed(1, 'a'))).toBe('a');
  });

  it('names the subject of a latest version by the record that was written', async () => {
    const registry = new MemoryRegistry();
    registry.add(letters('@com.acme.Customer a'), 'com.acme.Customer');
    registry.add(letters('@com.acme.Customer ab'));
    const target = deserializer(registry, { useLatestVersion: true, subject: recordNameStrategy });
    expect(await read(target, framed(2, 'ab'))).toBe('a?');
  });

  it('fetches what a schema refers to, each in its place', async () => {
    const registry = new MemoryRegistry();
    registry.add(letters('c'), 'third');
    registry.add(letters('b', { references: [{ name: 'C', subject: 'third', version: 1 }] }), 'second');
    registry.add(letters('a', { references: [{ name: 'B', subject: 'second', version: 1 }] }));
    expect(await read(deserializer(registry), framed(3, 'cba'))).toBe('cba');
    expect(registry.requests).toEqual(['schema 3', 'version 1 of second', 'version 1 of third']);
  });

  it('reads a GUID in a header first, then in the prefix, then an id', async () => {
    const registry = new MemoryRegistry();
    registry.add(letters('ab'));
    registry.add(letters('abc'));
    const target = deserializer(registry);
    const value = guidBytes(registry.guid(1));
    const headers = [{ key: '__value_schema_id', value }];
    expect(await read(target, Buffer.from('ba'), at('t', { headers }))).toBe('ba');
    expect(await read(target, Buffer.concat([value, Buffer.from('b')]))).toBe('b');
    expect(await read(target, framed(2, 'c'), at('t', { headers: [{ key: 'trace', value }] }))).toBe('c');
    expect(registry.requests).toEqual([`guid ${registry.guid(1)}`, 'schema 2']);
  });

  it('does not take a payload for a prefix where a header names the schema', async () => {
    const registry = new MemoryRegistry();
    registry.add(letters('ab'));
    registry.add(letters('abc'));
    const target = deserializer(registry);
    const headers = [{ key: '__value_schema_id', value: guidBytes(registry.guid(1)) }];
    expect(await read(target, framed(2, 'c'))).toBe('c');
    await expect(read(target, framed(2, 'c'), at('t', { headers }))).rejects.toMatchObject({
      code: 'VALUE_MISFIT',
      expected: 'ab',
    });
  });

  it('reads message indexes', async () => {
    const registry = new MemoryRegistry();
    registry.add(letters('abc'));
    const target = new RegistryDeserializer(letterFormat({ withIndexes: true }), null, { registry });
    expect(await read(target, framed(1, '\x04\x02\x04b'))).toBe('1.2:b');
    expect(await read(target, framed(1, '\0b'))).toBe('0:b');
    const guid = guidBytes(registry.guid(1));
    const value = Buffer.concat([guid, Buffer.from([4, 2, 4])]);
    expect(
      await read(target, Buffer.from('c'), at('t', { headers: [{ key: '__value_schema_id', value }] })),
    ).toBe('1.2:c');
    expect(await read(target, Buffer.concat([value, Buffer.from('a')]))).toBe('1.2:a');
    await expect(read(target, framed(1, '\x01b'))).rejects.toMatchObject({
      code: 'FRAME_INDEXES_MALFORMED',
      failure: 'poison',
    });
  });

  it('fetches within the context of a subject that is given', async () => {
    const registry = new MemoryRegistry();
    registry.add(letters('ab'));
    await registry.schema(1);
    const asked: unknown[] = [];
    const schema = registry.schema.bind(registry);
    registry.schema = (id, options) => {
      asked.push(options);
      return schema(id, options);
    };
    await read(deserializer(registry, { subject: ':.staging:t-value' }), framed(1, 'a'));
    expect(asked).toEqual([{ subject: ':.staging:t-value' }]);
  });

  it('does not read before ready was waited for', () => {
    const target = deserializer(new MemoryRegistry(), { onPoison: () => 'poison' });
    expect(() => target.deserialize(framed(1, ''), at('t'))).toThrow(
      expect.objectContaining({ code: 'SCHEMA_UNKNOWN', failure: 'configuration', topic: 't', schemaId: 1 }),
    );
  });

  it('forgets what it has not read for long, in a stream of ids without end', async () => {
    const registry = new MemoryRegistry();
    const format = letterFormat();
    let made = 0;
    const counting: PayloadFormat = {
      ...format,
      reader(writer, reader) {
        made++;
        return format.reader(writer, reader);
      },
    };
    const target = new RegistryDeserializer(counting, null, { registry });
    const most = 1000;
    for (let id = 1; id <= most + 1; id++) {
      registry.add(letters('a', { metadata: { properties: { n: `${id}` } } }));
      expect(await read(target, framed(id, 'a'))).toBe('a');
    }
    for (const [id, expected] of [
      [most + 1, most + 1],
      [3, most + 1],
      [1, most + 2],
    ] as const) {
      expect(await read(target, framed(id, 'a'))).toBe('a');
      expect(made).toBe(expected);
    }
  });
});

describe('poison', () => {
  const cases: readonly [string, Buffer, object][] = [
    ['no bytes', Buffer.alloc(0), { code: 'FRAME_EMPTY' }],
    ['an unknown magic byte', Buffer.from('{"a":1}'), { code: 'FRAME_MAGIC_UNKNOWN' }],
    ['a frame cut short', Buffer.from([0, 0, 0]), { code: 'FRAME_TRUNCATED' }],
    ['the id 0xffffffff', Buffer.from('00ffffffff', 'hex'), { code: 'FRAME_ID_INVALID' }],
    ['a value cut short', framed(1, 'x'), { code: 'VALUE_MISFIT', schemaId: 1 }],
    ['an id nobody knows', framed(77, 'a'), { code: 'SCHEMA_NOT_FOUND', schemaId: 77 }],
    ['a schema of another language', framed(2, 'a'), { code: 'SCHEMA_TYPE_WRONG', schemaId: 2 }],
    ['a schema that is none', framed(3, 'a'), { code: 'SCHEMA_UNUSABLE', schemaId: 3 }],
  ];
  function filled(): MemoryRegistry {
    const registry = new MemoryRegistry();
    registry.add(letters('abc'));
    registry.add({ schemaType: 'JSON', schema: '{}' });
    registry.add(letters('ABC'));
    return registry;
  }

  it.each(cases)('is told by its place: %s', async (_what, bytes, error) => {
    const target = deserializer(filled());
    for (let tries = 0; tries < 2; tries++) {
      await expect(read(target, bytes, at('t', { isKey: true }))).rejects.toMatchObject({
        name: 'SerializationError',
        failure: 'poison',
        action: 'usage',
        topic: 't',
        isKey: true,
        ...error,
      });
    }
  });

  it.each(cases)('goes to onPoison, whose answer takes its place: %s', async (_what, bytes, error) => {
    const seen: PoisonRecord[] = [];
    const onPoison = (poison: PoisonRecord): string => {
      seen.push(poison);
      return 'put aside';
    };
    const headers = [{ key: 'trace', value: null }];
    const target = deserializer(filled(), { onPoison });
    expect(await read(target, bytes, at('t', { headers }))).toBe('put aside');
    expect(seen).toMatchObject([{ topic: 't', isKey: false, headers, error }]);
    expect(seen[0]?.bytes).toBe(bytes);
    expect(await read(target, framed(1, 'cab'))).toBe('cab');
  });

  it('is told to every record that waits for an id nobody knows, each with its own topic', async () => {
    const topics: string[] = [];
    const target = deserializer(filled(), { onPoison: ({ error }) => void topics.push(error.topic ?? '') });
    const contexts = ['t', 'u', 't'].map((topic) => at(topic));
    const waits = contexts.map((context) => target.ready(framed(77, 'a'), context));
    for (const wait of waits) await wait;
    for (const context of contexts) target.deserialize(framed(77, 'a'), context);
    expect(topics).toEqual(['t', 'u', 't']);
  });

  it('is remembered until it is told, of so many ids and no more', async () => {
    const target = deserializer(new MemoryRegistry());
    const most = 1000;
    for (let id = 1; id <= most + 1; id++) await target.ready(framed(id, 'a'), at('t'));
    const codeOf = (id: number): unknown => {
      try {
        return target.deserialize(framed(id, 'a'), at('t'));
      } catch (error) {
        return (error as { readonly code?: unknown }).code;
      }
    };
    expect([1, 2, most + 1].map(codeOf)).toEqual(['SCHEMA_UNKNOWN', 'SCHEMA_NOT_FOUND', 'SCHEMA_NOT_FOUND']);
  });

  it('is told to who was ready first, though another record asks for the id again', async () => {
    const target = deserializer(filled());
    await target.ready(framed(77, 'a'), at('t'));
    const again = target.ready(framed(77, 'a'), at('u'));
    expect(() => target.deserialize(framed(77, 'a'), at('t'))).toThrow(
      expect.objectContaining({ code: 'SCHEMA_NOT_FOUND', failure: 'poison', topic: 't' }),
    );
    await again;
  });

  it.each<[string, Partial<RegistryDeserializerOptions>, GivenSchema]>([
    ['given', {}, letters('ABC')],
    ['the latest version', { useLatestVersion: true }, null],
  ])('is no good payload because the schema to read into, %s, is none', async (_what, options, reader) => {
    const registry = filled();
    registry.add(letters('ABC'), 't-value');
    const target = deserializer(registry, { ...options, onPoison: () => 'swallowed' }, reader);
    await expect(read(target, framed(1, 'a'))).rejects.toMatchObject({
      code: 'SCHEMA_NOT_USABLE',
      failure: 'configuration',
      topic: 't',
      schemaId: 1,
    });
  });

  it('is none once the registry knows the id', async () => {
    const registry = new MemoryRegistry();
    const target = deserializer(registry);
    await expect(read(target, framed(1, 'a'))).rejects.toMatchObject({ code: 'SCHEMA_NOT_FOUND' });
    registry.add(letters('a'));
    expect(await read(target, framed(1, 'a'))).toBe('a');
  });

  it('goes on when onPoison throws', async () => {
    const refuse = (): never => {
      throw new Error('stop');
    };
    await expect(read(deserializer(filled(), { onPoison: refuse }), framed(77, 'a'))).rejects.toThrow('stop');
  });

  it.each<[string, Partial<RegistryDeserializerOptions>, Error, object]>([
    ['the registry is away', {}, registryAway(), { code: 'REGISTRY_UNREACHABLE', failure: 'retriable' }],
    ['the registry fails', {}, new Error('?'), { code: 'REGISTRY_FAILED', failure: 'configuration' }],
  ])('is not that %s: nobody swallows it, and it is asked again', async (_what, options, failure, error) => {
    const registry = filled();
    registry.failure = failure;
    const target = deserializer(registry, { ...options, onPoison: () => 'swallowed' });
    await expect(read(target, framed(1, 'a'))).rejects.toMatchObject({
      ...error,
      topic: 't',
      cause: failure,
    });
    expect(await read(target, framed(1, 'a'))).toBe('a');
  });

  it('is not that the subject to read the latest version of is missing', async () => {
    const target = deserializer(filled(), { useLatestVersion: true, onPoison: () => 'swallowed' });
    await expect(read(target, framed(1, 'a'))).rejects.toMatchObject({
      code: 'SUBJECT_NOT_FOUND',
      failure: 'configuration',
      topic: 't',
    });
  });

  it('shows its bytes only when asked to', async () => {
    await expect(read(deserializer(filled()), framed(1, 'x'))).rejects.toMatchObject({ found: 'string' });
    await expect(read(deserializer(filled(), { showValues: true }), framed(1, 'x'))).rejects.toMatchObject({
      found: 'string: 0x000000000178',
    });
  });
});
