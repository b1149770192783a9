import { ByteWriter, SerializationError } from '@ottla/kernel';
import type { ReferencedSchema } from '@ottla/kernel';
import { parseSchema } from '@ottla/schema';
import avsc from 'avsc';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { RandomSchemas } from '../../../testing/random-values.ts';
import type { PayloadFormat, ResolvedSchema } from '../../registry/payload-format.ts';
import { avroCodec } from '../avro-codec.ts';
import { avscFormat } from './avsc-engine.ts';

function resolved(schema: unknown, references: readonly (readonly [string, unknown])[] = []): ResolvedSchema {
  const text = (json: unknown): string => JSON.stringify(json);
  return {
    text: { schemaType: 'AVRO', schema: text(schema) },
    references: references.map(([name, json], index): ReferencedSchema => ({
      name,
      id: index + 1,
      schemaType: 'AVRO',
      schema: text(json),
    })),
  };
}

const record = (name: string, fields: object, more: object = {}): object => ({
  type: 'record',
  name,
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
  ...more,
});

function written(format: PayloadFormat, schema: ResolvedSchema, value: unknown, room = 1): Buffer {
  const writer = new ByteWriter(room);
  writer.writeInt8(0);
  format.writer(schema).write(value, writer);
  return Buffer.from(writer.toBytes()).subarray(1);
}

function read(
  format: PayloadFormat,
  bytes: Uint8Array,
  [writer, reader]: readonly ResolvedSchema[],
): unknown {
  if (writer === undefined) throw new Error('whose bytes?');
  return format.reader(writer, reader ?? null).read(Buffer.from(bytes), null);
}

function failureOf(act: () => unknown): SerializationError {
  try {
    act();
  } catch (error) {
    if (error instanceof SerializationError) return error;
    throw error;
  }
  throw new Error('it passed');
}

const format = await avscFormat();
const CUSTOMER = resolved(record('acme.Customer', { id: 'long', name: 'string', email: ['null', 'string'] }));

describe('values', () => {
  it("have avsc's own shapes, as its options say", async () => {
    const schema = resolved(record('acme.R', { u: ['null', 'int', 'string'], b: 'bytes' }));
    const plain = { u: 5, b: Buffer.from('x') };
    expect({ ...(read(format, written(format, schema, plain), [schema]) as object) }).toEqual(plain);
    const wrapping = await avscFormat({ wrapUnions: 'always' });
    const wrapped = { u: { int: 5 }, b: Buffer.from('x') };
    expect({ ...(read(wrapping, written(wrapping, schema, wrapped), [schema]) as object) }).toMatchObject(
      wrapped,
    );
    expect(failureOf(() => written(wrapping, schema, plain)).code).toBe('VALUE_MISFIT');
  });

  it('may be of logical types of the user', async () => {
    class EpochDate extends avsc.types.LogicalType {
      protected override _toValue(value: unknown): number {
        return value instanceof Date ? value.getTime() : Number.NaN;
      }
      protected override _fromValue(value: number): Date {
        return new Date(value);
      }
    }
    const dated = await avscFormat({ logicalTypes: { 'timestamp-millis': EpochDate } });
    const schema = resolved(record('acme.At', { at: { type: 'long', logicalType: 'timestamp-millis' } }));
    const value = { at: new Date(5) };
    const bytes = written(dated, schema, value);
    expect(bytes.toString('hex')).toBe('0a');
    expect(read(dated, bytes, [schema])).toMatchObject(value);
    expect(read(format, bytes, [schema])).toMatchObject({ at: 5 });
  });

  it('may hold longs of a type of the user', async () => {
    const long = avsc.types.LongType.__with({
      fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
      toBuffer: (value: bigint) => {
        const buffer = Buffer.alloc(8);
        buffer.writeBigInt64LE(value);
        return buffer;
      },
      fromJSON: BigInt,
      toJSON: String,
      isValid: (value: unknown) => typeof value === 'bigint',
      compare: (one: bigint, other: bigint) => (one < other ? -1 : Number(one > other)),
    });
    const exact = await avscFormat({ registry: { long } });
    const bytes = written(exact, resolved('long'), -(2n ** 60n));
    expect(read(exact, bytes, [resolved('long')])).toBe(-(2n ** 60n));
    const failure = failureOf(() => read(format, bytes, [resolved('long')]));
    expect(failure).toMatchObject({ code: 'VALUE_UNREPRESENTABLE', failure: 'poison' });
  });

  it('of a root bytes stand without a length, as Confluent writes them', () => {
    const bytes = resolved('bytes');
    expect(written(format, bytes, Buffer.from('abc')).toString()).toBe('abc');
    expect(read(format, Buffer.from('abc'), [bytes])).toEqual(Buffer.from('abc'));
    expect(read(format, Buffer.from('abc'), [bytes, resolved('string')])).toBe('abc');
    expect(format.reader(bytes, null).readAt?.(Buffer.from('.....abc'), 5)).toEqual(Buffer.from('abc'));
    expect(failureOf(() => written(format, bytes, 'abc')).code).toBe('VALUE_MISFIT');
  });

  it('are the bytes of our own plan, and are read back', async () => {
    const wrapping = await avscFormat({ wrapUnions: 'always' });
    let compared = 0;
    const property = fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed) => {
      const { schema: json, pair } = new RandomSchemas(seed).type();
      const text = JSON.stringify(json);
      fc.pre(json !== 'bytes' && !/"(toString|constructor|__proto__|hasOwnProperty)"/.test(text));
      const { ours, theirs } = pair();
      const schema = resolved(json);
      const bytes = written(wrapping, schema, theirs);
      const own = new ByteWriter();
      avroCodec(parseSchema(text)).encodeInto(ours, own);
      expect(bytes.equals(own.view())).toBe(true);
      const again = written(wrapping, schema, read(wrapping, bytes, [schema]));
      if (!JSON.stringify(ours)?.includes('"__proto__":')) expect(isDeepStrictEqual(again, bytes)).toBe(true);
      compared++;
    });
    fc.assert(property, { numRuns: 300 });
    expect(compared).toBeGreaterThan(100);
  });
});

