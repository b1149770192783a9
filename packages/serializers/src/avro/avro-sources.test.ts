/** Avro's serializers and deserializers in all their forms: what they take, and where schemas come from. */
import {
  deserializeValue,
  serializeValue,
  type Deserializer,
  type RecordHeader,
  type RichSerializer,
} from '@ottla/kernel';
import { parseSchema, type RepresentationChoices } from '@ottla/schema';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { MemoryRegistry } from '../../testing/memory-registry.ts';
import { recordNameStrategy } from '../registry/subject-strategy.ts';
import { avroDeserializer } from './avro-deserializer.ts';
import { defineAvroSchema } from './avro-schema.ts';
import { avroSerializer } from './avro-serializer.ts';

const context = { topic: 'visits', isKey: false, headers: [] };
const record = { type: 'record', name: 'com.acme.Visit', fields: [{ name: 'at', type: 'long' }] };
const text = JSON.stringify(record);
const stored = { schemaType: 'AVRO', schema: text } as const;
const hexOf = async (target: RichSerializer<never>, value: unknown): Promise<string> =>
  // Untyped programs pass what they have.
  Buffer.from((await serializeValue(target, value as never, context)) ?? []).toString('hex');
const bytesOf = (hex: string): Buffer => Buffer.from(hex, 'hex');

