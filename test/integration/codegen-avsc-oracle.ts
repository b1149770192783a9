/**
 * avsc as a judge of bytes: whether it reads a value in them, writes the same bytes for it again, and that value is ours.
 *
 * avsc gets the shape of the schema alone, with names of its own for types, fields and symbols: bytes know no names, and
 * avsc trips over some of them. Logical types are left out of it, so that what they stand for is worked out here, apart
 * from our code. Not judged: Temporal's forms, and wide inputs of decimals.
 */
import { isDeepStrictEqual } from 'node:util';
import avsc from 'avsc';
import { isNamed, type NamedSchema, type Representation, type Schema, type UnionBranch } from '@ottla/schema';

const DAY_MS = 86_400_000n;

type Kind<Name extends Representation['kind']> = Extract<Representation, { kind: Name }>;

/** Exact in 64 bits, where avsc's own is not. */
const bigintLong: avsc.Type = avsc.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer(value: bigint) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: String,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (left: bigint, right: bigint) => Number(left > right) - Number(left < right),
});

/** What avsc makes of a schema, with integers of 64 bits and no logical types. Throws what avsc throws. */
export function avscType(schema: unknown): avsc.Type {
  // It judges whatever it is given.
  return avsc.Type.forSchema(schema as avsc.Schema, {
    wrapUnions: true,
    logicalTypes: {},
    registry: { long: bigintLong },
  });
}

export class AvscOracle {
  readonly #names = new Map<string, string>();
  readonly #type: avsc.Type;
  readonly #representation: Representation;

  constructor(representation: Representation) {
    this.#representation = representation;
    this.#type = avscType(this.#shape(representation.schema));
  }

  /** What is wrong with these bytes as those of all the values; null when avsc agrees. */
  objection(bytes: Buffer, values: readonly unknown[]): string | null {
    // Such an entry of a map becomes the prototype of what avsc reads.
    if (bytes.includes('__proto__')) return null;
    const theirs: unknown = this.#type.fromBuffer(bytes);
    const again = this.#type.toBuffer(theirs);
    if (!again.equals(bytes)) return `avsc writes ${again.toString('hex')}, not ${bytes.toString('hex')}`;
    return values.every((value) => this.#isSame(this.#representation, value, theirs))
      ? null
      : `avsc reads another value in ${bytes.toString('hex')}`;
  }

  /** The schema without logical types and properties; a named type by its name from its second use on. */
  #shape(schema: Schema): unknown {
    if (schema.type === 'array') return { type: 'array', items: this.#shape(schema.items) };
    if (schema.type === 'map') return { type: 'map', values: this.#shape(schema.values) };
    // A union of nothing would be refused, also where no value reaches it.
    if (schema.type === 'union' && schema.branches.length === 0) return 'null';
    if (schema.type === 'union') return schema.branches.map((branch) => this.#shape(branch));
    return isNamed(schema) ? this.#namedShape(schema) : schema.type;
  }

  #namedShape(schema: NamedSchema): unknown {
    const known = this.#names.get(schema.fullName);
    if (known !== undefined) return known;
    const name = `T${this.#names.size}`;
    this.#names.set(schema.fullName, name);
    if (schema.type === 'fixed') return { type: 'fixed', name, size: schema.size };
    if (schema.type === 'enum') {
      // Without any it would be refused, also where it is never used.
      const symbols = ['', ...schema.symbols].map((_symbol, index) => `S${index}`);
      return { type: 'enum', name, symbols };
    }
    const fields = schema.fields.map((field, index) => ({
      name: `f${index}`,
      type: this.#shape(field.schema),
    }));
    return { type: 'record', name, fields };
  }

  #isSame(representation: Representation, ours: unknown, theirs: unknown): boolean {
    // Left out; the value that was read beside it has the default.
    if (ours === undefined) return true;
    const { kind } = representation;
    if (kind === 'array') return this.#isSameList(representation.items, ours, theirs);
    if (kind === 'map') return this.#isSameMap(representation.values, ours, theirs);
    if (kind === 'union') return this.#isSameBranch(representation.branches, ours, theirs);
    if (kind === 'custom') return this.#isSame(representation.base, objectOf(ours)['content'], theirs);
    if (kind !== 'record') return isSameScalar(representation, ours, theirs);
    return representation.fields.every((field, index) => {
      const own = Object.hasOwn(objectOf(ours), field.name) ? objectOf(ours)[field.name] : undefined;
      return this.#isSame(field.representation, own, objectOf(theirs)[`f${index}`]);
    });
  }

  #isSameList(items: Representation, ours: unknown, theirs: unknown): boolean {
    return (
      Array.isArray(ours) &&
      Array.isArray(theirs) &&
      ours.length === theirs.length &&
      ours.every((item, index) => this.#isSame(items, item, theirs[index]))
    );
  }

  #isSameMap(values: Representation, ours: unknown, theirs: unknown): boolean {
    return (
      isDeepStrictEqual(Object.keys(objectOf(ours)), Object.keys(objectOf(theirs))) &&
      Object.entries(objectOf(ours)).every(([key, value]) =>
        this.#isSame(values, value, objectOf(theirs)[key]),
      )
    );
  }