describe('schemas', () => {
  it('refer to others, which may repeat a type', () => {
    const money = record('acme.Money', { amount: 'long' });
    const invoice = record('acme.Invoice', { total: money });
    const order = record('acme.Order', { total: 'Money', invoice: 'acme.Invoice' }, { namespace: 'acme' });
    const references = [
      ['acme.Money', money],
      ['acme.Invoice', invoice],
    ] as const;
    const value = { total: { amount: 1 }, invoice: { total: { amount: 2 } } };
    for (let turn = 0; turn < 2; turn++) {
      const schema = resolved(order, references);
      expect(written(format, schema, value).toString('hex')).toBe('0204');
      expect(read(format, Buffer.from('0204', 'hex'), [schema])).toMatchObject(value);
    }
  });

  it('that only wrote may have defaults that avsc refuses', () => {
    const bad = { ...record('acme.D', { u: ['null', 'int'] }) } as { fields: object[] };
    bad.fields = [{ name: 'u', type: ['null', 'int'], default: 7 }];
    expect(read(format, Buffer.from('0204', 'hex'), [resolved(bad)])).toMatchObject({ u: 2 });
    expect(failureOf(() => format.writer(resolved(bad)))).toMatchObject({
      code: 'SCHEMA_NOT_USABLE',
      failure: 'configuration',
    });
  });

  it('that are none say so by their role', () => {
    const none = resolved('acme.Nowhere');
    expect(failureOf(() => format.writer(none)).code).toBe('SCHEMA_NOT_USABLE');
    expect(failureOf(() => format.reader(none, null))).toMatchObject({
      code: 'SCHEMA_UNUSABLE',
      failure: 'poison',
    });
  });

  it('are named by their record', () => {
    expect(format.recordName(CUSTOMER)).toBe('acme.Customer');
    expect(format.recordName(resolved({ type: 'enum', name: 'E', symbols: ['A'] }))).toBeNull();
    expect(format.recordName(resolved('string'))).toBeNull();
  });

  it('resolve, also from another namespace', () => {
    const reader = resolved(record('other.Customer', { name: 'string', id: 'double' }));
    const bytes = written(format, CUSTOMER, { id: 7, name: 'Ada', email: null });
    expect(read(format, bytes, [CUSTOMER, reader])).toMatchObject({ id: 7, name: 'Ada' });
    expect(format.incompatibilities(reader, CUSTOMER)).toEqual([]);
  });

  it('that do not resolve say why', () => {
    const reader = resolved(record('acme.Customer', { id: 'string' }));
    expect(failureOf(() => format.reader(CUSTOMER, reader))).toMatchObject({
      code: 'SCHEMAS_UNRESOLVABLE',
      message: expect.stringContaining('TYPE_MISMATCH at /fields/0/type'),
    });
    expect(format.incompatibilities(reader, CUSTOMER)).toHaveLength(1);
  });
});