describe('an untyped schema', () => {
  it.each<[string, (registry: MemoryRegistry) => RichSerializer<unknown>]>([
    ['as text', (registry) => avroSerializer(text, { registry })],
    ['as an object', (registry) => avroSerializer(record, { registry })],
    ['by its subject', (registry) => avroSerializer({ subject: 'visits-value' }, { registry })],
    ['by its version', (registry) => avroSerializer({ subject: 'visits-value', version: 1 }, { registry })],
    ['by its id', (registry) => avroSerializer({ id: 1 }, { registry })],
    ['by the options', (registry) => avroSerializer({ registry, useSchemaId: 1 })],
    ['by the topic', (registry) => avroSerializer({ registry })],
  ])('is given %s', async (_how, make) => {
    const registry = new MemoryRegistry();
    registry.add(stored, 'visits-value');
    expect(await hexOf(make(registry), { at: 1 })).toBe('000000000102');
  });

  it('is checked as strictly as a typed one', async () => {
    const registry = new MemoryRegistry();
    registry.add(stored, 'visits-value');
    const target = avroSerializer({ registry, showValues: true });
    await expect(hexOf(target, { at: 'secret' })).rejects.toMatchObject({
      code: 'VALUE_MISFIT',
      path: 'at',
      found: 'a string: "secret"',
      subject: 'visits-value',
      schemaId: 1,
    });
    await expect(hexOf(target, { at: 1, more: 2 })).rejects.toMatchObject({ code: 'VALUE_MISFIT' });
    const lenient = avroSerializer({ registry, undeclaredFields: 'ignore' });
    expect(await hexOf(lenient, { at: 1, more: 2 })).toBe('000000000102');
  });

  it.each<[string, (registry: MemoryRegistry) => Deserializer<unknown>, unknown]>([
    ['the writer’s own', (registry) => avroDeserializer({ registry }), { at: 1 }],
    ['bigints', (registry) => avroDeserializer({ registry, choices: { long: 'bigint' } }), { at: 1n }],
    ['another one', (registry) => avroDeserializer({ ...record, fields: [] }, { registry }), {}],
    [
      'a version of a subject',
      (registry) => avroDeserializer({ subject: 'doubles', version: 1 }, { registry }),
      { at: 1, by: null },
    ],
    [
      'the latest of a subject',
      (registry) => avroDeserializer({ subject: 'doubles' }, { registry }),
      { at: 1, by: null },
    ],
  ])('reads into %s', async (_what, make, value) => {
    const registry = new MemoryRegistry();
    registry.add(stored, 'visits-value');
    const by = { name: 'by', type: ['null', 'string'], default: null };
    const fields = [{ name: 'at', type: 'double' }, by];
    registry.add({ schemaType: 'AVRO', schema: JSON.stringify({ ...record, fields }) }, 'doubles');
    expect(await deserializeValue(make(registry), bytesOf('000000000102'), context)).toEqual(value);
  });

  it('is fetched with everything it refers to, however deep', async () => {
    const registry = new MemoryRegistry();
    const cents = { type: 'record', name: 'com.acme.Cents', fields: [{ name: 'n', type: 'long' }] };
    const money = {
      type: 'record',
      name: 'com.acme.Money',
      fields: [{ name: 'cents', type: 'com.acme.Cents' }],
    };
    const order = {
      type: 'record',
      name: 'com.acme.Order',
      fields: [
        { name: 'total', type: 'com.acme.Money' },
        { name: 'paid', type: 'com.acme.Cents' },
      ],
    };
    const reference = (name: string, subject: string) => ({ name, subject, version: 1 });
    const avro = (schema: object, ...references: ReturnType<typeof reference>[]) => ({
      schemaType: 'AVRO' as const,
      schema: JSON.stringify(schema),
      references,
    });
    registry.add(avro(cents), 'cents');
    registry.add(avro(money, reference('com.acme.Cents', 'cents')), 'money');
    const references = [reference('com.acme.Money', 'money'), reference('com.acme.Cents', 'cents')];
    registry.add(avro(order, ...references), 'visits-value');
    const value = { total: { cents: { n: 1 } }, paid: { n: 2 } };
    expect(await hexOf(avroSerializer({ registry }), value)).toBe('00000000030204');
    expect(
      await deserializeValue(avroDeserializer({ registry }), bytesOf('00000000030204'), context),
    ).toEqual(value);
    const byRecord = avroSerializer({ id: 3 }, { registry, subject: recordNameStrategy });
    expect(await hexOf(byRecord, value)).toBe('00000000030204');
  });

  it('has choices and codecs only where a constant does not bring its own', () => {
    const registry = new MemoryRegistry();
    const constant = defineAvroSchema<unknown>({ fullName: 'v', schema: text, fingerprint: '', choices: {} });
    const options = { registry, choices: { long: 'bigint' } } as const;
    expect(() => avroSerializer(constant, options)).toThrow(
      expect.objectContaining({ code: 'OPTIONS_CONTRADICT' }),
    );
    const mistaken = { overrides: { 'com.acme.Vist': {} } };
    const dated = '{"type":"int","logicalType":"date"}';
    const makers = [
      (source: string, choices: RepresentationChoices) => avroSerializer(source, { registry, choices }),
      (source: string, choices: RepresentationChoices) => avroDeserializer(source, { registry, choices }),
    ];
    for (const make of makers) {
      expect(() => make(text, mistaken)).toThrow(expect.objectContaining({ code: 'CHOICE_UNKNOWN' }));
      expect(() => make(dated, { date: { codec: 'day' } })).toThrow(
        expect.objectContaining({ code: 'CODEC_MISSING' }),
      );
    }
  });
});

