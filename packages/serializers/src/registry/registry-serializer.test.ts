import {
  ByteWriter,
  serializeValue,
  type RecordHeader,
  type SchemaText,
  type SerializerContext,
} from '@ottla/kernel';
import { ManualClock, settled } from '@ottla/kernel/testing';
import { describe, expect, it } from 'vitest';
import { letterFormat } from '../../testing/letter-format.ts';
import { MemoryRegistry, registryAway } from '../../testing/memory-registry.ts';
import type { RegistrySerializerOptions } from './registry-options.ts';
import type { PayloadFormat } from './payload-format.ts';
import { RegistrySerializer } from './registry-serializer.ts';
import { LATEST_TERM_MS } from './renewed-answer.ts';
import type { GivenSchema } from './schema-pointer.ts';
import type { SubjectStrategy } from './subject-strategy.ts';

const letters = (schema: string, more: Partial<SchemaText> = {}): SchemaText => ({
  schemaType: 'AVRO',
  schema,
  ...more,
});
const abc = letters('abc');
const at = (topic: string, more: Partial<SerializerContext> = {}): SerializerContext => ({
  topic,
  isKey: false,
  headers: [],
  ...more,
});

function serializer(
  registry: MemoryRegistry,
  options: Partial<RegistrySerializerOptions> = {},
  schema: GivenSchema = abc,
): RegistrySerializer {
  return new RegistrySerializer(letterFormat(), schema, { registry, ...options });
}

async function textOf(target: RegistrySerializer, value: unknown, context = at('t')): Promise<string> {
  const bytes = await serializeValue(target, value, context);
  return Buffer.from(bytes ?? []).toString('latin1');
}

describe('a serializer with a registry', () => {
  it('puts the id of the schema under its subject before the payload, asking once', async () => {
    const registry = new MemoryRegistry();
    registry.add(letters('other'));
    registry.add(abc, 't-value');
    registry.add(abc, 't-key');
    registry.add(abc, 'u-value');
    const target = serializer(registry);
    const texts = await Promise.all([
      textOf(target, 'cab'),
      textOf(target, 'a'),
      textOf(target, 'b', at('t', { isKey: true })),
      textOf(target, 'c', at('u')),
    ]);
    expect(texts).toEqual(['\0\0\0\0\x02cab', '\0\0\0\0\x02a', '\0\0\0\0\x02b', '\0\0\0\0\x02c']);
    expect(registry.requests).toEqual(['look up t-value', 'look up t-key', 'look up u-value']);
    expect(target.ready('a', at('t'))).toBe(true);
  });

  it('is ready at once for what the registry remembers', async () => {
    const registry = new MemoryRegistry();
    await registry.schemaId('t-value', abc, { register: true });
    expect(serializer(registry).ready('a', at('t'))).toBe(true);
  });

  it('has no id before ready was waited for', () => {
    const target = serializer(new MemoryRegistry());
    expect(() => target.serializeInto('a', new ByteWriter(), at('t'))).toThrow(
      expect.objectContaining({ code: 'SCHEMA_ID_UNKNOWN', failure: 'configuration', topic: 't' }),
    );
  });

  it('leaves nothing behind for a value that does not fit, and names its place', async () => {
    const registry = new MemoryRegistry();
    const target = serializer(registry, { autoRegister: true });
    await target.ready('a', at('t'));
    const writer = new ByteWriter();
    writer.writeInt8(9);
    expect(() => target.serializeInto('secret', writer, at('t'))).toThrow(
      expect.objectContaining({
        code: 'VALUE_MISFIT',
        failure: 'poison',
        topic: 't',
        isKey: false,
        subject: 't-value',
        schemaId: 1,
        found: 'a string'.slice(2),
        message: expect.not.stringContaining('secret') as string,
      }),
    );
    expect(writer.position).toBe(1);
  });

  it('writes each record under the subject of its own topic, whichever came before', async () => {
    const registry = new MemoryRegistry();
    const target = serializer(registry, { autoRegister: true });
    for (const topic of ['t', 't', 'u', 'u', 't']) {
      expect(await textOf(target, 'a', at(topic))).toBe('\0\0\0\0\x01a');
      await expect(textOf(target, 'x', at(topic))).rejects.toMatchObject({
        topic,
        subject: `${topic}-value`,
      });
    }
    // The next one is not ready yet.
    const waiting = target.ready('a', at('w'));
    expect(() => target.serializeInto('a', new ByteWriter(), at('w'))).toThrow(
      expect.objectContaining({ code: 'SCHEMA_ID_UNKNOWN', topic: 'w' }),
    );
    await waiting;
  });

  it('forgets topics that it has not written to for long', async () => {
    const most = 10_000;
    const registry = new MemoryRegistry();
    const format = letterFormat();
    const asked = { names: 0, writers: 0 };
    const counting: PayloadFormat = {
      ...format,
      writer: (schema) => (asked.writers++, format.writer(schema)),
    };
    const subject: SubjectStrategy = Object.assign(
      ({ topic }: { readonly topic: string }) => (asked.names++, topic),
      { dependsOn: 'topic' as const },
    );
    const target = new RegistrySerializer(counting, abc, { registry, subject, autoRegister: true });
    for (let topic = 0; topic <= most; topic++) await target.ready('a', at(`${topic}`));
    expect(asked).toEqual({ names: most + 1, writers: most + 1 });
    await target.ready('a', at(`${most}`));
    await target.ready('a', at('1'));
    expect(asked).toEqual({ names: most + 1, writers: most + 1 });
    await target.ready('a', at('0'));
    expect(asked).toEqual({ names: most + 2, writers: most + 2 });
  });

  it('shows the value only when asked to', async () => {
    const target = serializer(new MemoryRegistry(), { autoRegister: true, showValues: true });
    await expect(textOf(target, 'secret')).rejects.toMatchObject({
      found: 'string: "secret"',
      message: expect.stringContaining('"secret"') as string,
    });
  });
});

