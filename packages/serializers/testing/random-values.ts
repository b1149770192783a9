/**
 * Random schemas with values in our shape and, beside them, in avsc's own: for comparing the two byte for byte.
 *
 * Everything follows from one seed. Schemas here carry no logical types and no longs beyond what avsc can hold;
 * those have tables of their own.
 */
import { seededRandom, type Random } from '@ottla/kernel';

/** Schema JSON, and a maker of value pairs. */
export interface RandomType {
  readonly schema: unknown;
  /** What avsc calls it inside a wrapped union. */
  readonly branchName: string;
  readonly pair: () => Pair;
}

export interface Pair {
  readonly ours: unknown;
  readonly theirs: unknown;
}

const TEXTS = ['', 'a', 'Ada Lovelace', 'é€😀', 'x'.repeat(100), '__proto__', 'constructor', 'toString'];
const NUMBERS = [0, -0, 1.5, -2.25, Number.NaN, Number.POSITIVE_INFINITY, 5e-324, 1e300];
const INTS = [0, 1, -1, 63, 64, -65, 8192, 2147483647, -2147483648];
/** avsc corrupts what lies beyond. */
const LONGS = [...INTS, 2147483648, -2147483649, 2 ** 40, -(2 ** 52), 2 ** 53 - 2];
/** Names that are members of every object, and names that are not. */
const FIELDS = ['id', 'name', 'toString', 'constructor', 'class', 'value', '__proto__', 'hasOwnProperty'];

type Maker = (schemas: RandomSchemas, depth: number) => RandomType;

export class RandomSchemas {
  readonly #random: Random;
  #names = 0;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  type(depth = 3): RandomType {
    return this.pick(depth === 0 ? LEAVES : [...LEAVES, ...BRANCHES, ...BRANCHES])(this, depth);
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.#random() * items.length)] as T;
  }

  count(most: number): number {
    return Math.floor(this.#random() * (most + 1));
  }

  name(letter: string): string {
    return `acme.${letter}${this.#names++}`;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.count(255));
  }
}

function plain(schema: string, values: readonly unknown[]): Maker {
  return (schemas) => ({
    schema,
    branchName: schema,
    pair: () => {
      const value = schemas.pick(values);
      return { ours: value, theirs: value };
    },
  });
}

const LEAVES: readonly Maker[] = [
  plain('null', [null]),
  plain('boolean', [true, false]),
  plain('int', INTS),
  plain('long', LONGS),
  plain('float', NUMBERS.map(Math.fround)),
  plain('double', NUMBERS),
  plain('string', TEXTS),
  (schemas) => ({
    schema: 'bytes',
    branchName: 'bytes',
    pair: () => {
      const ours = schemas.bytes(schemas.count(40));
      return { ours, theirs: Buffer.from(ours) };
    },
  }),
  (schemas) => {
    const name = schemas.name('F');
    const size = schemas.count(9);
    const pair = (): Pair => {
      const ours = schemas.bytes(size);
      return { ours, theirs: Buffer.from(ours) };
    };
    return { schema: { type: 'fixed', name, size }, branchName: name, pair };
  },
  (schemas) => {
    const name = schemas.name('E');
    const symbols = ['A', 'toString', 'constructor', 'B'].slice(schemas.count(3));
    const pair = (): Pair => {
      const symbol = schemas.pick(symbols);
      return { ours: symbol, theirs: symbol };
    };
    return { schema: { type: 'enum', name, symbols }, branchName: name, pair };
  },
];

const BRANCHES: readonly Maker[] = [array, map, record, union];

function array(schemas: RandomSchemas, depth: number): RandomType {
  const items = schemas.type(depth - 1);
  const pair = (): Pair => {
    const pairs = Array.from({ length: schemas.count(4) }, items.pair);
    return { ours: pairs.map(({ ours }) => ours), theirs: pairs.map(({ theirs }) => theirs) };
  };
  return { schema: { type: 'array', items: items.schema }, branchName: 'array', pair };
}

