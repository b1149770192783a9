/**
 * Random Avro bytes of any schema, written by the book and without our writers: for readers.
 *
 * Blocks come in all the forms that a writer may choose: several, with a size, with none. Long values are drawn
 * from all 64 bits. Values of records that contain themselves end soon.
 */
import type { Random } from '@ottla/kernel';
import { childSchemas, type Schema } from '@ottla/schema';

const TEXTS = ['', 'a', 'Ada Lovelace', 'é€😀', 'x'.repeat(17), 'y'.repeat(40), '__proto__', '4294967295'];
const LONGS = [0n, -1n, 63n, 64n, 8191n, -8192n, 1n << 31n, (1n << 53n) - 1n, 1n << 53n, (1n << 63n) - 1n];
const INTS = [0, 1, -1, 63, 64, -65, 8192, 2 ** 31 - 1, -(2 ** 31)];
const DOUBLES = [0, -0, 1.5, Number.NaN, Number.NEGATIVE_INFINITY, 5e-324, 1e300];
/** Deeper values, and those of a datum with more parts, end as soon as they can. */
const DEEP = 6;
const MANY = 200;

export class RandomDatum {
  readonly #random: Random;
  /** How deep the shallowest value of each type is. */
  #heights: ReadonlyMap<Schema, number> = new Map();
  #parts = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Undefined for a schema that has a type without values in it: a union of no branches, say. */
  of(schema: Schema): Buffer | undefined {
    this.#heights = heightsOf(schema);
    this.#parts = 0;
    if ([...this.#heights.values()].includes(Number.POSITIVE_INFINITY)) return undefined;
    return this.#datum(schema, 0);
  }

  #datum(schema: Schema, depth: number): Buffer {
    this.#parts++;
    switch (schema.type) {
      case 'null':
        return Buffer.alloc(0);
      case 'boolean':
        return Buffer.from([this.#below(2)]);
      case 'int':
        return varint(BigInt(this.#pick(INTS)));
      case 'long':
        return varint(this.#random() < 0.5 ? this.#pick(LONGS) : -1n - this.#pick(LONGS));
      case 'float': {
        const bytes = Buffer.alloc(4);
        bytes.writeFloatLE(this.#pick(DOUBLES));
        return bytes;
      }
      case 'double': {
        const bytes = Buffer.alloc(8);
        bytes.writeDoubleLE(this.#pick(DOUBLES));
        return bytes;
      }
      case 'string':
        return prefixed(Buffer.from(this.#pick(TEXTS)));
      case 'bytes':
        return prefixed(this.#bytes(this.#below(40)));
      case 'fixed':
        return this.#bytes(schema.size);
      case 'enum':
        return varint(BigInt(this.#below(schema.symbols.length)));
      case 'array':
        return this.#blocks(depth, () => this.#datum(schema.items, depth + 1));
      case 'map':
        return this.#blocks(depth, () => {
          const value = this.#datum(schema.values, depth + 1);
          return Buffer.concat([prefixed(Buffer.from(this.#pick(TEXTS))), value]);
        });
      case 'union':
        return this.#branch(schema.branches, depth);
      case 'record':
        return Buffer.concat(schema.fields.map((field) => this.#datum(field.schema, depth + 1)));
    }
  }

  #branch(branches: readonly Schema[], depth: number): Buffer {
    const heights = branches.map((branch) => this.#heights.get(branch) ?? 0);
    const index = this.#isEnding(depth)
      ? heights.indexOf(Math.min(...heights))
      : this.#below(branches.length);
    const branch = branches[index];
    if (branch === undefined) throw new Error('a union without branches was found to have values');
    return Buffer.concat([varint(BigInt(index)), this.#datum(branch, depth + 1)]);
  }

  #blocks(depth: number, item: () => Buffer): Buffer {
    const parts: Buffer[] = [];
    const blocks = this.#isEnding(depth) ? 0 : this.#below(3);
    for (let block = 0; block < blocks; block++) {
      const items = Array.from({ length: 1 + this.#below(3) }, item);
      const bytes = Buffer.concat(items);
      if (this.#random() < 0.5) parts.push(varint(BigInt(items.length)), bytes);
      else parts.push(varint(BigInt(-items.length)), varint(BigInt(bytes.length)), bytes);
    }
    return Buffer.concat([...parts, varint(0n)]);
  }

  #isEnding(depth: number): boolean {
    return depth > DEEP || this.#parts > MANY;
  }

  #bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.#below(256)));
  }

  #pick<T>(items: readonly T[]): T {
    const item = items[this.#below(items.length)];
    if (item === undefined) throw new Error('nothing to draw from');
    return item;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}

/** Zigzag, seven bits at a time. */
export function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Buffer.from([...bytes, Number(rest)]);
}

export function prefixed(bytes: Buffer): Buffer {
  return Buffer.concat([varint(BigInt(bytes.length)), bytes]);
}

function heightsOf(root: Schema): ReadonlyMap<Schema, number> {
  const schemas = new Set([root]);
  for (const schema of schemas) for (const child of childSchemas(schema)) schemas.add(child);
  const heights = new Map([...schemas].map((schema) => [schema, Number.POSITIVE_INFINITY]));
  for (let changed = true; changed;) {
    changed = false;
    for (const schema of schemas) {
      const inside = childSchemas(schema).map((child) => heights.get(child) ?? 0);
      const height = 1 + heightOf(schema, inside);
      if (height === heights.get(schema)) continue;
      heights.set(schema, height);
      changed = true;
    }
  }
  return heights;
}

function heightOf(schema: Schema, inside: readonly number[]): number {
  if (schema.type === 'union') return Math.min(...inside);
  if (schema.type === 'enum') return schema.symbols.length === 0 ? Number.POSITIVE_INFINITY : 0;
  return schema.type === 'record' ? Math.max(0, ...inside) : 0;
}
