/**
 * Schema trees for each row of the matrix of what generators of TypeScript from Avro can do: what others refuse, merge,
 * or print as something that is not there. Rows about commands and registries have none.
 */
import type { SchemaInput } from '@ottla/codegen';
import { array, enumOf, field, fixed, map, record, suit, type Tree } from './codegen-sketches.ts';
import { CONTENT_TREES } from './codegen-torture-content.ts';

const self = field('self', ['null', 'Node'], { default: null });

const SHAPE_TREES: Readonly<Record<string, Tree>> = {
  'records, nested': {
    'a.avsc': record('Outer', [
      field('a', record('Middle', [field('b', record('Inner', [field('c', 'int')]))])),
      field('again', 'Middle'),
      field('inner', ['null', 'Inner']),
    ]),
    // Texts and arrays have a length, too.
    'b.avsc': record('Board', [field('length', 'int')]),
    'c.avsc': record('Boards', [
      field('a', ['Board', 'boolean']),
      field('b', map('Board')),
      field('c', record('Plank', [field('length', 'long', { default: 1 }), field('wood', 'Wood')])),
      field('d', record('Beam', [field('length', 'double'), field('width', 'double', { default: 1 })])),
    ]),
    'd.avsc': record('Wood'),
  },
  'enum as string union, const object or TS enum': {
    'a.avsc': record('Hand', [
      field('a', suit),
      field('b', ['null', 'Suit']),
      field('c', array('Suit')),
      field('d', map(['Suit', 'int'])),
      field('e', ['Suit', enumOf('Level', ['LOW', 'HIGH', '__proto__', 'constructor'])]),
      field('f', 'Suit', { default: 'HEARTS' }),
    ]),
  },
  'enum default': {
    'a.avsc': suit,
    'b.avsc': record('Card', [field('suit', 'Suit', { default: 'HEARTS' }), field('other', 'Suit')]),
  },
  fixed: {
    'a.avsc': record('Digests', [
      field('a', fixed('Md5', 16)),
      field('b', 'Md5'),
      field('c', ['null', 'Md5']),
      field('d', array('Md5')),
      field('e', fixed('One', 1)),
      field('f', ['One', 'Md5', 'string']),
      field('g', fixed('Price', 8, { logicalType: 'decimal', precision: 12, scale: 3 })),
      field('h', 'Price'),
      field('i', fixed('None', 0)),
      field('j', 'One', { default: '\u00ff' }),
      field('k', ['One', 'Md5', record('Beside', [field('x', 'int')])]),
      field('l', ['One', 'Md5', map('int')]),
      field('m', ['One', 'None', fixed('Span', 12, { logicalType: 'duration' })]),
    ]),
    'b.avsc': fixed('Alone', 4),
  },
  'array/map of union': {
    'a.avsc': record('Lists', [
      field('a', array(['null', 'string'])),
      field('b', map(['null', 'string'])),
      field('c', ['null', array('string')]),
      field('d', ['null', array(['null', map(['null', array(['null', 'int'])])])]),
      field('e', array(['int', 'string', array('double')])),
      field('f', ['null', map('bytes')], { default: null }),
      field('g', array(array(array(['boolean', 'null']))), { default: [] }),
    ]),
  },
  'unions, unwrapped': {
    'a.avsc': record('Payment', [
      field('a', ['null', 'string', 'int', 'boolean', 'bytes']),
      field('b', [record('Card', [field('digits', 'string')]), record('Cash', [field('coins', 'int')])]),
      field('c', ['null', 'Card', 'Cash', array('Card')]),
      field('d', ['Card', 'null']),
      field('e', ['string', 'Card']),
      field('f', ['null', record('Empty')]),
      field('g', ['null']),
      field('h', [record('Hollow'), fixed('Span', 12, { logicalType: 'duration' }), array('null'), 'int']),
      field('i', [record('Bare'), map('int'), 'int']),
    ]),
  },
  'unions, wrapped like avsc "auto"': {
    'a.avsc': record('Wrapped', [
      field('a', ['int', 'long']),
      field('b', ['float', 'double', 'int', 'long']),
      field('c', ['string', enumOf('Word', ['a', 'b'])]),
      field('d', [map('string'), record('Beside', [field('x', 'int')])]),
      field('e', [map('string'), 'Beside', record('Also', [field('x', 'int')])]),
      field('f', ['bytes', fixed('Two', 2), fixed('Three', 3)]),
      field('g', [
        'Beside',
        fixed('Span', 12, { logicalType: 'duration' }),
        { type: 'string', logicalType: 'uuid' },
      ]),
    ]),
  },
  'recursive types': {
    'a.avsc': record('Node', [
      self,
      field('list', array('Node')),
      field('byName', map('Node')),
      field('either', ['null', 'Node', record('Leaf', [field('of', ['null', 'Node'])])]),
    ]),
    'b.avsc': record('Odd', [field('next', ['null', record('Even', [field('next', ['null', 'Odd'])])])]),
    'c.avsc': array(record('Tree', [field('children', array('Tree'))])),
  },
  'named refs inside one file': {
    'a.avsc': record(
      'Root',
      [
        field('a', record('com.other.Full', [field('x', enumOf('Near', ['A']))])),
        field('b', 'com.other.Full'),
        field('c', 'com.other.Near'),
        field('d', fixed('Bare', 2, { namespace: '' })),
        field('e', 'Bare'),
        field('f', record('Own', [field('x', 'Bare'), field('y', 'com.other.Near')])),
        field('g', 'com.acme.Own'),
        field('h', 'Own'),
      ],
      { namespace: 'com.acme' },
    ),
  },
  'refs across files': {
    'z.avsc': record('com.acme.Order', [field('by', 'com.people.Person'), field('to', 'Plain')]),
    'm.avsc': record('com.people.Person', [field('last', ['null', 'com.acme.Order']), field('no', 'long')]),
    'a.avsc': record('Plain', [field('owner', ['null', 'com.people.Person'], { default: null })]),
    'list.avsc': array('com.acme.Order'),
  },
  'short-name refs across files (same namespace)': {
    'b.avsc': record('n.User', [field('at', 'Address'), field('level', 'Level')]),
    'a.avsc': record('Address', [field('street', 'string')], { namespace: 'n' }),
    'c.avsc': enumOf('n.Level', ['LOW', 'HIGH']),
    'd.avsc': record('m.User', [field('at', 'n.Address'), field('own', ['null', 'User'])]),
  },
  'import ordering / cycles': {
    'c.avsc': record('ring.A', [field('b', ['null', 'ring.two.B'])]),
    'b.avsc': record('ring.two.B', [field('c', ['null', 'C'])]),
    'a.avsc': record('C', [field('a', array('ring.A')), field('d', 'ring.two.D')], {
      namespace: 'ring.two',
    }),
    'd.avsc': record('ring.two.D', [field('cs', map('C'))]),
    'e.avsc': ['null', 'ring.A', 'ring.two.D'],
  },
};

export interface TortureTree {
  readonly row: string;
  readonly inputs: readonly SchemaInput[];
}

export const tortureTrees: readonly TortureTree[] = Object.entries({ ...SHAPE_TREES, ...CONTENT_TREES }).map(
  ([row, tree]) => ({
    row,
    inputs: Object.entries(tree).map(([file, schema]) => ({
      file,
      text: file.endsWith('.avdl') && typeof schema === 'string' ? schema : JSON.stringify(schema),
    })),
  }),
);