function map(schemas: RandomSchemas, depth: number): RandomType {
  const values = schemas.type(depth - 1);
  const pair = (): Pair => {
    const pairs = Array.from(
      { length: schemas.count(3) },
      () => [schemas.pick(TEXTS), values.pair()] as const,
    );
    return objects(pairs);
  };
  return { schema: { type: 'map', values: values.schema }, branchName: 'map', pair };
}

function record(schemas: RandomSchemas, depth: number): RandomType {
  const name = schemas.name('R');
  const names = [...new Set(Array.from({ length: schemas.count(5) }, () => schemas.pick(FIELDS)))];
  const fields = names.map((field) => ({ name: field, type: schemas.type(depth - 1) }));
  const types = fields.map((field) => ({ name: field.name, type: field.type.schema }));
  const pairs = (): (readonly [string, Pair])[] =>
    fields.map((field) => [field.name, field.type.pair()] as const);
  if (schemas.count(3) > 0) {
    const schema = { type: 'record', name, fields: types };
    return { schema, branchName: name, pair: () => objects(pairs()) };
  }
  // A record that contains itself, two ways.
  const own = [
    { name: 'next', type: ['null', name] },
    { name: 'children', type: { type: 'array', items: name } },
  ];
  const nested = (levels: number): Pair => {
    const hasNext = levels > 0 && schemas.count(1) === 1;
    const next = hasNext ? nested(levels - 1) : null;
    const children = Array.from({ length: levels > 0 ? schemas.count(2) : 0 }, () => nested(levels - 1));
    const theirNext = next === null ? null : { [name]: next.theirs };
    return objects([
      ...pairs(),
      ['next', { ours: next === null ? null : next.ours, theirs: theirNext }],
      ['children', { ours: children.map(({ ours }) => ours), theirs: children.map(({ theirs }) => theirs) }],
    ]);
  };
  const schema = { type: 'record', name, fields: [...types, ...own] };
  return { schema, branchName: name, pair: () => nested(DEEPEST_NESTING) };
}

/** Of a record in itself. */
const DEEPEST_NESTING = 3;

/** Object.fromEntries makes every key an own member. */
function objects(pairs: readonly (readonly [string, Pair])[]): Pair {
  return {
    ours: Object.fromEntries(pairs.map(([key, { ours }]) => [key, ours])),
    theirs: Object.fromEntries(pairs.map(([key, { theirs }]) => [key, theirs])),
  };
}

/** With no two branches of one JavaScript kind but records, so that the value decides the branch. */
function union(schemas: RandomSchemas, depth: number): RandomType {
  const kinds = new Map<string, RandomType>();
  for (let tries = 0; tries < 6; tries++) {
    const branch = schemas.type(depth - 1);
    const kind = unionKind(branch);
    if (kind !== undefined && !kinds.has(kind)) kinds.set(kind, branch);
  }
  const branches = [...kinds.values()];
  if (branches.length === 0) return plain('null', [null])(schemas, depth);
  const records = branches.filter((branch) => isRecord(branch)).length;
  const pair = (): Pair => {
    const branch = schemas.pick(branches);
    const { ours, theirs } = branch.pair();
    let value = ours;
    if (isRecord(branch) && records > 1) value = { $type: branch.branchName, ...(ours as object) };
    if (branch.branchName === 'map' && records > 0) value = { $type: 'map', value: ours };
    return { ours: value, theirs: branch.branchName === 'null' ? null : { [branch.branchName]: theirs } };
  };
  return { schema: branches.map((branch) => branch.schema), branchName: '', pair };
}

function isRecord({ schema }: RandomType): boolean {
  return typeof schema === 'object' && (schema as { type?: string }).type === 'record';
}

function unionKind(branch: RandomType): string | undefined {
  if (Array.isArray(branch.schema)) return undefined;
  if (isRecord(branch)) return branch.branchName;
  const type = typeof branch.schema === 'string' ? branch.schema : (branch.schema as { type: string }).type;
  if (type === 'enum' || type === 'string') return 'text';
  if (type === 'fixed' || type === 'bytes') return 'bytes';
  return ['int', 'long', 'float', 'double'].includes(type) ? 'number' : type;
}
