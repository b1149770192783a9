/** Payloads that Python's protobuf wrote from the same files. Ours are the same bytes, and read as the same values. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { protoPair, protoSchema } from '../../testing/protobuf-schema.ts';

interface Vector {
  readonly file: string;
  readonly message: string;
  readonly hex: string;
  readonly value: Readonly<Record<string, unknown>>;
}

const folder = new URL('../../vectors/protobuf/', import.meta.url);
const text = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
// Our own file of vectors.
const vectors = JSON.parse(text('payloads.json')) as readonly Vector[];

/** JSON has neither bytes nor minus zero nor infinities; longs are text in it. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return `hex:${Buffer.from(value).toString('hex')}`;
  if (Object.is(value, -0)) return '-0';
  if (value === Infinity) return 'Infinity';
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}

function rich(value: unknown): unknown {
  if (value === '-0') return -0;
  if (value === 'Infinity') return Infinity;
  if (typeof value === 'string' && value.startsWith('hex:')) return Buffer.from(value.slice(4), 'hex');
  if (Array.isArray(value)) return value.map(rich);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, rich(member)]));
}

/** Extensions in the order of their numbers; Python has them in another. */
const inOrder = (hex: string): string => hex.replace('aa06020801aa0600a2060172', 'a2060172aa06020801aa0600');

const schemaOf = ({ file }: Vector) => protoSchema(text(file), { 'money.proto': text('money.proto') });

describe('payloads of other implementations', () => {
  it.each(vectors)('of $message are written byte for byte', (vector) => {
    const { encode } = protoPair(schemaOf(vector), { messageType: vector.message });
    expect(encode(rich(vector.value)).toString('hex')).toBe(inOrder(vector.hex));
  });

  it.each(vectors)('of $message are read', (vector) => {
    const { decode } = protoPair(schemaOf(vector), { messageType: vector.message, long: 'string' });
    expect(plain(decode(Buffer.from(vector.hex, 'hex')))).toStrictEqual(vector.value);
  });

  it('are read with longs as bigint, number or string', () => {
    const schema = protoSchema(
      'syntax = "proto3"; message M { int64 a = 1; uint64 b = 2; repeated sint64 c = 3; }',
    );
    const bytes = Buffer.from('08f9ffffffffffffffff0110021a020104', 'hex');
    const read = (long: 'bigint' | 'number' | 'string') => protoPair(schema, { long }).decode(bytes);
    expect(read('bigint')).toStrictEqual({ a: -7n, b: 2n, c: [-1n, 2n] });
    expect(read('number')).toStrictEqual({ a: -7, b: 2, c: [-1, 2] });
    expect(read('string')).toStrictEqual({ a: '-7', b: '2', c: ['-1', '2'] });
    const unsafe = Buffer.from('10ffffffffffffffffff01', 'hex');
    expect(protoPair(schema, { long: 'string' }).decode(unsafe)).toMatchObject({ b: '18446744073709551615' });
    expect(() => protoPair(schema, { long: 'number' }).decode(unsafe)).toThrow(
      expect.objectContaining({ code: 'VALUE_UNREPRESENTABLE', failure: 'poison' }),
    );
  });
});

