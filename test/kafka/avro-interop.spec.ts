import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import {
  ByteWriter,
  deserializeValue,
  seededRandom,
  SerializationError,
  serializeValue,
  type Random,
} from '@ottla/kernel';
import { RegistryClient } from '@ottla/registry-client';
import {
  checkCompatibility,
  namedTypesOf,
  parseSchema,
  representationOf,
  SchemaError,
  semanticFindings,
  type Representation,
  type Schema,
} from '@ottla/schema';
import {
  avroCodec,
  avroDeserializer,
  avroSerializer,
  fromAvroJson,
  readContainer,
  toAvroJson,
  writeContainer,
  type ContainerCodec,
} from '@ottla/serializers/avro';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evolved } from '../../packages/schema/testing/schema-evolution.ts';
import { SketchBook } from '../../packages/schema/testing/schema-sketch.ts';
import { sketchText } from '../../packages/schema/testing/sketch-text.ts';
import { RandomValue } from '../integration/codegen-random-value.ts';
import { seed } from '../seed.ts';
import { realKafka } from './harness/environment.ts';
import { askJavaAvro } from './harness/java-avro.ts';
import { naturalValue, type NaturalValue } from './harness/natural-value.ts';
import { pythonAvro, type PythonAvro } from './harness/python-avro.ts';
import { uniqueTopic } from './harness/topic.ts';

const PYTHON = fileURLToPath(new URL('./python/interop_avro.py', import.meta.url));
const PAIRS = 600;
const JAVA = Buffer.from('Java').toString('hex');
const LARGEST_DATUM = 20_000;

const LINE = {
  type: 'record',
  name: 'Line',
  fields: [
    { name: 'sku', type: 'string' },
    { name: 'price', type: 'double' },
  ],
};
const fields = {
  id: 'long',
  note: ['null', 'string'],
  ratio: 'float',
  paid: 'boolean',
  count: 'int',
  raw: 'bytes',
  hash: { type: 'fixed', name: 'Hash', size: 4 },
  kind: { type: 'enum', name: 'Kind', symbols: ['SMALL', 'LARGE'] },
  tags: { type: 'map', values: 'int' },
  lines: { type: 'array', items: LINE },
  extra: ['null', 'Line', { type: 'map', values: 'string' }, { type: 'array', items: 'long' }],
};
const TEXT = JSON.stringify({
  type: 'record',
  name: 'Order',
  namespace: 'com.acme.interop',
  fields: Object.entries(fields).map(([name, type]) => ({ name, type })),
});
const SCHEMA = parseSchema(TEXT);
const choices = { long: 'bigint' } as const;
const REPRESENTATION = representationOf(SCHEMA, choices);
const natural = (value: unknown): NaturalValue => naturalValue(REPRESENTATION, value);

const ORDERS = [0n, -1n, 2n ** 62n, -(2n ** 63n), 4711n].map((id, index) => ({
  id,
  note: index % 2 === 0 ? null : 'Zoë 😀 "quoted"\n\u0000\u007f',
  ratio: Math.fround([1.1, -3.4e38, 1e-40, 0, 16_777_216][index] ?? 0),
  paid: index % 2 === 0,
  count: [0, -1, 2147483647, -2147483648, 64][index] ?? 0,
  raw: Uint8Array.from({ length: index * 3 }, (_, byte) => byte * 85),
  hash: Uint8Array.of(0, 127, 128, 255),
  kind: index % 2 === 0 ? 'SMALL' : 'LARGE',
  tags: { a: index, 'two words': -5 * index - 1 },
  lines: Array.from({ length: index }, (_, line) => ({ sku: `s${line}`, price: line * 1.5 })),
  extra: [
    null,
    { $type: 'com.acme.interop.Line', sku: 'x', price: -0 },
    { $type: 'map', value: { k: 'v' } },
    [1n, 2n ** 60n],
    null,
  ][index],
}));

const read = ORDERS.map(natural);

const DOUBLES_TEXT = '{"type":"array","items":"double"}';
const DOUBLES = parseSchema(DOUBLES_TEXT);
const doubles = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1e300, 5e-324, 7];
const doublesBytes = new ByteWriter();
avroCodec(DOUBLES).encodeInto(doubles, doublesBytes);

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = (answer: unknown): Buffer => {
  if (typeof answer !== 'string' || answer.startsWith('!')) throw new Error(`no bytes: ${String(answer)}`);
  return Buffer.from(answer, 'hex');
};
const parsed = (answer: string | undefined): unknown => {
  if (answer === undefined || answer.startsWith('!')) throw new Error(answer ?? 'no answer');
  return JSON.parse(answer);
};

interface Framed {
  readonly payloads: readonly Uint8Array[];
  readonly schemaId: number;
  /** As the registry tells it, fetched without our client. */
  readonly writerText: string;
}

