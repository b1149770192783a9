import { ByteReader, MalformedBytesError } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { EncodeError } from '../errors/protocol-errors.ts';
import type { AnyField } from './field.ts';
import { MessageWriter } from './message-writer.ts';
import {
  array,
  boolean,
  bytes,
  float64,
  int16,
  int32,
  int64,
  int8,
  records,
  string,
  struct,
  uint16,
  uint32,
  uuid,
  ZERO_UUID,
} from './types.ts';
import type { Codec } from './codec.ts';

const CLASSIC = { version: 0, flexible: false };
const FLEXIBLE = { version: 0, flexible: true };
const BOTH = [CLASSIC, FLEXIBLE];

function codecOf(field: AnyField, wire: { version: number; flexible: boolean }): Codec<unknown> {
  return field.type.resolve(wire, field.versions.nullableSince <= wire.version);
}

function encode(codec: Codec<unknown>, value: unknown): Buffer {
  const writer = new MessageWriter();
  writer.beginFrame();
  codec.write(writer, value);
  return Buffer.concat(writer.toFrame().chunks).subarray(4);
}

interface Row {
  readonly name: string;
  readonly field: AnyField;
  readonly wires: readonly { version: number; flexible: boolean }[];
  readonly value: unknown;
  readonly hex: string;
}

const row = (name: string, field: AnyField, rest: Omit<Row, 'name' | 'field'>): Row => ({
  name,
  field,
  ...rest,
});

const rows: Row[] = [
  row('int8, largest', int8, { wires: BOTH, value: 127, hex: '7f' }),
  row('int8, least', int8, { wires: BOTH, value: -128, hex: '80' }),
  row('int16, largest', int16, { wires: BOTH, value: 32767, hex: '7fff' }),
  row('int16, -1', int16, { wires: BOTH, value: -1, hex: 'ffff' }),
  row('int32, largest', int32, { wires: BOTH, value: 2147483647, hex: '7fffffff' }),
  row('int32, least', int32, { wires: BOTH, value: -2147483648, hex: '80000000' }),
  row('uint16, largest', uint16, { wires: BOTH, value: 65535, hex: 'ffff' }),
  row('uint32, largest', uint32, { wires: BOTH, value: 4294967295, hex: 'ffffffff' }),
  row('int64, largest', int64, { wires: BOTH, value: 2n ** 63n - 1n, hex: '7fffffffffffffff' }),
  row('int64, least', int64, { wires: BOTH, value: -(2n ** 63n), hex: '8000000000000000' }),
  row('float64', float64, { wires: BOTH, value: 1.5, hex: '3ff8000000000000' }),
  row('bool, true', boolean, { wires: BOTH, value: true, hex: '01' }),
  row('bool, false', boolean, { wires: BOTH, value: false, hex: '00' }),
  row('uuid, zero', uuid, { wires: BOTH, value: ZERO_UUID, hex: '00'.repeat(16) }),
  row('uuid', uuid, { wires: BOTH, value: '_____________________w', hex: 'ff'.repeat(16) }),
  row('string', string, { wires: [CLASSIC], value: 'añ', hex: '000361c3b1' }),
  row('compact string', string, { wires: [FLEXIBLE], value: 'añ', hex: '0461c3b1' }),
  row('empty string', string, { wires: [CLASSIC], value: '', hex: '0000' }),
  row('compact empty string', string, { wires: [FLEXIBLE], value: '', hex: '01' }),
  row('null string', string.nullable(), { wires: [CLASSIC], value: null, hex: 'ffff' }),
  row('compact null string', string.nullable(), { wires: [FLEXIBLE], value: null, hex: '00' }),
  row('compact string of 127 bytes', string, {
    wires: [FLEXIBLE],
    value: 'x'.repeat(127),
    hex: `8001${'78'.repeat(127)}`,
  }),
  row('bytes', bytes, { wires: [CLASSIC], value: Buffer.from([1, 2]), hex: '000000020102' }),
  row('compact bytes', bytes, { wires: [FLEXIBLE], value: Buffer.from([1, 2]), hex: '030102' }),
  row('null bytes', bytes.nullable(), { wires: [CLASSIC], value: null, hex: 'ffffffff' }),
  row('compact null bytes', bytes.nullable(), { wires: [FLEXIBLE], value: null, hex: '00' }),
  row('records', records, { wires: [CLASSIC], value: Buffer.from([9]), hex: '0000000109' }),
  row('compact records', records, { wires: [FLEXIBLE], value: Buffer.from([9]), hex: '0209' }),
  row('null records', records.nullable(), { wires: [FLEXIBLE], value: null, hex: '00' }),
  row('array', array(int16), { wires: [CLASSIC], value: [1, 2], hex: '0000000200010002' }),
  row('compact array', array(int16), { wires: [FLEXIBLE], value: [1, 2], hex: '0300010002' }),
  row('empty array', array(int16), { wires: [CLASSIC], value: [], hex: '00000000' }),
  row('null array', array(int16).nullable(), { wires: [CLASSIC], value: null, hex: 'ffffffff' }),
  row('compact null array', array(int16).nullable(), { wires: [FLEXIBLE], value: null, hex: '00' }),
  row('struct', struct({ a: int8, b: string }), {
    wires: [CLASSIC],
    value: { a: 1, b: 'x' },
    hex: '01000178',
  }),
  row('struct ends with its tagged fields', struct({ a: int8, b: string }), {
    wires: [FLEXIBLE],
    value: { a: 1, b: 'x' },
    hex: '01027800',
  }),
  row('array of structs', array(struct({ a: int8 })), {
    wires: [FLEXIBLE],
    value: [{ a: 1 }, { a: 2 }],
    hex: '0301000200',
  }),
];

