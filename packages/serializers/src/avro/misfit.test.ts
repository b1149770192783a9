import { ByteWriter, SerializationError } from '@ottla/kernel';
import { parseSchema } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { avroCodec } from './avro-codec.ts';

const secret = 'hunter2';
const order = {
  type: 'record',
  name: 'com.acme.Order',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['NEW', 'SHIPPED'] } },
    {
      name: 'lines',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'Line',
          fields: [
            { name: 'sku', type: 'string' },
            { name: 'count', type: 'int', default: 1 },
          ],
        },
      },
    },
    { name: 'attributes', type: { type: 'map', values: 'string' } },
    { name: 'note', type: ['null', 'string'] },
    { name: 'placedAt', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'total', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } },
    { name: 'day', type: { type: 'int', logicalType: 'date' }, default: 0 },
    { name: 'hash', type: { type: 'fixed', name: 'Hash', size: 2 }, default: '\u0000\u0000' },
    { name: 'micros', type: { type: 'long', logicalType: 'timestamp-micros' }, default: 0 },
    {
      name: 'payment',
      type: ['null', 'Line', { type: 'record', name: 'Card', fields: [{ name: 'digits', type: 'string' }] }],
      default: null,
    },
  ],
};
const good = {
  id: 1,
  status: 'NEW',
  lines: [{ sku: 'a' }],
  attributes: { k: 'v' },
  note: null,
  placedAt: new Date(0),
  total: '1.00',
};
const codec = avroCodec(parseSchema(JSON.stringify(order)));

function failure(value: unknown): SerializationError {
  const writer = new ByteWriter();
  writer.writeInt8(1);
  try {
    codec.encodeInto(value, writer);
  } catch (error) {
    expect(writer.position).toBe(1);
    if (error instanceof SerializationError) return error;
  }
  return expect.unreachable('it was encoded');
}