describe('the schema that is written', () => {
  const v1 = letters('ab');
  const v2 = letters('abc', { metadata: { properties: { major: '2' } } });
  const v3 = letters('abcd');

  function filled(): MemoryRegistry {
    const registry = new MemoryRegistry();
    for (const version of [v1, v2, v3]) registry.add(version, 't-value');
    registry.add(v2, 's');
    return registry;
  }

  const own = letters('a');
  const all = { useSchemaId: 1, useLatestWithMetadata: { major: '2' }, useLatestVersion: true };
  const { useLatestVersion } = all;

  it.each<[string, Partial<RegistrySerializerOptions>, GivenSchema, number, readonly string[]]>([
    ['the own one, registered', { ...all, autoRegister: true }, own, 4, ['register t-value']],
    [
      'the own one, normalized',
      { autoRegister: true, normalize: true },
      own,
      4,
      ['register t-value, normalized'],
    ],
    ['that of an id', all, own, 1, ['schema 1']],
    [
      'the latest with metadata',
      { ...all, useSchemaId: undefined },
      own,
      2,
      ['latest of t-value with major=2'],
    ],
    ['the latest', { useLatestVersion }, own, 3, ['latest of t-value']],
    ['the own one, looked up', {}, v1, 1, ['look up t-value']],
    [
      'the own one, looked up in its normal form',
      { normalize: true },
      v1,
      1,
      ['look up t-value, normalized'],
    ],
    ['without an own one the latest', {}, null, 3, ['latest of t-value']],
    ['without an own one that of an id', { useSchemaId: 2 }, null, 2, ['schema 2']],
    ['a version of a subject', {}, { subject: 't-value', version: 2 }, 2, ['version 2 of t-value']],
    ['one of an id as source', {}, { id: 2 }, 2, ['schema 2']],
    ['the latest of a subject, whatever the topic', {}, { subject: 's' }, 2, ['latest of s']],
    [
      'the latest of a subject with metadata',
      { useLatestWithMetadata: { major: '2' } },
      { subject: 't-value' },
      2,
      ['latest of t-value with major=2'],
    ],
  ])('is %s', async (_what, options, schema, id, requests) => {
    const registry = filled();
    expect(await textOf(serializer(registry, options, schema), 'a')).toBe(
      `\0\0\0\0${String.fromCharCode(id)}a`,
    );
    expect(registry.requests).toEqual(requests);
  });

  it('encodes: what the own schema lacks may be written, what the chosen one lacks may not', async () => {
    const target = serializer(filled(), { useLatestVersion }, own);
    expect(await textOf(target, 'd')).toBe('\0\0\0\0\x03d');
    await expect(textOf(target, 'e')).rejects.toMatchObject({ code: 'VALUE_MISFIT', schemaId: 3 });
  });

  it.each<[string, Partial<RegistrySerializerOptions>, string]>([
    ['latest', { useLatestVersion }, 'latestCompatibilityStrict'],
    ['latest with metadata', { useLatestWithMetadata: { major: '2' } }, 'latestCompatibilityStrict'],
    ['id', { useSchemaId: 1 }, 'idCompatibilityStrict'],
  ])(
    'by %s must be able to read what the own one writes, unless told otherwise',
    async (_what, options, strict) => {
      const registry = filled();
      const wider = letters('xab');
      const target = serializer(registry, options, wider);
      for (let tries = 0; tries < 2; tries++) {
        await expect(textOf(target, 'a')).rejects.toMatchObject({
          code: 'SCHEMAS_INCOMPATIBLE',
          failure: 'configuration',
          topic: 't',
          subject: 't-value',
          message: expect.stringMatching(
            new RegExp(`the letter 'x' is missing.*set ${strict}: false`),
          ) as string,
        });
      }
      const lenient = serializer(registry, { ...options, [strict]: false }, wider);
      expect(await textOf(lenient, 'a')).toMatch(/a$/);
    },
  );

  it('may refer to others, which are fetched with it', async () => {
    const registry = new MemoryRegistry();
    registry.add(letters('xy'), 'more');
    const references = [{ name: 'More', subject: 'more', version: 1 }];
    const target = serializer(registry, { autoRegister: true }, letters('ab', { references }));
    expect(await textOf(target, 'bay')).toBe('\0\0\0\0\x02bay');
    expect(registry.requests).toEqual(['version 1 of more', 'register t-value']);
  });

  it('is refused when it is of another language', async () => {
    const registry = new MemoryRegistry();
    registry.add({ schemaType: 'JSON', schema: '{}' }, 't-value');
    await expect(textOf(serializer(registry, {}, null), 'a')).rejects.toMatchObject({
      code: 'SCHEMA_NOT_USABLE',
      failure: 'configuration',
      subject: 't-value',
    });
  });
});

