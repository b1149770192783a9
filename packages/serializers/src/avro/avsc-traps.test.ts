/** What avsc does and our codec must not: each row shows avsc's trap to be real, and that we do not fall into it. */
import avsc from 'avsc';
import { ByteWriter } from '@ottla/kernel';
import { parseSchema } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { avroCodec, type AvroCodec } from './avro-codec.ts';

const codecOf = (schema: unknown): AvroCodec<unknown> => avroCodec(parseSchema(JSON.stringify(schema)));
const typeOf = (schema: unknown): avsc.Type => avsc.Type.forSchema(schema as avsc.Schema);
function ourBytes(schema: unknown, value: unknown): Buffer {
  const writer = new ByteWriter();
  codecOf(schema).encodeInto(value, writer);
  return writer.view();
}
const ourRoundTrip = (schema: unknown, value: unknown): unknown =>
  codecOf(schema).decode(ourBytes(schema, value));
const refusal = expect.objectContaining({ code: 'VALUE_MISFIT' }) as unknown;
const record = (fields: object[], name = 'R'): object => ({ type: 'record', name, fields });

describe('avsc alone', () => {
  it('writes negative longs below -2^52 as other numbers; here they survive', () => {
    const value = -(2 ** 52) - 1;
    expect(typeOf('long').fromBuffer(typeOf('long').toBuffer(value))).not.toBe(value);
    expect(ourRoundTrip('long', value)).toBe(value);
    expect(ourRoundTrip(['null', 'long'], 1 - 2 ** 53)).toBe(1 - 2 ** 53);
  });

  it('refuses 2^53 - 1, which is safe; here it survives', () => {
    expect(() => typeOf('long').toBuffer(2 ** 53 - 1)).toThrow();
    expect(ourRoundTrip('long', 2 ** 53 - 1)).toBe(2 ** 53 - 1);
  });

  it('takes inherited names and arrays for enum symbols; here they are refused', () => {
    const suit = { type: 'enum', name: 'E', symbols: ['A', 'B'] };
    for (const symbol of ['toString', 'constructor', '__proto__', ['A']]) {
      expect(typeOf(suit).isValid(symbol)).toBe(true);
      expect(() => ourBytes(suit, symbol)).toThrow(refusal);
    }
  });

  it('refuses a record named like a member of Object; here it is a record', () => {
    expect(() => typeOf(record([], 'constructor'))).toThrow();
    expect(ourRoundTrip(record([], 'constructor'), {})).toEqual({});
  });

  it('reads an inherited function for a missing field; here its default is taken', () => {
    const schema = record([{ name: 'toString', type: 'string', default: 'd' }]);
    expect(() => typeOf(schema).toBuffer({})).toThrow();
    expect(ourRoundTrip(schema, {})).toEqual({ toString: 'd' });
  });

  it('lets a field __proto__ choose the prototype; here it is a field', () => {
    const schema = record([{ name: '__proto__', type: { type: 'map', values: 'int' } }]);
    const value = JSON.parse('{"__proto__":{"isAdmin":1}}') as object;
    const bytes = ourBytes(schema, value);
    expect((typeOf(schema).fromBuffer(bytes) as { isAdmin?: number }).isAdmin).toBe(1);
    expect(Object.entries(codecOf(schema).decode(bytes) as object)).toEqual([['__proto__', { isAdmin: 1 }]]);
  });

  it('drops undeclared fields; here they are refused', () => {
    const schema = record([{ name: 'a', type: ['null', 'int'], default: null }]);
    expect(typeOf(schema).toBuffer({ aa: 5 }).toString('hex')).toBe('00');
    expect(() => ourBytes(schema, { aa: 5 })).toThrow(refusal);
  });

  it('writes a Map as an empty map; here it is refused', () => {
    const schema = { type: 'map', values: 'int' };
    expect(
      typeOf(schema)
        .toBuffer(new Map([['a', 1]]))
        .toString('hex'),
    ).toBe('00');
    expect(() => ourBytes(schema, new Map([['a', 1]]))).toThrow(refusal);
  });

  it('changes the shape of values when a union grows; here it stays', () => {
    const before = ['null', 'int', 'string'];
    const after = ['null', 'int', 'string', 'long'];
    expect(typeOf(before).fromBuffer(ourBytes(before, 5))).toBe(5);
    expect(typeOf(after).fromBuffer(ourBytes(after, 5))).not.toBe(5);
    expect([ourRoundTrip(before, 5), ourRoundTrip(after, 5)]).toEqual([5, 5]);
  });

  it('reads any varint as an int; here it is malformed', () => {
    const bytes = Buffer.from('808080808040', 'hex');
    expect(typeOf('int').fromBuffer(bytes)).toBeGreaterThan(2 ** 31);
    expect(() => codecOf('int').decode(bytes)).toThrow(expect.objectContaining({ code: 'BYTES_MALFORMED' }));
  });

  it('puts values into its messages, or fails to; here they stay out', () => {
    expect(() => typeOf('int').toBuffer('hunter2')).toThrow(/hunter2/);
    expect(() => typeOf('int').toBuffer(5n)).toThrow(/BigInt/);
    for (const value of ['hunter2', 5n]) {
      const encode = (): Buffer => ourBytes('int', value);
      expect(encode).toThrow(refusal);
      expect(encode).not.toThrow(/hunter2|5/);
    }
  });

  it('takes Buffers only; here any Uint8Array will do', () => {
    expect(() => typeOf('bytes').toBuffer(new Uint8Array([1]))).toThrow();
    expect(ourBytes('bytes', new Uint8Array([1])).toString('hex')).toBe('0201');
  });

  it('hands out slices of a shared pool; here bytes are of their own', () => {
    const bytes = Buffer.from('0201', 'hex');
    expect((typeOf('bytes').fromBuffer(bytes) as Buffer).buffer.byteLength).toBeGreaterThan(1);
    expect((codecOf('bytes').decode(bytes) as Uint8Array).buffer.byteLength).toBe(1);
  });

  it('refuses trailing bytes, unlike Java; here they are ignored', () => {
    expect(() => typeOf('int').fromBuffer(Buffer.from('0200', 'hex'))).toThrow('trailing');
    expect(codecOf('int').decode(Buffer.from('0200', 'hex'))).toBe(1);
  });

  it('makes records of classes with methods; here they are plain', () => {
    const schema = record([{ name: 'a', type: 'int' }]);
    const bytes = Buffer.from('02', 'hex');
    expect(Object.getPrototypeOf(typeOf(schema).fromBuffer(bytes))).not.toBe(Object.prototype);
    expect(Object.getPrototypeOf(codecOf(schema).decode(bytes))).toBe(Object.prototype);
  });
});