describe('a value that does not fit', () => {
  it.each<[string, unknown, string, string, string]>([
    ['a field', { id: 'secret', name: 'Ada', email: null }, 'id', 'long', 'a string'],
    ['a missing field', { id: 1, email: null }, 'name', 'string', 'nothing'],
    [
      'a branch',
      { id: 1, name: 'Ada', email: 5 },
      'email',
      'a value of one of the branches of the union',
      'an integer',
    ],
    ['the root', 'secret', '', 'record acme.Customer', 'a string'],
    ['a bigint beside it', { id: 1n, name: 2, email: null }, 'id', 'long', 'a bigint'],
  ])('%s is told by path and kind', (_words, value, path, expected, found) => {
    const failure = failureOf(() => written(format, CUSTOMER, value));
    expect(failure).toMatchObject({ code: 'VALUE_MISFIT', failure: 'poison', path, expected, found });
    expect(failure.message).not.toContain('secret');
    expect(failure.cause).toBeUndefined();
  });

  it('names every place', () => {
    const { misfits } = failureOf(() => written(format, CUSTOMER, { id: '', name: 1, email: 2 }));
    expect(misfits.map(({ path }) => path)).toEqual(['id', 'name', 'email']);
    const many = resolved({ type: 'array', items: 'int' });
    expect(failureOf(() => written(format, many, new Array(100).fill('x'))).misfits).toHaveLength(20);
    const deep = resolved({ type: 'map', values: { type: 'array', items: record('acme.X', { y: 'int' }) } });
    expect(failureOf(() => written(format, deep, { 'a b': [{ y: 1 }, { y: '' }] })).path).toBe(
      '["a b"][1].y',
    );
  });

  it('has fields that are not declared, when they are refused', async () => {
    const value = { id: 1, name: 'Ada', email: null, more: 'secret' };
    expect(written(format, CUSTOMER, value)).toHaveLength(6);
    const strict = await avscFormat({ undeclaredFields: 'refuse' });
    const failure = failureOf(() => written(strict, CUSTOMER, value));
    expect(failure).toMatchObject({
      code: 'VALUE_MISFIT',
      found: 'an object with fields it does not declare',
    });
  });

  it('because a logical type throws, shows nothing of it', async () => {
    class Throwing extends avsc.types.LogicalType {
      protected override _toValue(): never {
        throw new Error('secret');
      }
    }
    const throwing = await avscFormat({ logicalTypes: { x: Throwing } });
    const failure = failureOf(() => written(throwing, resolved({ type: 'int', logicalType: 'x' }), 5));
    expect(failure.code).toBe('VALUE_MISFIT');
    expect(failure.message).not.toContain('secret');
  });

  it('only while it is written, is told as such', () => {
    let asked = 0;
    const changing = {
      name: 'Ada',
      email: null,
      get id(): unknown {
        return asked++ === 0 ? 'x' : 1;
      },
    };
    expect(failureOf(() => written(format, CUSTOMER, changing)).code).toBe('ENCODING_FAILED');
  });

  it('leaves the writer where it was', () => {
    const writer = new ByteWriter(64);
    expect(() => format.writer(CUSTOMER).write({ id: 1, name: 2, email: null }, writer)).toThrow(
      SerializationError,
    );
    expect(writer.position).toBe(0);
  });
});

describe('bytes that are wrong', () => {
  it.each<[string, unknown, string, string]>([
    ['none', 'int', '', 'BYTES_MALFORMED'],
    ['a count beyond the bytes', { type: 'array', items: 'string' }, 'feffffff0f', 'BYTES_MALFORMED'],
    ['a count of nothing', { type: 'array', items: 'null' }, 'feffffffffffff1f00', 'BYTES_TOO_LARGE'],
    ['a length beyond the bytes', 'string', 'feffffff0f61', 'BYTES_MALFORMED'],
    ['a branch that is none', ['null', 'int'], '04', 'BYTES_MALFORMED'],
    ['an int of 40 bits', 'int', '808080808040', 'BYTES_MALFORMED'],
    ['endless nesting', record('acme.N', { n: ['null', 'acme.N'] }), '02'.repeat(50_000), 'BYTES_TOO_LARGE'],
  ])('%s', (_words, schema, hex, code) => {
    expect(failureOf(() => read(format, Buffer.from(hex, 'hex'), [resolved(schema)])).code).toBe(code);
  });

  it('cut off anywhere', () => {
    const bytes = written(format, CUSTOMER, { id: 7, name: 'Ada', email: 'a@b' });
    for (let length = 0; length < bytes.length; length++) {
      expect(failureOf(() => read(format, bytes.subarray(0, length), [CUSTOMER])).code).toBe(
        'BYTES_MALFORMED',
      );
    }
  });
});

it('without avsc, says how to get it', async () => {
  const absent = avscFormat({}, () => Promise.reject(new Error('Cannot find package')));
  await expect(absent).rejects.toMatchObject({
    code: 'PEER_MISSING',
    message: expect.stringContaining('npm install avsc'),
  });
});

it('where avsc may not make functions from text, says so', async () => {
  const forbidden = avscFormat({}, () => Promise.reject(new EvalError('Code generation disallowed')));
  await expect(forbidden).rejects.toMatchObject({
    code: 'PEER_MISSING',
    message: expect.stringContaining("allow it, or take engine: 'plan'"),
  });
});