describe.each(rows)('$name', ({ field, wires, value, hex }) => {
  it.each(wires)('is written as its bytes (flexible: $flexible)', (wire) => {
    expect(encode(codecOf(field, wire), value).toString('hex')).toBe(hex);
  });

  it.each(wires)('is read back whole (flexible: $flexible)', (wire) => {
    const reader = new ByteReader(Buffer.from(hex, 'hex'));
    expect(codecOf(field, wire).read(reader)).toEqual(value);
    reader.expectEnd('the value');
  });

  it.each(wires)('is refused when cut off at any byte (flexible: $flexible)', (wire) => {
    const whole = Buffer.from(hex, 'hex');
    for (let length = 0; length < whole.length; length++) {
      expect(() => codecOf(field, wire).read(new ByteReader(whole, 0, length))).toThrow(MalformedBytesError);
    }
  });

  it.each(wires)('takes at least the bytes it announces as its minimum (flexible: $flexible)', (wire) => {
    expect(codecOf(field, wire).minimumBytes).toBeLessThanOrEqual(hex.length / 2);
  });
});

describe('writing refuses', () => {
  it.each([
    ['int8 above its range', int8, 128],
    ['int8 below its range', int8, -129],
    ['int16 above its range', int16, 32768],
    ['int32 above its range', int32, 2 ** 31],
    ['a fraction', int32, 1.5],
    ['NaN', int32, Number.NaN],
    ['undefined as int32', int32, undefined],
    ['text as int32', int32, '1'],
    ['a bigint as int32', int32, 1n],
    ['a negative uint16', uint16, -1],
    ['uint32 above its range', uint32, 2 ** 32],
    ['a number as int64', int64, 1],
    ['int64 above its range', int64, 2n ** 63n],
    ['a bigint as float64', float64, 1n],
    ['1 as bool', boolean, 1],
    ['a short uuid', uuid, 'AAAA'],
    ['a uuid with bits beyond the 128th', uuid, 'AAAAAAAAAAAAAAAAAAAAAB'],
    ['a uuid in hexadecimal', uuid, '00000000-0000-0000-0000-000000000000'],
    ['null as string', string, null],
    ['a number as string', string, 1],
    ['a string of 32,768 bytes', string, 'x'.repeat(32768)],
    ['a string as bytes', bytes, 'x'],
    ['null as bytes', bytes, null],
    ['a number as records', records, 7],
    ['an object as array', array(int8), {}],
    ['null as array', array(int8), null],
    ['an array as struct', struct({ a: int8 }), []],
    ['null as struct', struct({ a: int8 }), null],
  ] as const)('%s', (_name, field: AnyField, value) => {
    for (const wire of BOTH) {
      const attempt = (): Buffer => encode(codecOf(field, wire), value);
      expect(attempt).toThrow(EncodeError);
      expect(attempt).toThrow(expect.objectContaining({ code: 'FIELD_INVALID', action: 'usage' }));
    }
  });
});

describe('reading refuses', () => {
  const huge = '7fffffff';
  it.each([
    ['null where a string must be', string, CLASSIC, 'ffff', 'UNEXPECTED_NULL'],
    ['null where a compact string must be', string, FLEXIBLE, '00', 'UNEXPECTED_NULL'],
    ['null where an array must be', array(int8), CLASSIC, 'ffffffff', 'UNEXPECTED_NULL'],
    ['a string length of -2', string.nullable(), CLASSIC, 'fffe', 'LENGTH_INVALID'],
    ['a bytes length of -2', bytes.nullable(), CLASSIC, 'fffffffe', 'LENGTH_INVALID'],
    ['an array count of -2', array(int8).nullable(), CLASSIC, 'fffffffe', 'LENGTH_INVALID'],
    ['an array count of 2^31 - 1', array(int8), CLASSIC, huge, 'COUNT_TOO_LARGE'],
    ['a compact array count near 2^32', array(int8), FLEXIBLE, 'ffffffff0f', 'COUNT_TOO_LARGE'],
    ['more structs than bytes', array(struct({ a: int32 })), FLEXIBLE, '0300000001', 'COUNT_TOO_LARGE'],
    ['a string beyond the end', string, CLASSIC, '0005aabb', 'TRUNCATED'],
    ['a compact string longer than Kafka allows', string, FLEXIBLE, '818002', 'LENGTH_INVALID'],
    ['bytes beyond the end', bytes, CLASSIC, huge, 'TRUNCATED'],
    ['records beyond the end', records, FLEXIBLE, 'ffffffff0f', 'TRUNCATED'],
    ['a length of six continued bytes', string, FLEXIBLE, 'ffffffffff01', 'VARINT_TOO_LONG'],
    ['a length of more than 32 bits', string, FLEXIBLE, 'ffffffff1f', 'VARINT_TOO_LONG'],
  ] as const)('%s', (_name, field: AnyField, wire, hex, code) => {
    const attempt = (): unknown => codecOf(field, wire).read(new ByteReader(Buffer.from(hex, 'hex')));
    expect(attempt).toThrow(expect.objectContaining({ name: 'MalformedBytesError', code }));
  });
});

describe('what is read', () => {
  it('is a view on the frame for bytes and records', () => {
    const frame = Buffer.from('030102', 'hex');
    const value = codecOf(records, FLEXIBLE).read(new ByteReader(frame)) as Uint8Array;
    frame[1] = 9;
    expect([...value]).toEqual([9, 2]);
  });

  it('is true for any bool but zero', () => {
    expect(codecOf(boolean, CLASSIC).read(new ByteReader(Buffer.from([7])))).toBe(true);
  });
});