describe('avsc refuses a schema that Java has accepted; here its bytes are read', () => {
  it.each<[string, object, string, unknown]>([
    [
      'a default of a later branch',
      record([{ name: 'a', type: ['null', 'int'], default: 5 }]),
      '020a',
      { a: 5 },
    ],
    ['a default of another type', record([{ name: 'a', type: 'int', default: 'x' }]), '0a', { a: 5 }],
    [
      "a default 'NaN'",
      record([{ name: 'a', type: 'double', default: 'NaN' }]),
      '000000000000f83f',
      { a: 1.5 },
    ],
    ['a default beyond 2^53', record([{ name: 'a', type: 'long', default: 2 ** 62 }]), '0a', { a: 5 }],
  ])('%s', (_name, schema, hex, value) => {
    expect(() => typeOf(schema)).toThrow();
    const parsed = parseSchema(JSON.stringify(schema), { lenient: true });
    expect(avroCodec(parsed).decode(Buffer.from(hex, 'hex'))).toEqual(value);
  });
});

describe('avsc refuses to resolve at all; here what can be read is', () => {
  it.each<[string, unknown, unknown, string, unknown]>([
    ['a union into one of its branches', 'string', ['null', 'string'], '020261', 'a'],
    [
      'an enum into a narrower one',
      { type: 'enum', name: 'E', symbols: ['A'] },
      { type: 'enum', name: 'E', symbols: ['A', 'B'] },
      '00',
      'A',
    ],
    ['a record of another namespace', record([], 'a.R'), record([], 'b.R'), '', {}],
  ])('%s', (_name, reader, writer, hex, value) => {
    expect(() => typeOf(reader).createResolver(typeOf(writer))).toThrow();
    expect(codecOf(reader).decode(Buffer.from(hex, 'hex'), parseSchema(JSON.stringify(writer)))).toEqual(
      value,
    );
  });

  it('or resolves into the first branch that is able; here the exact one goes first', () => {
    const reader = ['null', 'bytes', 'string'];
    const bytes = Buffer.from('0261', 'hex');
    const type = typeOf(reader);
    expect(type.fromBuffer(bytes, type.createResolver(typeOf('string')))).not.toBe('a');
    expect(codecOf(reader).decode(bytes, parseSchema('"string"'))).toBe('a');
  });
});