describe('what absence means', () => {
  const schema = protoSchema(`syntax = "proto3"; message M {
    int32 implicit = 1; optional int32 explicit = 2; repeated string list = 3; map<string, int32> map = 4;
    M inner = 5; oneof choice { string text = 6; bytes raw = 7; } bytes blob = 8; E e = 9; double d = 10; bool b = 11; }
    enum E { ZERO = 0; ONE = 1; }`);
  const { encode, decode } = protoPair(schema);

  it('fields without presence, lists and maps are always read, and never written when they are the default', () => {
    const defaults = { implicit: 0, list: [], map: {}, blob: new Uint8Array(0), e: 'ZERO', d: 0, b: false };
    expect(decode(Buffer.alloc(0))).toStrictEqual(defaults);
    expect(encode(defaults)).toHaveLength(0);
    expect(encode({ implicit: null, inner: null, list: undefined })).toHaveLength(0);
  });

  it('fields with presence are written and read when they are set, default or not', () => {
    const value = { explicit: 0, inner: {}, text: '' };
    expect(encode(value).toString('hex')).toBe('10002a003200');
    expect(decode(encode(value))).toMatchObject({ explicit: 0, inner: { implicit: 0 }, text: '' });
    expect(Object.keys(decode(Buffer.alloc(0)) as object)).not.toContain('explicit');
  });

  it('of a oneof the last member counts', () => {
    expect(decode(Buffer.from('3201613a0162', 'hex'))).toMatchObject({ raw: new Uint8Array([0x62]) });
    expect(Object.keys(decode(Buffer.from('3201613a0162', 'hex')) as object)).not.toContain('text');
  });

  it('messages in two parts are merged, lists joined, scalars replaced', () => {
    const parts = Buffer.from('2a0208012a0210032a031a01612a031a0162', 'hex');
    expect(decode(parts)).toMatchObject({ inner: { implicit: 1, explicit: 3, list: ['a', 'b'] } });
  });

  it('unknown fields and other wire types are passed over', () => {
    const bytes = Buffer.from(
      'a00605' + 'a10600000000000000ff' + 'a20602ffff' + 'a306080ba406' + 'a50600000000' + '0a0101' + '0805',
      'hex',
    );
    expect(decode(bytes)).toMatchObject({ implicit: 5 });
  });

  it('lists of numbers are read packed and not packed', () => {
    const packed = protoPair(
      protoSchema(
        'syntax = "proto3"; message M { repeated int32 a = 1; repeated int32 b = 2 [packed = false]; }',
      ),
    );
    expect(packed.encode({ a: [1, 2], b: [3, 4] }).toString('hex')).toBe('0a02010210031004');
    expect(packed.decode(Buffer.from('08010802' + '12020304', 'hex'))).toStrictEqual({
      a: [1, 2],
      b: [3, 4],
    });
  });
});

describe('enums', () => {
  it('of proto3 keep numbers they do not know, of proto2 they do not', () => {
    const open = protoPair(
      protoSchema('syntax = "proto3"; enum E { A = 0; B = 1; } message M { E e = 1; repeated E list = 2; }'),
    );
    expect(open.decode(Buffer.from('080712020107', 'hex'))).toStrictEqual({ e: 7, list: ['B', 7] });
    expect(open.encode({ e: 7, list: ['B', 7] }).toString('hex')).toBe('080712020107');
    const closed = protoPair(
      protoSchema(
        'enum E { A = 5; B = 6; } message M { optional E e = 1; repeated E list = 2; map<string, E> map = 3; }',
      ),
    );
    expect(
      closed.decode(Buffer.from('08071006100710051a050a0161' + '1007' + '1a050a0162' + '1005', 'hex')),
    ).toStrictEqual({
      list: ['B', 'A'],
      map: { b: 'A' },
    });
    expect(() => closed.encode({ e: 7 })).toThrow(
      expect.objectContaining({ code: 'VALUE_MISFIT', path: 'e' }),
    );
  });

  it('give the first of several names of one number', () => {
    const schema = protoSchema(
      'syntax = "proto3"; enum E { option allow_alias = true; A = 0; B = 1; C = 1; } message M { E e = 1; }',
    );
    const { encode, decode } = protoPair(schema);
    expect(decode(encode({ e: 'C' }))).toStrictEqual({ e: 'B' });
  });
});

describe('editions', () => {
  it('have presence unless they say otherwise, and groups where asked for', () => {
    const schema =
      protoSchema(`edition = "2023"; message M { int32 a = 1; int32 b = 2 [features.field_presence = IMPLICIT];
      M c = 3 [features.message_encoding = DELIMITED]; repeated int32 d = 4 [features.repeated_field_encoding = EXPANDED];
      int32 e = 5 [features.field_presence = LEGACY_REQUIRED]; }`);
    const { encode, decode } = protoPair(schema);
    const value = { a: 0, b: 0, c: { e: 2, d: [] }, d: [1, 2], e: 1 };
    expect(encode(value).toString('hex')).toBe('08001b28021c200120022801');
    expect(decode(encode(value))).toStrictEqual({ b: 0, d: [1, 2], a: 0, c: { b: 0, d: [], e: 2 }, e: 1 });
  });
});