const registry = new RegistryClient({ url: realKafka.registryUrl });
const topic = uniqueTopic('interop');
const context = { topic, isKey: false, headers: [] };
const serializer = avroSerializer(TEXT, { registry, autoRegister: true, choices });
const deserializer = avroDeserializer(TEXT, { registry, choices });
let framed: Framed;

beforeAll(async () => {
  const payloads: Uint8Array[] = [];
  for (const order of ORDERS)
    payloads.push((await serializeValue(serializer, order, context)) ?? new Uint8Array());
  const schemaId = Buffer.from(payloads[0] ?? []).readInt32BE(1);
  const answer = await fetch(`${realKafka.registryUrl}/schemas/ids/${schemaId}`);
  // The registry's own answer.
  const { schema } = (await answer.json()) as { schema: string };
  framed = { payloads, schemaId, writerText: schema };
});

afterAll(async () => registry.close());

const CODECS: readonly ContainerCodec[] = ['null', 'deflate'];
const files = CODECS.map((codec) =>
  writeContainer(ORDERS, { schema: SCHEMA, codec, choices, blockBytes: 64 }),
);
const fileValues = (bytes: Uint8Array): NaturalValue[] =>
  [...readContainer(bytes, { choices }).values()].map((value) => natural(value));
const payloadValue = async (payload: Uint8Array): Promise<NaturalValue> =>
  natural(await deserializeValue(deserializer, payload, context));

interface Pair {
  readonly reader: string;
  readonly writer: string;
  readonly datum: Uint8Array;
}

/** A field whose aliases match two written fields has no verdict: the check throws, as Java's does. */
function isCompatible(reader: Schema, writer: Schema): boolean {
  try {
    return checkCompatibility(reader, writer).length === 0;
  } catch (error) {
    if (error instanceof SchemaError && error.code === 'FIELD_AMBIGUOUS') return false;
    throw error;
  }
}

/** A value of the writer's schema; undefined where it has none that ends. */
function drawValue(representation: Representation, random: Random): { readonly value: unknown } | undefined {
  try {
    return { value: new RandomValue(random).of(representation) };
  } catch {
    // A union without branches, an enum without symbols, a record that must hold itself.
    return undefined;
  }
}

function drawDatum(writer: Schema, random: Random): Uint8Array | undefined {
  const drawn = drawValue(representationOf(writer), random);
  if (drawn === undefined) return undefined;
  const datum = new ByteWriter();
  avroCodec<unknown>(writer).encodeInto(drawn.value, datum);
  return datum.position > LARGEST_DATUM ? undefined : datum.toBytes();
}

/**
 * Where Java's reader does what no specification says: it applies aliases of fields only where the record has the
 * same full name, and renames a written type though the reader has a type of the written name too.
 */
function hasDoubtfulAliases(reader: Schema, writer: Schema, text: string): boolean {
  if (!text.includes('"aliases"')) return false;
  const names = new Set(namedTypesOf(reader).map(({ fullName }) => fullName));
  const isShadowing = namedTypesOf(reader).some(({ aliases }) => aliases.some((alias) => names.has(alias)));
  return isShadowing || semanticFindings(writer, reader).some(({ rule }) => rule === 'NAMESPACE_CHANGED');
}

function drawPairs(count: number): Pair[] {
  const random = seededRandom(seed);
  const pairs: Pair[] = [];
  while (pairs.length < count) {
    const before = new SketchBook(random).sketch();
    const [writer, reader] = [sketchText(before), sketchText(evolved(before, random))];
    const [writing, reading] = [parseSchema(writer), parseSchema(reader)];
    if (writer === reader || !isCompatible(reading, writing)) continue;
    if (hasDoubtfulAliases(reading, writing, reader)) continue;
    const datum = drawDatum(writing, random);
    if (datum !== undefined) pairs.push({ reader, writer, datum });
  }
  return pairs;
}