describe('a latest version', () => {
  function followed() {
    const registry = new MemoryRegistry();
    const clock = new ManualClock();
    registry.add(letters('ab'), 't-value');
    const target = serializer(registry, { useLatestVersion: true, clock }, letters('a'));
    return { registry, clock, target };
  }

  it('that is newer is noticed after its term, and no record waits for it', async () => {
    const { registry, clock, target } = followed();
    expect(await textOf(target, 'a')).toBe('\0\0\0\0\x01a');
    registry.add(letters('abc'), 't-value');
    clock.advance(LATEST_TERM_MS - 1);
    expect(await textOf(target, 'a')).toBe('\0\0\0\0\x01a');
    clock.advance(1);
    expect(target.ready('a', at('t'))).toBe(true);
    await settled();
    expect(await textOf(target, 'a')).toBe('\0\0\0\0\x02a');
    expect(registry.requests).toEqual(['latest of t-value', 'latest of t-value']);
  });

  it('stays while the registry is away', async () => {
    const { registry, clock, target } = followed();
    await textOf(target, 'a');
    clock.advance(LATEST_TERM_MS);
    registry.failure = registryAway();
    expect(target.ready('a', at('t'))).toBe(true);
    await settled();
    expect(await textOf(target, 'a')).toBe('\0\0\0\0\x01a');
  });

  it('that cannot read the own schema stops the records that come next', async () => {
    const { registry, clock, target } = followed();
    await textOf(target, 'a');
    registry.add(letters('b'), 't-value');
    clock.advance(LATEST_TERM_MS);
    expect(target.ready('a', at('t'))).toBe(true);
    await settled();
    // Who was ready before it was noticed is written, with the schema of the id.
    const writer = new ByteWriter();
    target.serializeInto('a', writer, at('t'));
    expect(Buffer.from(writer.toBytes()).toString('latin1')).toBe('\0\0\0\0\x01a');
    await expect(textOf(target, 'a')).rejects.toMatchObject({
      code: 'SCHEMAS_INCOMPATIBLE',
      failure: 'configuration',
    });
    registry.add(letters('abc'), 't-value');
    expect(await textOf(target, 'a')).toBe('\0\0\0\0\x03a');
  });

  it('that is the same is not worked out again', async () => {
    const registry = new MemoryRegistry();
    const clock = new ManualClock();
    registry.add(letters('ab'), 't-value');
    const format = letterFormat();
    let made = 0;
    const counting: PayloadFormat = { ...format, writer: (schema) => (made++, format.writer(schema)) };
    const target = new RegistrySerializer(counting, null, { registry, clock });
    for (let turn = 0; turn < 3; turn++) {
      await textOf(target, 'a');
      clock.advance(LATEST_TERM_MS);
      expect(target.ready('a', at('t'))).toBe(true);
      await settled();
    }
    expect([made, registry.requests.length]).toEqual([1, 4]);
  });
});