describe('a root of bytes', () => {
  it('stands without its length, behind an id as behind a header', async () => {
    const registry = new MemoryRegistry();
    const prefix = avroSerializer<Uint8Array>('"bytes"', { registry, autoRegister: true });
    expect(await hexOf(prefix, new Uint8Array([7, 8]))).toBe('00000000010708');
    const added: RecordHeader[] = [];
    const withHeader = avroSerializer('"bytes"', { registry, autoRegister: true, schemaIdIn: 'header' });
    const headed = { ...context, addHeader: (header: RecordHeader): void => void added.push(header) };
    const bytes = await serializeValue(withHeader, new Uint8Array([7, 8]), headed);
    expect(bytes).toEqual(new Uint8Array([7, 8]));
    const reader = avroDeserializer('"bytes"', { registry });
    expect(await deserializeValue(reader, bytes, { ...context, headers: added })).toEqual(
      new Uint8Array([7, 8]),
    );
    expect(await deserializeValue(reader, bytesOf('0000000001'), context)).toEqual(new Uint8Array());
  });

  it('is so with a logical type, too', async () => {
    const registry = new MemoryRegistry();
    const decimal = { type: 'bytes', logicalType: 'decimal', precision: 6, scale: 2 };
    const target = avroSerializer(decimal, { registry, autoRegister: true });
    expect(await hexOf(target, '12.34')).toBe('000000000104d2');
    expect(await deserializeValue(avroDeserializer({ registry }), bytesOf('000000000104d2'), context)).toBe(
      '12.34',
    );
  });
});

describe('bytes behind the datum', () => {
  it('are ignored as in Java, unless they are to be refused', async () => {
    const registry = new MemoryRegistry();
    registry.add(stored);
    const bytes = bytesOf('000000000102ff');
    expect(await deserializeValue(avroDeserializer({ registry }), bytes, context)).toEqual({ at: 1 });
    await expect(
      deserializeValue(avroDeserializer({ registry, trailingBytes: 'refuse' }), bytes, context),
    ).rejects.toMatchObject({ code: 'TRAILING_BYTES', failure: 'poison', topic: 'visits', schemaId: 1 });
  });
});

describe('the engine avsc', () => {
  it('is loaded when it is waited for, and has shapes of its own', async () => {
    const registry = new MemoryRegistry();
    const union = '{"type":"record","name":"U","fields":[{"name":"v","type":["null","int","string"]}]}';
    const options = { registry, autoRegister: true, engine: 'avsc', avsc: { wrapUnions: true } } as const;
    const target = avroSerializer(union, options);
    expect(target.ready?.({ v: null }, context)).toBeInstanceOf(Promise);
    expect(await hexOf(target, { v: { int: 3 } })).toBe('00000000010206');
    expect(target.ready?.({ v: null }, context)).toBe(true);
    const reading = { registry, engine: 'avsc', avsc: { wrapUnions: true } } as const;
    const value: unknown = await deserializeValue(
      avroDeserializer(union, reading),
      bytesOf('00000000010206'),
      context,
    );
    expect(JSON.stringify(value)).toBe('{"v":{"int":3}}');
  });

  it('is not read with before it is loaded, and its options need it', () => {
    const registry = new MemoryRegistry();
    const raw = avroDeserializer('"int"', { framing: 'raw', engine: 'avsc' });
    expect(() => raw.deserialize(bytesOf('02'), context)).toThrow(
      expect.objectContaining({ code: 'ENGINE_NOT_LOADED' }),
    );
    expect(() => avroSerializer('"int"', { registry, avsc: {} })).toThrow(
      expect.objectContaining({ code: 'OPTIONS_CONTRADICT' }),
    );
  });
});

