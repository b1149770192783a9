/** Schemas that have broken other generators, and schemas made to break this one. Each is one file. */

type Json = unknown;
const record = (name: string, fields: readonly Json[] = [], more: object = {}): object => ({
  type: 'record',
  name,
  fields,
  ...more,
});
const field = (name: string, type: Json, more: object = {}): object => ({ name, type, ...more });
const enumOf = (name: string, ...symbols: string[]): object => ({ type: 'enum', name, symbols });

/** Words that mean something in JavaScript, TypeScript or to the objects of either. */
export const SPECIAL_NAMES: readonly string[] = (
  'abstract any arguments as asserts async await bigint boolean break case catch class const constructor continue ' +
  'debugger declare default delete do else enum eval export extends false finally for from function get global ' +
  'globalThis hasOwnProperty if implements import in infer instanceof interface is keyof let module namespace ' +
  'never new null number object of out override package private protected prototype public readonly require ' +
  'return satisfies set static string super switch symbol then this throw toJSON toString true try type typeof ' +
  'undefined unique unknown using valueOf var void while with yield __proto__ __esModule exports Array BigInt ' +
  'Boolean Buffer Date Error Function Infinity JSON Map Math NaN Number Object Partial Promise Proxy Readonly ' +
  'ReadonlyArray Record RegExp Set String Symbol Uint8Array AvroSchema AvroSerializerOptions RichSerializer ' +
  'Deserializer avroSerializer avroDeserializer defineAvroSchema _ __ A1'
).split(' ');

/** What generated modules call their own: exports, imports, parameters, constants. */
export const RUNTIME_NAMES: readonly string[] = (
  'Customer CustomerInput CustomerSchema isCustomer customerSerializer customerDeserializer customerSymbols ' +
  'writeCustomer readCustomer customerFields customerIdPlan customer writeCustomerId readCustomerId Id id ' +
  'ottlaByteWriter ottlaAvroSchema userPairBox ByteWriter DatumReader DatumWrite buffer words writer at depth value ' +
  'datum left item items branch entry key room refuse planned symbols tagged fieldNames expectRecord expectSize ' +
  'isList isWrapped memberOf putArray putLong readArray readLong readBranch positionOf fitsSchema frozen index topics ' +
  'schemas root Payload'
).split(' ');

const HOSTILE_TEXT =
  "*/ throw new Error('injected'); /* `${process.exit(1)}` \u2028 \u2029 \u202e </script> @ts-ignore\n// @ts-nocheck\r\n/// <reference path='x'/>\\";

export const nastySchemas: Readonly<Record<string, Json>> = {
  'special records': SPECIAL_NAMES.map((name) => record(name, [field('x', 'int')], { namespace: 'records' })),
  'special enums': SPECIAL_NAMES.map((name) => ({ ...enumOf(name, 'A', 'B'), namespace: 'enums' })),
  'special fixed': SPECIAL_NAMES.map((name) => ({ type: 'fixed', name, size: 4, namespace: 'fixed' })),
  'special fields': record(
    'SpecialFields',
    SPECIAL_NAMES.map((name) => field(name, 'string')),
  ),
  'special symbols': enumOf('SpecialSymbols', ...SPECIAL_NAMES),
  'special types used beside each other': record(
    'SpecialTypes',
    SPECIAL_NAMES.map((name) => field(`f_${name}`, `records.${name}`)),
  ),
  'hostile docs': record(
    'HostileDocs',
    [field('a', enumOf('HostileEnum', 'A'), { doc: HOSTILE_TEXT }), field('b', 'int', { doc: '*' })],
    { doc: HOSTILE_TEXT },
  ),
  'a doc that ends in an order to the compiler': record('Ordered', [
    field('a', 'int', { doc: 'x\n@ts-ignore' }),
  ]),
  'hostile defaults': record('HostileDefaults', [
    field('a', 'string', { default: HOSTILE_TEXT }),
    field('b', { type: 'map', values: 'string' }, { default: { [HOSTILE_TEXT]: "'" } }),
    field('c', 'bytes', { default: '\u00ff\u0000' }),
    field('d', 'long', { default: 9007199254740991 }),
  ]),
  'one short name in three namespaces': record(
    'Order',
    [
      field('a', record('Money', [], { namespace: 'one' })),
      field('b', record('Money', [], { namespace: 'two.one' })),
      field('c', record('Money', [], { namespace: '' })),
      field('d', record('MoneyInput', [], { namespace: 'one' })),
      field('e', record('OrderInput', [], { namespace: 'one' })),
      field('f', record('orderSerializer', [], { namespace: 'one' })),
    ],
    { namespace: 'shop' },
  ),
  'a chain of recursion': record('Node', [
    field('value', 'int'),
    field('next', ['null', 'Node'], { default: null }),
    field('children', { type: 'array', items: 'Node' }, { default: [] }),
    field('byName', { type: 'map', values: ['null', 'Node'] }),
  ]),
  'recursion through two records': record('Left', [
    field('right', ['null', record('Right', [field('left', ['null', 'Left'])])]),
  ]),
  'unions of everything': record('Everything', [
    field('a', [
      'null',
      'boolean',
      'int',
      'long',
      'float',
      'double',
      'bytes',
      'string',
      { type: 'array', items: ['null', 'int'] },
      { type: 'map', values: 'string' },
      { type: 'fixed', name: 'Four', size: 4 },
      enumOf('Suit', 'SPADES', 'HEARTS'),
      record('One', [field('type', 'string')]),
      record('Two', [field('value', 'int')]),
    ]),
    field('b', [record('Alone'), { type: 'map', values: 'One' }]),
    field('c', [record('Sole'), { type: 'array', items: 'Two' }, 'null']),
    field('d', []),
    field('e', ['null']),
    field('f', { type: 'array', items: { type: 'array', items: { type: 'map', values: ['One', 'Two'] } } }),
  ]),
  'logical types': record('Logical', [
    ...[
      'timestamp-millis',
      'timestamp-micros',
      'timestamp-nanos',
      'local-timestamp-millis',
      'time-micros',
    ].map((logicalType, index) => field(`l${index}`, { type: 'long', logicalType })),
    field('date', { type: 'int', logicalType: 'date' }),
    field('amount', { type: 'bytes', logicalType: 'decimal', precision: 10, scale: 2 }),
    field('price', {
      type: 'fixed',
      name: 'Price',
      size: 8,
      logicalType: 'decimal',
      precision: 10,
      scale: 2,
    }),
    field('span', { type: 'fixed', name: 'Span', size: 12, logicalType: 'duration' }),
    field('either', ['null', 'Span', { type: 'long', logicalType: 'timestamp-millis' }]),
    field('tagged', ['Span', { type: 'map', values: 'int' }]),
    field('unknown', { type: 'string', logicalType: 'constructor' }),
  ]),
  'case twins': [record('Twin'), record('twin'), record('TWIN'), record('Tw_in')],
  'nothing inside': [record('Hollow'), enumOf('NoSymbols'), { type: 'fixed', name: 'Nothing', size: 0 }],
  'an array of a map of a record': {
    type: 'array',
    items: {
      type: 'map',
      values: record('DeepInside', [field('self', { type: 'array', items: 'DeepInside' })]),
    },
  },
  'a very long name': record('L'.repeat(300), [field('x', ['null', 'L'.repeat(300)])]),
};

export const nastyFiles: readonly { readonly file: string; readonly text: string }[] = Object.entries(
  nastySchemas,
).map(([name, schema]) => ({ file: `${name}.avsc`, text: JSON.stringify(schema) }));