describe('a failure of the registry', () => {
  it.each([
    ['away', registryAway(), { code: 'REGISTRY_UNREACHABLE', action: 'retriable', failure: 'retriable' }],
    [
      'broken',
      new Error('out of order'),
      { code: 'REGISTRY_FAILED', action: 'usage', failure: 'configuration' },
    ],
  ])('%s names the record, keeps code and action, and is not remembered', async (_what, cause, error) => {
    const registry = new MemoryRegistry();
    registry.failure = cause;
    const target = serializer(registry, { autoRegister: true });
    await expect(textOf(target, 'a')).rejects.toMatchObject({
      name: 'SerializationError',
      ...error,
      topic: 't',
      isKey: false,
      subject: 't-value',
      cause,
    });
    expect(await textOf(target, 'a')).toBe('\0\0\0\0\x01a');
  });
});

describe('a schema named in a header', () => {
  it('leaves the payload bare and adds the GUID to the record', async () => {
    const registry = new MemoryRegistry();
    const target = serializer(registry, { autoRegister: true, schemaIdIn: 'header' });
    const added: RecordHeader[] = [];
    const addHeader = (header: RecordHeader): void => void added.push(header);
    expect(await textOf(target, 'cab', at('t', { addHeader }))).toBe('cab');
    expect(await textOf(target, 'b', at('t', { addHeader, isKey: true }))).toBe('b');
    const value = new Uint8Array([1, ...Buffer.from(registry.guid(1).replaceAll('-', ''), 'hex')]);
    expect(added).toEqual([
      { key: '__value_schema_id', value },
      { key: '__key_schema_id', value },
    ]);
  });

  it('is refused where no header can be added, and adds none for a value that does not fit', async () => {
    const target = serializer(new MemoryRegistry(), { autoRegister: true, schemaIdIn: 'header' });
    await expect(textOf(target, 'a')).rejects.toMatchObject({
      code: 'HEADER_REFUSED',
      failure: 'configuration',
    });
    const added: RecordHeader[] = [];
    const addHeader = (header: RecordHeader): void => void added.push(header);
    await expect(textOf(target, 'x', at('t', { addHeader }))).rejects.toMatchObject({ code: 'VALUE_MISFIT' });
    expect(added).toEqual([]);
  });

  it('carries message indexes, and so does the prefix', async () => {
    const registry = new MemoryRegistry();
    const format = letterFormat({ withIndexes: true });
    const options = { registry, autoRegister: true };
    expect(await textOf(new RegistrySerializer(format, abc, options), 'b')).toBe('\0\0\0\0\x01\x02\x02b');
    expect(await textOf(new RegistrySerializer(format, abc, options), 'a')).toBe('\0\0\0\0\x01\0a');
    const added: RecordHeader[] = [];
    const context = at('t', { addHeader: (header) => void added.push(header) });
    await textOf(new RegistrySerializer(format, abc, { ...options, schemaIdIn: 'header' }), 'c', context);
    expect(Buffer.from(added[0]?.value?.subarray(17) ?? []).toString('hex')).toBe('0204');
  });
});
