import avsc from 'avsc';
import { describe, expect, it } from 'vitest';
import type { AvroConfluentSchema, AvroOptions } from '../schema-types.ts';
import { parseAvro } from './avro-schema.ts';

const avro = (schema: object): AvroConfluentSchema => ({ type: 'AVRO', schema: JSON.stringify(schema) });
const record = (name: string, fields: object, more: object = {}) => ({
  type: 'record' as const,
  name,
  namespace: 'n',
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type: type as unknown })),
  ...more,
});
const size = { type: 'enum', name: 'Size', namespace: 'n', symbols: ['S', 'L'] };

/** A hook as users write it: enums as numbers. */
const enumsAsLongs: AvroOptions['typeHook'] = (schema, options) =>
  (schema as { type?: string }).type === 'enum' ? avsc.Type.forSchema('long', options) : undefined;

describe('parsing an Avro schema', () => {
  it('takes its text, its JSON value and a type of avsc', () => {
    const schema = record('A', { a: 'int' });
    const type = parseAvro(JSON.stringify(schema));
    expect(parseAvro(schema).equals(type)).toBe(true);
    expect(parseAvro(type)).toBe(type);
    expect(type.name).toBe('n.A');
  });

  it('fails in the words of avsc', () => {
    expect(() => parseAvro('asdf')).toThrow(SyntaxError);
    expect(() => parseAvro(record('A', { a: 'Missing' }))).toThrow('undefined type name: n.Missing');
    expect(() => parseAvro(record('A', { a: size, b: size }))).toThrow('duplicate type name: n.Size');
  });

  it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty'])('knows no type called %s', (name) => {
    expect(() => parseAvro(`{"type":"record","name":"A","fields":[{"name":"a","type":"${name}"}]}`)).toThrow(
      `undefined type name: ${name}`,
    );
  });

  it('parses a record called as what every object has', () => {
    const schema = { type: 'record' as const, name: 'constructor', fields: [{ name: 'a', type: 'int' }] };
    expect(parseAvro(schema).fromBuffer(Buffer.of(2))).toMatchObject({ a: 1 });
    expect(parseAvro('{"type":"int","logicalType":"constructor"}').toBuffer(1)).toEqual(Buffer.of(2));
  });

  it('fails on a schema too deep to walk, and goes on', () => {
    const deep = `${'{"type":"array","items":'.repeat(100_000)}"int"${'}'.repeat(100_000)}`;
    expect(() => parseAvro(deep)).toThrow(RangeError);
    expect(parseAvro('"int"').toBuffer(1)).toEqual(Buffer.of(2));
  });
});