/** What our reader makes of it, with the code of the error where it refuses. */
function ours({ reader, writer, datum }: Pair): unknown {
  const schema = parseSchema(reader);
  try {
    const value: unknown = avroCodec<unknown>(schema, { choices }).decode(datum, parseSchema(writer));
    return naturalValue(representationOf(schema, choices), value);
  } catch (error) {
    if (error instanceof SerializationError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

/** Questions to Java by what they are for, all answered by one JVM. */
async function askedJava<Name extends string>(
  questions: Readonly<Record<Name, readonly (readonly string[])[]>>,
): Promise<(name: Name) => readonly string[]> {
  // Object.entries forgets the names.
  const groups = Object.entries(questions) as [Name, readonly (readonly string[])[]][];
  const answers = await askJavaAvro(
    realKafka.classPath,
    groups.flatMap(([, group]) => group),
  );
  let start = 0;
  const byName = new Map(groups.map(([name, { length }]) => [name, answers.slice(start, (start += length))]));
  return (name) => byName.get(name) ?? [];
}

describe("Java's Avro and ours", () => {
  const pairs = drawPairs(PAIRS);
  let answers: (
    name: 'read' | 'frame' | 'json' | 'values' | 'container' | 'doubles' | 'pairs',
  ) => readonly string[];

  beforeAll(async () => {
    const { payloads, schemaId, writerText } = framed;
    const texts = ORDERS.map((order) => toAvroJson(order, SCHEMA, { choices }));
    const datums = payloads.map((bytes) => hex(bytes.subarray(5)));
    answers = await askedJava({
      read: datums.map((datum) => ['read', writerText, TEXT, datum]),
      frame: texts.map((text) => ['frame', String(schemaId), writerText, text]),
      json: datums.map((datum) => ['json', writerText, datum]),
      values: files.map((file) => ['values', hex(file)]),
      container: CODECS.map((codec) => ['container', codec, TEXT, ...texts]),
      doubles: [['json', DOUBLES_TEXT, hex(doublesBytes.view())]],
      pairs: pairs.map(({ reader, writer, datum }) => ['read', writer, reader, hex(datum)]),
    });
  });

  it('it reads payloads of ours, with the schema that the registry has', () => {
    expect(answers('read').map(parsed)).toEqual(read);
  });

  it('we read payloads of its, whose values it took from our JSON', async () => {
    const payloads = answers('frame').map(bytesOf);
    expect(await Promise.all(payloads.map(payloadValue))).toEqual(read);
  });

  it('we read its JSON', () => {
    const values = answers('json').map((text) => fromAvroJson(text, SCHEMA, { choices }));
    expect(values.map(natural)).toEqual(read);
  });

  it('we read its JSON of what is no finite number', () => {
    const [text = ''] = answers('doubles');
    expect(text).toMatch(/^\["NaN","Infinity","-Infinity",-0\.0,/);
    expect(fromAvroJson(text, DOUBLES)).toEqual(doubles);
    expect(fromAvroJson(toAvroJson(doubles, DOUBLES), DOUBLES)).toEqual(doubles);
  });

  it('each reads container files of the other', () => {
    expect(answers('values').map(parsed)).toEqual([read, read]);
    const theirs = answers('container').map(bytesOf);
    expect(theirs.map(fileValues)).toEqual([read, read]);
    const described = theirs.map((file) => readContainer(file));
    expect(described.map(({ codec }) => codec)).toEqual(CODECS);
    expect(described.map(({ metadata }) => hex(metadata.get('by') ?? new Uint8Array()))).toEqual([
      JAVA,
      JAVA,
    ]);
  });

  it(`both decode pairs of writer and reader, drawn from seed ${seed}, to the same`, () => {
    // Java's reader wants full names in unions, and its parser refuses some defaults that ours takes.
    const judged = pairs.flatMap((pair, index) => {
      const answer = answers('pairs')[index];
      return answer === undefined || answer.startsWith('!') ? [] : [{ ...pair, java: parsed(answer) }];
    });
    const different = judged.flatMap((pair) => {
      const { reader, writer, datum, java } = pair;
      const found = ours(pair);
      return isDeepStrictEqual(found, java) ? [] : [{ reader, writer, datum: hex(datum), java, ours: found }];
    });
    expect({ count: different.length, first: different.slice(0, 3) }).toEqual({ count: 0, first: [] });
    expect(judged.filter(({ datum }) => datum.length > 0).length).toBeGreaterThan(200);
  });
});

describe("Python's avro and ours", () => {
  let python: PythonAvro;
  const ask = (questions: readonly object[]): unknown[] =>
    python(
      PYTHON,
      questions.map((question) => JSON.stringify(question)),
    ).map(parsed);
  const { registryUrl } = realKafka;

  beforeAll(() => {
    python = pythonAvro();
  });

  it('it reads payloads of ours, with the schema that the registry has', () => {
    const questions = framed.payloads.map((bytes) => ({
      do: 'decode',
      registry: registryUrl,
      payload: hex(bytes),
    }));
    expect(ask(questions)).toEqual(read);
  });

  it('we read payloads of its', async () => {
    const { schemaId } = framed;
    const questions = read.map((value) => ({
      do: 'encode',
      registry: registryUrl,
      schema_id: schemaId,
      value,
    }));
    const payloads = ask(questions).map(bytesOf);
    expect(await Promise.all(payloads.map(payloadValue))).toEqual(read);
  });

  it('each reads container files of the other', () => {
    expect(ask(files.map((file) => ({ do: 'values', file: hex(file) })))).toEqual([read, read]);
    const questions = CODECS.map((codec) => ({ do: 'container', schema: TEXT, codec, values: read }));
    const theirs = ask(questions).map(bytesOf);
    expect(theirs.map(fileValues)).toEqual([read, read]);
    expect(theirs.map((file) => readContainer(file).codec)).toEqual(CODECS);
  });
});
