/** Schema trees for those rows of the matrix that are about what stands in a schema, and how it is given. */
import { array, enumOf, field, fixed, map, record, suit, type Tree } from './codegen-sketches.ts';

export const CONTENT_TREES: Readonly<Record<string, Tree>> = {
  'doc -> TSDoc': {
    'a.avsc': record(
      'Documented',
      [
        field('a', 'int', { doc: 'How many. {@link x} <b> @param y' }),
        field('b', enumOf('E', ['A'], { doc: 'Ends */ early' }), { doc: '*/ throw 1; /*' }),
        field('c', 'int', { doc: null }),
        field('d', 'int', { doc: { of: ['another', 'kind'] } }),
        field('e', 'int', { doc: '' }),
      ],
      { doc: 'Many\nlines\r\n\r\n   and `code` \\ \u2028 here.' },
    ),
  },
  'defaults -> optional input type': {
    'a.avsc': record('Defaults', [
      field('a', 'int', { default: 1 }),
      field('b', 'long', { default: -9007199254740991 }),
      field('c', 'float', { default: 0.1 }),
      field('d', 'double', { default: -0.0 }),
      field('e', 'bytes', { default: '\u0000\u00ff"' }),
      field('f', 'string', { default: "'`${x}`\n" }),
      field('g', array('int'), { default: [1, 2] }),
      field('h', map('int'), { default: { a: 1, 'two words': 2, constructor: 3 } }),
      field('i', record('Inside', [field('x', 'int', { default: 5 }), field('y', 'string')]), {
        default: { y: 'z' },
      }),
      field('j', ['null', 'Inside'], { default: null }),
      field('k', ['Inside', 'null'], { default: { y: 'first' } }),
      field('l', fixed('F', 2), { default: 'ab' }),
      field('m', suit, { default: 'HEARTS' }),
      field('n', 'boolean', { default: true }),
      field('o', 'null', { default: null }),
      field('constructor', 'int', { default: 1 }),
      field('__proto__', ['null', 'string'], { default: null }),
      field('toString', 'string'),
    ]),
    'b.avsc': record('AllDefaults', [field('a', 'int', { default: 1 }), field('b', 'AllDefaults2')]),
    'c.avsc': record('AllDefaults2', [field('a', ['null', 'int'], { default: null })]),
  },
  'logical types configurable': {
    'a.avsc': record('Logical', [
      ...['timestamp-millis', 'timestamp-micros', 'timestamp-nanos', 'time-micros'].map((logicalType) =>
        field(logicalType.replaceAll('-', '_'), { type: 'long', logicalType }),
      ),
      ...['local-timestamp-millis', 'local-timestamp-micros', 'local-timestamp-nanos'].map((logicalType) =>
        field(logicalType.replaceAll('-', '_'), ['null', { type: 'long', logicalType }]),
      ),
      field('date', { type: 'int', logicalType: 'date' }),
      field('time', array({ type: 'int', logicalType: 'time-millis' })),
      field('amount', { type: 'bytes', logicalType: 'decimal', precision: 10, scale: 2 }),
      field('id', { type: 'string', logicalType: 'uuid' }),
      field('key', fixed('Key', 16, { logicalType: 'uuid' })),
      field('span', fixed('Span', 12, { logicalType: 'duration' })),
      field('big', { type: 'bytes', logicalType: 'big-decimal' }),
      field('unknown', { type: 'string', logicalType: 'of another system' }),
      field('unfit', { type: 'string', logicalType: 'date' }),
    ]),
  },
  'bigint for long': {
    'a.avsc': record('Longs', [
      field('a', 'long'),
      field('b', ['null', 'long'], { default: null }),
      field('c', array('long')),
      field('d', map('long')),
      field('e', ['int', 'long', 'double']),
      field('f', 'long', { default: 12 }),
    ]),
  },
  'runtime schema constant': {
    'a.avsc': record('Holder', [field('a', 'Held'), field('b', ['null', 'n.Held'])]),
    'b.avsc': record('Held', [field('c', 'n.Held')]),
    'c.avsc': record('n.Held', [field('x', 'int', { 'x-property': { deep: ["'", '\\', '\u2028'] } })], {
      'connect.name': 'n.Held',
    }),
  },
  'typed serializer factory': {
    'a.avsc': record('Customer', [field('id', 'int')]),
    'b.avsc': record('isCustomer', [field('id', 'int')]),
    'c.avsc': record('customerSerializer', [field('id', 'Customer')]),
    'd.avsc': record('CustomerInput', [field('id', 'isCustomer')]),
  },
  'generated encode/decode without reflection': {
    'a.avsc': record('Everything', [
      field('a', 'boolean'),
      field('b', 'int'),
      field('c', 'long'),
      field('d', 'float'),
      field('e', 'double'),
      field('f', 'bytes'),
      field('g', 'string'),
      field('h', 'null'),
      field('i', fixed('Four', 4)),
      field('j', suit),
      field('k', record('Inner', [field('x', 'string'), field('y', ['null', 'Inner'])])),
      field('l', array('Inner')),
      field('m', map('Suit')),
      field('n', ['null', 'Inner', record('Other', [field('z', 'int')]), array('int'), 'string', 'double']),
      field('o', array('null')),
      field('p', map(record('Hollow'))),
    ]),
  },
  'name collisions / reserved words': {
    'a.avsc': [record('User'), record('user'), record('USER'), record('a.User'), record('b.User')],
    'b.avsc': record('Uses', [
      field('a', 'User'),
      field('b', 'user'),
      field('c', 'a.User'),
      field('d', ['b.User', 'a.User', 'USER']),
    ]),
    'c.avsc': [
      record('writeUser'),
      record('readUser'),
      record('UserInput'),
      record('isUser'),
      record('userFields'),
      record('userSerializer'),
      record('userDeserializer'),
      enumOf('userSymbols', ['A']),
      record('UserSchema'),
      record('ottlaByteWriter', [field('at', 'bytes'), field('value', 'long'), field('writer', 'int')]),
    ],
    'd.avsc': [
      record('Date', [field('when', { type: 'long', logicalType: 'timestamp-millis' })]),
      record('Uint8Array', [field('raw', 'bytes')]),
      record('Object', [field('class', 'int')]),
      record('String', [field('text', ['null', 'string'])]),
      record('delete', [field('delete', ['null', 'delete'])]),
      enumOf('Record', ['enum', 'void']),
    ],
  },
  aliases: {
    'a.avsc': record(
      'n.Renamed',
      [field('a', 'int', { aliases: ['b', 'constructor'] }), field('next', ['null', 'Renamed'])],
      { aliases: ['Old', 'm.Older'] },
    ),
  },
  'avdl / avpr input': {
    'a.avdl':
      '@namespace("idl") protocol P { import schema "b.avsc"; /** Doc */ record A { int a = 1; union { null, A } next = null; ' +
      'array<string> list; map<B> byName; decimal(9, 2) price; timestamp_ms at; @logicalType("uuid") string id; string? opt; } ' +
      'enum E { X, Y } = X; fixed F(4); error Failed { string why; } void send(A a) throws Failed; }',
    'b.avsc': record('idl.B', [field('x', 'int')]),
    'c.avpr': {
      protocol: 'Q',
      namespace: 'proto',
      types: [record('Request', [field('id', 'long')]), { ...record('Refused'), type: 'error' }],
      messages: {},
    },
  },
  'top-level enum / union / array / primitive / `error`': {
    'a enum.avsc': suit,
    'a union.avsc': ['null', 'string', 'Failed'],
    'an array.avsc': array(['null', 'Suit']),
    'a map.avsc': map('bytes'),
    'a long.avsc': 'long',
    'a string.avsc': { type: 'string' },
    'a date.avsc': { type: 'int', logicalType: 'date' },
    'an error.avsc': { ...record('Failed', [field('why', 'string')]), type: 'error' },
    'a fixed.avsc': fixed('Hash', 3),
    'null.avsc': 'null',
    '1.avsc': 'int',
    'default.avsc': array('int'),
  },
};