  #isSameBranch(branches: readonly UnionBranch[], ours: unknown, theirs: unknown): boolean {
    const [name, value]: readonly [string, unknown] =
      theirs === null ? ['null', null] : (Object.entries(objectOf(theirs))[0] ?? ['', undefined]);
    const branch = branches.find(({ representation: { schema } }) =>
      'fullName' in schema ? this.#names.get(schema.fullName) === name : schema.type === name,
    );
    if (branch === undefined) return false;
    const { representation, tag, tagging } = branch;
    if (tagging === 'none') return this.#isSame(representation, ours, value);
    if (objectOf(ours)['$type'] !== tag) return false;
    return this.#isSame(representation, tagging === 'inline' ? ours : objectOf(ours)['value'], value);
  }
}

type Scalar = Exclude<Representation, Kind<'array' | 'map' | 'record' | 'union' | 'custom'>>;

function isSameScalar(representation: Scalar, ours: unknown, theirs: unknown): boolean {
  switch (representation.kind) {
    case 'null':
    case 'boolean':
      return ours === theirs;
    case 'string':
      return theirs instanceof Uint8Array ? ours === uuidText(theirs) : ours === theirs;
    case 'enum':
      return typeof ours === 'string' && theirs === `S${representation.symbols.indexOf(ours)}`;
    case 'bytes':
    case 'fixedBytes':
      return ours instanceof Uint8Array && Buffer.compare(ours, bytesOf(theirs)) === 0;
    case 'number':
      if (representation.of === 'double') return Object.is(ours, theirs);
      if (representation.of === 'float') return Object.is(Math.fround(Number(ours)), theirs);
      return countOf(ours, representation.of) === integerOf(theirs);
    case 'bigint':
      return countOf(ours, representation.of) === integerOf(theirs);
    case 'timestamp':
      return integerOf(ours) === integerOf(theirs);
    case 'dateString':
      return countOf(ours instanceof Date ? ours : new Date(String(ours)), 'date') === integerOf(theirs);
    case 'decimalString': {
      const read = { unscaled: unscaledOf(bytesOf(theirs)), scale: representation.scale };
      return typeof ours !== 'string' || isSameNumber(decimalOf(ours), read);
    }
    case 'bigDecimalString':
      return typeof ours !== 'string' || isSameNumber(decimalOf(ours), bigDecimalOf(bytesOf(theirs)));
    case 'unscaledDecimal':
      return isSameUnscaled(representation, objectOf(ours), bytesOf(theirs));
    case 'duration':
      return ['months', 'days', 'milliseconds'].every(
        (part, index) => objectOf(ours)[part] === Buffer.from(bytesOf(theirs)).readUInt32LE(index * 4),
      );
    case 'temporal':
      return true;
  }
}

/** In the unit of a logical type, where a Date stands for the count. */
function countOf(value: unknown, of: Kind<'number' | 'bigint'>['of']): bigint {
  const count = integerOf(value);
  if (!(value instanceof Date)) return count;
  if (of === 'date') return count / DAY_MS;
  return count * (of.endsWith('-nanos') ? 1_000_000n : of.endsWith('-micros') ? 1000n : 1n);
}

function isSameUnscaled(
  { digits }: Kind<'unscaledDecimal'>,
  ours: Readonly<Record<string, unknown>>,
  theirs: Uint8Array,
): boolean {
  const read = digits === null ? bigDecimalOf(theirs) : { unscaled: unscaledOf(theirs), scale: digits.scale };
  const { unscaled, scale } = ours;
  return isSameNumber({ unscaled: integerOf(unscaled), scale: Number(scale) }, read);
}

interface Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

function decimalOf(text: string): Decimal {
  const [, fraction = ''] = text.split('.');
  return { unscaled: integerOf(text.replace('.', '')), scale: fraction.length };
}

/** In a union a number may go to a branch with more digits behind the point. */
function isSameNumber(ours: Decimal, theirs: Decimal): boolean {
  return (
    ours.scale <= theirs.scale && ours.unscaled * 10n ** BigInt(theirs.scale - ours.scale) === theirs.unscaled
  );
}

/** Avro's bytes of the unscaled number, then an int: the scale. All of a length below 64. */
function bigDecimalOf(bytes: Uint8Array): Decimal {
  const length = (bytes[0] ?? 0) / 2;
  return { unscaled: unscaledOf(bytes.subarray(1, 1 + length)), scale: (bytes[1 + length] ?? 0) / 2 };
}

/** Big-endian, two's complement. */
function unscaledOf(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
}

function uuidText(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function integerOf(value: unknown): bigint {
  if (value instanceof Date) return BigInt(value.getTime());
  if (typeof value === 'bigint' || typeof value === 'string' || typeof value === 'number')
    return BigInt(value);
  throw new Error(`not an integer: ${typeof value}`);
}

function bytesOf(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Error('avsc gave no bytes');
  return value;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error('no object');
  // Any member may be asked for.
  return value as Readonly<Record<string, unknown>>;
}