describe('the options of the user', () => {
  it('are never written to, so one object serves every schema', () => {
    const registry = {};
    const options: AvroOptions = Object.freeze({ registry: Object.freeze(registry), wrapUnions: 'never' });
    const first = parseAvro(record('A', { a: 'int', size }), options);
    expect(parseAvro(record('A', { a: 'int', size }), options).equals(first)).toBe(true);
    expect(() => parseAvro(record('B', { b: 'Missing' }), options)).toThrow();
    expect(parseAvro(record('A', { a: 'int' }, { namespace: undefined }), options).name).toBe('A');
    expect(options).toEqual({ registry: {}, wrapUnions: 'never' });
  });

  it('bring their own types and logical types', () => {
    class Trimmed extends avsc.types.LogicalType {
      override _fromValue(value: string): string {
        return value.trim();
      }
    }
    const long = avsc.types.LongType.__with({
      fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
      toBuffer: (value: bigint) => {
        const bytes = Buffer.alloc(8);
        bytes.writeBigInt64LE(value);
        return bytes;
      },
      fromJSON: BigInt,
      toJSON: Number,
      isValid: (value: unknown) => typeof value === 'bigint',
      compare: (left: bigint, right: bigint) => Number(left - right),
    });
    const schema = record('A', { n: 'long', s: { type: 'string', logicalType: 'trimmed' } });
    const type = parseAvro(schema, { registry: { long }, logicalTypes: { trimmed: Trimmed } });
    const bytes = Buffer.concat([long.toBuffer(2n ** 60n), avsc.Type.forSchema('string').toBuffer(' a ')]);
    expect(type.fromBuffer(bytes)).toEqual({ n: 2n ** 60n, s: 'a' });
  });

  it('shape unions', () => {
    const union = record('A', { u: ['null', 'string'] });
    const bytes = parseAvro(union).toBuffer({ u: 'x' });
    expect(parseAvro(union, { wrapUnions: 'always' }).fromBuffer(bytes)).toEqual({ u: { string: 'x' } });
  });

  it('hook every type, those of references too', () => {
    const hooked: string[] = [];
    const typeHook: AvroOptions['typeHook'] = (schema, options) => {
      const { name } = schema as { name?: string };
      if (name) hooked.push(name);
      return enumsAsLongs(schema, options);
    };
    const referencedSchemas = [avro(record('B', { size }))];
    const type = parseAvro(record('A', { b: 'n.B', mine: { ...size, name: 'Mine' } }), {
      typeHook,
      referencedSchemas,
    });
    expect(hooked).toEqual(['B', 'Size', 'A', 'Mine']);
    expect(type.fromBuffer(type.toBuffer({ b: { size: 7 }, mine: 9 }))).toEqual({ b: { size: 7 }, mine: 9 });
  });
});

describe('references', () => {
  const parse = (schema: object, referenced: object[], options: AvroOptions = {}): avsc.Type =>
    parseAvro(JSON.stringify(schema), { ...options, referencedSchemas: referenced.map(avro) });

  it('are parsed before what names them', () => {
    const type = parse(record('A', { b: 'n.B', again: 'B' }), [record('B', { x: 'int' })]);
    expect([...type.toBuffer({ b: { x: 1 }, again: { x: 2 } })]).toEqual([2, 4]);
  });

  it('may bring along the same type, word for word or not', () => {
    const documented = { type: 'enum', doc: 'How large.', name: 'n.Size', symbols: ['S', 'L'] };
    const type = parse(record('A', { b: 'n.B', c: 'n.C', own: size }), [
      record('B', { size }),
      record('C', { size: documented }),
    ]);
    expect([...type.toBuffer({ b: { size: 'L' }, c: { size: 'S' }, own: 'L' })]).toEqual([2, 0, 2]);
  });

  it('may define it within another that both bring along', () => {
    const inner = record('Inner', { size });
    const named = record('Inner', { size: 'Size' });
    const type = parse(record('A', { b: 'n.B', c: 'n.C' }), [
      record('B', { inner }),
      record('C', { size, inner: named }),
    ]);
    expect([
      ...type.toBuffer({ b: { inner: { size: 'L' } }, c: { size: 'S', inner: { size: 'L' } } }),
    ]).toEqual([2, 0, 2]);
  });

  it('may not define it differently', () => {
    const other = { ...size, symbols: ['S', 'M', 'L'] };
    expect(() => parse(record('A', { c: 'n.C', own: other }), [record('C', { size })])).toThrow(
      'duplicate type name: n.Size',
    );
  });

  it('may not define differently what stands inside a type that is otherwise the same', () => {
    const other = record('Inner', { size: { ...size, symbols: ['S', 'M', 'L'] } });
    expect(() =>
      parse(record('A', { inner: other }), [record('B', { inner: record('Inner', { size }) })]),
    ).toThrow('duplicate type name: n.Inner');
  });

  it('may repeat an enum that the hook of the user makes something else of', () => {
    const type = parse(record('A', { b: 'n.B', own: size }), [record('B', { size })], {
      typeHook: enumsAsLongs,
    });
    expect([...type.toBuffer({ b: { size: 5 }, own: 6 })]).toEqual([10, 12]);
  });
});