describe('a value that does not fit', () => {
  it.each<[string, object, string, string, string, RegExp?]>([
    ['a string', { id: secret }, 'id', 'long', 'a string'],
    ['a fraction', { id: 1.5 }, 'id', 'long', 'a number with a fraction'],
    ['an unsafe long', { id: 2 ** 53 }, 'id', 'long', 'an integer beyond 2^53', /long: 'bigint'/],
    [
      'an unsafe bigint for a number',
      { id: 1n << 53n },
      'id',
      'long',
      'an integer beyond 2^53',
      /long: 'bigint'/,
    ],
    ['a string of digits', { id: '5' }, 'id', 'long', 'a string'],
    [
      'no symbol',
      { status: 'SHIPED' },
      'status',
      'enum com.acme.Status (a string)',
      'none of its symbols',
      /did you mean 'SHIPPED'/,
    ],
    ['a symbol in an array', { status: ['NEW'] }, 'status', 'enum com.acme.Status (a string)', 'an array'],
    [
      'an int out of range',
      { lines: [{ sku: 'a' }, { sku: 'b', count: 2 ** 31 }] },
      'lines[1].count',
      'int',
      'an integer beyond 32 bits',
    ],
    [
      'something inside a list',
      { lines: [{ sku: 'a' }, { sku: 4711 }] },
      'lines[1].sku',
      'string',
      'an integer',
    ],
    ['a hole in a list', { lines: new Array(1) }, 'lines[0]', 'record com.acme.Line', 'nothing'],
    ['an object for a list', { lines: { length: 0 } }, 'lines', 'array', 'an object'],
    [
      'something inside a map',
      { attributes: { 'a "b"': 5 } },
      'attributes["a \\"b\\""]',
      'string',
      'an integer',
    ],
    ['a Map', { attributes: new Map([['k', 'v']]) }, 'attributes', 'map', 'a Map'],
    ['an array for a map', { attributes: ['v'] }, 'attributes', 'map', 'an array'],
    ['a wrong branch', { note: 5 }, 'note', 'one of null, string', 'an integer'],
    [
      'a missing nullable without default',
      { note: undefined },
      'note',
      'one of null, string',
      'nothing',
      /pass null/,
    ],
    ['a bigint for a Date', { placedAt: 0n }, 'placedAt', 'timestamp-millis (a Date)', 'a bigint'],
    [
      'no valid Date',
      { placedAt: new Date('x') },
      'placedAt',
      'timestamp-millis (a Date)',
      'an invalid Date',
    ],
    [
      'too fine a decimal',
      { total: '1.005' },
      'total',
      'decimal(9, 2) (a string)',
      'a number with 3 digits after the point',
    ],
    [
      'too large a decimal',
      { total: '12345678.00' },
      'total',
      'decimal(9, 2) (a string)',
      'a number with 8 digits before the point',
    ],
    [
      'a number of too many digits',
      { total: 1.005 },
      'total',
      'decimal(9, 2) (a string)',
      '3 digits after the point',
    ],
    ['no such day', { day: '2026-02-30' }, 'day', "date ('YYYY-MM-DD')", 'no such date'],
    [
      'bytes of another length',
      { hash: new Uint8Array(3) },
      'hash',
      'fixed com.acme.Hash (a Uint8Array of 2 bytes)',
      '3 bytes',
    ],
    ['a number for a bigint', { micros: 5 }, 'micros', 'timestamp-micros (a bigint)', 'an integer', /1n/],
    [
      'a bigint beyond 64 bits',
      { micros: 1n << 63n },
      'micros',
      'timestamp-micros (a bigint)',
      'a bigint beyond 64 bits',
    ],
    [
      'an untagged record',
      { payment: { digits: secret } },
      'payment',
      'one of null, com.acme.Line, com.acme.Card',
      'an object',
      /\$type: com\.acme\.Line or com\.acme\.Card/,
    ],
    [
      'a field inside a tagged record',
      { payment: { $type: 'com.acme.Card', digits: 5 } },
      'payment.digits',
      'string',
      'an integer',
    ],
    ['a null where none may be', { id: null }, 'id', 'long', 'null'],
    ['a value still to come', { id: Promise.resolve(1) }, 'id', 'long', 'a Promise'],
  ])('%s', (_name, change, path, expected, found, remedy = /./) => {
    const error = failure({ ...good, ...change });
    expect(error).toMatchObject({ code: 'VALUE_MISFIT', action: 'usage', path, expected });
    expect(error.found).toContain(found);
    expect(error.message).toContain(`'${path}' must be ${expected}`);
    expect(error.message).toMatch(remedy);
    expect(`${String(error)}${String(error.cause)}`).not.toMatch(new RegExp(`${secret}|4711`));
  });

  it.each<[unknown, string]>([
    [undefined, 'nothing'],
    [null, 'null'],
    ['x', 'a string'],
    [[], 'an array'],
    [new Map(), 'a Map'],
    [Promise.resolve({}), 'a Promise (await it first)'],
  ])('at the root: %j', (value, found) => {
    expect(failure(value)).toMatchObject({ path: '', expected: 'record com.acme.Order', found });
  });
});

describe('an undeclared field', () => {
  it.each<[string, object, string, RegExp]>([
    ['beside all others', { notes: 'x' }, 'notes', /did you mean 'note'\?/],
    [
      'instead of one with a default',
      { lines: [{ sku: 'a', cuont: 2 }] },
      'lines[0].cuont',
      /did you mean 'count'\?/,
    ],
    ['that resembles none', { zzzzzzzz: 1 }, 'zzzzzzzz', /its fields are id, status, lines/],
    [
      'inside a union',
      { payment: { $type: 'com.acme.Card', digits: 'x', cvc: 1 } },
      'payment.cvc',
      /an undeclared field/,
    ],
    [
      'that every object inherits',
      { lines: [{ sku: 'a', toString: 1 }] },
      'lines[0].toString',
      /an undeclared field/,
    ],
  ])('is refused %s', (_name, change, path, message) => {
    const error = failure({ ...good, ...change });
    expect(error).toMatchObject({ code: 'VALUE_MISFIT', path, found: 'an undeclared field' });
    expect(error.message).toMatch(message);
  });

  it('that is undefined is no field', () => {
    expect(() => codec.encodeInto({ ...good, notes: undefined }, new ByteWriter())).not.toThrow();
  });
});

describe('a value that contains itself', () => {
  it('is refused, not followed for ever', () => {
    const schema = { type: 'record', name: 'Node', fields: [{ name: 'next', type: ['null', 'Node'] }] };
    const node: { next: unknown } = { next: null };
    node.next = node;
    expect(() => avroCodec(parseSchema(JSON.stringify(schema))).encodeInto(node, new ByteWriter())).toThrow(
      expect.objectContaining({
        code: 'VALUE_MISFIT',
        message: expect.stringContaining('contain itself') as string,
      }),
    );
  });
});