describe('types', () => {
  interface Visit {
    at: number;
  }
  interface VisitInput {
    readonly at: number | Date;
  }
  const Visit = defineAvroSchema<Visit, VisitInput>({
    fullName: 'com.acme.Visit',
    schema: text,
    fingerprint: '',
    choices: {},
  });
  const registry = new MemoryRegistry();

  it('are those of a constant', () => {
    expectTypeOf(avroSerializer(Visit, { registry })).toEqualTypeOf<RichSerializer<VisitInput>>();
    expectTypeOf(avroDeserializer(Visit, { registry })).toEqualTypeOf<Deserializer<Visit>>();
    expectTypeOf(avroSerializer(Visit, { framing: 'raw' })).toEqualTypeOf<RichSerializer<VisitInput>>();
    avroDeserializer(Visit, { registry, onPoison: () => null });
    avroDeserializer(Visit, { registry, onPoison: () => ({ at: 1 }) });
    // @ts-expect-error what takes a value's place is such a value, or null
    avroDeserializer(Visit, { registry, onPoison: () => 'wrong' });
    const wrong = { at: '1' };
    // @ts-expect-error a value of other types
    void serializeValue(avroSerializer(Visit, { framing: 'raw' }), wrong, context).catch(() => undefined);
  });

  it('are what is said of an untyped one, or unknown', () => {
    expectTypeOf(avroSerializer(text, { registry })).toEqualTypeOf<RichSerializer<unknown>>();
    expectTypeOf(avroSerializer<Visit>(parseSchema(text), { registry })).toEqualTypeOf<
      RichSerializer<Visit>
    >();
    // As a producer takes serializers by topic: the place must not make one of no values.
    const held = <S extends Record<string, { readonly value?: RichSerializer<never> }>>(topics: S): S =>
      topics;
    const { visits } = held({ visits: { value: avroSerializer(text, { registry }) } });
    expectTypeOf(visits.value).toEqualTypeOf<RichSerializer<unknown>>();
    expectTypeOf(avroSerializer({ registry })).toEqualTypeOf<RichSerializer<unknown>>();
    expectTypeOf(avroDeserializer<Visit>({ id: 1 }, { registry })).toEqualTypeOf<Deserializer<Visit>>();
    expectTypeOf(avroDeserializer({ registry })).toEqualTypeOf<Deserializer<unknown>>();
  });
});

describe('what programs without types pass', () => {
  const registry = new MemoryRegistry();
  // The compiler refuses all of these.
  const serializer = avroSerializer as unknown as (...given: unknown[]) => unknown;
  const deserializer = avroDeserializer as unknown as (...given: unknown[]) => unknown;

  it.each<[string, readonly unknown[], string, RegExp]>([
    ['nothing', [], 'OPTIONS_MISTAKEN', /options are missing; give \{ registry \}/],
    ['a schema alone', [record], 'OPTIONS_MISTAKEN', /give \{ registry \} as the second argument/],
    ['text alone', [text], 'OPTIONS_MISTAKEN', /as the second argument/],
    ['a subject alone', [{ subject: 's' }], 'OPTIONS_MISTAKEN', /as the second argument/],
    ['empty options', [text, {}], 'OPTION_MISSING', /'registry' is missing/],
    ['null for options', [text, null], 'OPTIONS_MISTAKEN', /options are missing/],
    ['a promise for options', [text, Promise.resolve({ registry })], 'OPTIONS_MISTAKEN', /await it first/],
    ['a schema for options', [text, record], 'OPTIONS_MISTAKEN', /the schema comes first/],
    ['a registry for options', [text, registry], 'OPTIONS_MISTAKEN', /options are a registry/],
    [
      'options before the schema',
      [{ registry }, text],
      'SCHEMA_SOURCE_INVALID',
      /must be a generated constant/,
    ],
    [
      'a promise for a schema',
      [Promise.resolve(text), { registry }],
      'SCHEMA_SOURCE_INVALID',
      /await it first/,
    ],
    ['another framing', [text, { registry, framing: 'length' }], 'OPTION_INVALID', /one of "registry"/],
    [
      'a registry without need',
      [text, { registry, framing: 'raw' }],
      'OPTIONS_CONTRADICT',
      /asks no registry/,
    ],
    ['no schema at all', [{ framing: 'raw' }], 'OPTIONS_CONTRADICT', /needs a schema/],
    ['a place without its registry', [{ id: 1 }, { framing: 'raw' }], 'OPTIONS_CONTRADICT', /schema/],
  ])('is refused with the remedy: %s', (_what, given, code, message) => {
    const error = { name: 'ConfigError', code, message: expect.stringMatching(message) as string };
    expect(() => serializer(...given)).toThrow(expect.objectContaining(error));
    expect(() => deserializer(...given)).toThrow(expect.objectContaining(error));
  });
});
