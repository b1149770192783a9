/** Random Avro schemas of every kind, repeatable from a seed, each in a namespace of its own. */
import type { Random } from '@ottla/kernel';
import { SPECIAL_NAMES } from './codegen-nasty-schemas.ts';

type Json = unknown;

const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
const LOGICAL: readonly object[] = [
  { type: 'int', logicalType: 'date' },
  { type: 'int', logicalType: 'time-millis' },
  { type: 'long', logicalType: 'time-micros' },
  { type: 'long', logicalType: 'timestamp-millis' },
  { type: 'long', logicalType: 'timestamp-micros' },
  { type: 'long', logicalType: 'local-timestamp-nanos' },
  { type: 'string', logicalType: 'uuid' },
  { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 3 },
];
const DEEPEST = 4;

/** Draws one of these. */
export function pick<T>(random: Random, from: readonly T[]): T {
  const drawn = from[Math.floor(random() * from.length)];
  if (drawn === undefined) throw new Error('nothing to draw from');
  return drawn;
}

export class RandomSchema {
  readonly #random: Random;
  readonly #names = new Set<string>();
  /** Records whose fields are being drawn: what may be referred to recursively. */
  readonly #open: string[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** A record of a few fields at the top. */
  record(namespace?: string, depth = 0): object {
    const name = this.#newName();
    this.#open.push(name);
    const count = Math.floor(this.#random() * 6);
    const fieldNames = new Set(Array.from({ length: count }, () => pick(this.#random, SPECIAL_NAMES)));
    const fields = [...fieldNames].map((fieldName) => this.#field(fieldName, depth + 1));
    this.#open.pop();
    return { type: 'record', name, ...(namespace === undefined ? {} : { namespace }), fields };
  }

  #field(name: string, depth: number): object {
    const type = this.#type(depth);
    const fallback = this.#random() < 0.4 ? defaultOf(type) : undefined;
    return { name, type, ...(fallback === undefined ? {} : { default: fallback }) };
  }

  #type(depth: number): Json {
    const draw = this.#random();
    if (depth >= DEEPEST || draw < 0.3) return pick(this.#random, PRIMITIVES);
    if (draw < 0.45) return pick(this.#random, LOGICAL);
    if (draw < 0.55) return { type: 'array', items: this.#type(depth + 1) };
    if (draw < 0.65) return { type: 'map', values: this.#type(depth + 1) };
    if (draw < 0.7) return this.record(undefined, depth);
    if (draw < 0.85) return this.#union(depth);
    if (draw < 0.9) return this.#recursion();
    return this.#leaf();
  }

  /** A named type without parts. */
  #leaf(): object {
    const name = this.#newName();
    const kind = pick(this.#random, ['enum', 'fixed', 'decimal', 'duration']);
    if (kind === 'enum') {
      const symbols = new Set([pick(this.#random, SPECIAL_NAMES), pick(this.#random, SPECIAL_NAMES)]);
      return { type: 'enum', name, symbols: [...symbols] };
    }
    if (kind === 'duration') return { type: 'fixed', name, size: 12, logicalType: 'duration' };
    if (kind === 'decimal') {
      return { type: 'fixed', name, size: 8, logicalType: 'decimal', precision: 12, scale: 3 };
    }
    return { type: 'fixed', name, size: Math.floor(this.#random() * 5) };
  }

  /** Always through something that can be empty: a value must come to an end. */
  #recursion(): Json {
    const name = pick(this.#random, this.#open);
    return pick<Json>(this.#random, [
      ['null', name],
      { type: 'array', items: name },
      { type: 'map', values: name },
    ]);
  }

  /** No two branches of one kind, except named ones. */
  #union(depth: number): Json[] {
    const branches = new Map<string, Json>([['null', 'null']]);
    const count = 1 + Math.floor(this.#random() * 5);
    for (let drawn = 0; drawn < count; drawn++) {
      const branch = pick<() => Json>(this.#random, [
        () => pick(this.#random, PRIMITIVES),
        () => pick(this.#random, LOGICAL),
        () => this.record(undefined, depth + 1),
        () => this.#leaf(),
        () => ({ type: 'map', values: this.#type(depth + 2) }),
        () => ({ type: 'array', items: this.#type(depth + 2) }),
      ])();
      const key = branchKey(branch);
      if (!branches.has(key)) branches.set(key, branch);
    }
    const drawn = [...branches.values()];
    return this.#random() < 0.7 ? drawn : drawn.slice(1);
  }

  #newName(): string {
    const special = pick(this.#random, SPECIAL_NAMES);
    // The names of primitive types are no names for types.
    const name =
      this.#names.has(special) || PRIMITIVES.includes(special) ? `Type${this.#names.size}` : special;
    this.#names.add(name);
    return name;
  }
}

function branchKey(branch: Json): string {
  if (typeof branch !== 'object' || branch === null) return String(branch);
  if ('name' in branch) return `named ${String(branch.name)}`;
  return 'type' in branch ? String(branch.type) : '';
}

/** A default for a type that has an easy one. */
function defaultOf(type: Json): Json {
  if (Array.isArray(type)) return defaultOf(type[0]);
  if (typeof type === 'object' && type !== null && 'type' in type) {
    if (type.type === 'enum' && 'symbols' in type && Array.isArray(type.symbols)) return type.symbols[0];
    if (type.type === 'fixed' || 'logicalType' in type) return undefined;
    return defaultOf(type.type);
  }
  const simple = new Map<Json, Json>([
    ['null', null],
    ['boolean', true],
    ['int', -1],
    ['long', 2 ** 40],
    ['double', 0.5],
    ['bytes', '\u00ff'],
    ['string', "it's */"],
    ['array', []],
    ['map', {}],
  ]);
  return simple.get(type);
}
