/**
 * Random Avro schemas of every kind, repeatable from a seed, as text.
 *
 * Made to be hard on printers and parsers: recursion, namespaces within namespaces, words of JavaScript as
 * names, docs with odd characters, defaults of all types, logical types valid and not, properties, numbers in
 * many spellings, keys in any order. Always valid, for Java too. Two schemas that often meet are sketches:
 * see schema-sketch.ts.
 */
import type { Random } from '@ottla/kernel';
import {
  RandomDefault,
  rawNumber,
  textOf,
  withRawNumbers,
  type Json,
  type JsonObject,
} from './random-default.ts';
import { PRIMITIVES, pick } from './schema-sketch.ts';

export interface RandomSchemaOptions {
  /** What types, fields and symbols are called. */
  readonly names?: readonly string[];
  /** Encloses all types; for schemas that must not clash with each other. */
  readonly namespace?: string;
  /** A record at the top; else a type of any kind. */
  readonly root?: 'record' | 'any';
  /** plain: only defaults that fit in every representation. */
  readonly defaults?: 'plain' | 'any';
}

/** Words that mean something in JavaScript or Avro, and plain ones. */
const NAMES: readonly string[] = (
  'id name total a b _ __ A1 Order Money Customer constructor __proto__ prototype toString valueOf hasOwnProperty ' +
  'toJSON then default class enum record array map fixed union error type fields symbols items values aliases ' +
  'namespace doc order size logicalType Object Map Array'
).split(' ');

const SPACES = ['a', 'a.b', 'com.acme', 'com.acme.constructor', '__proto__.x', ''];
const DOCS = [
  '',
  'A plain sentence.',
  '"quoted" \\ / back\\u0041slash',
  '\u0000\u0001\u001f\u007f\u0080 \b\f\n\r\t',
  '*/ throw 1; /* `${x}` </script> \u2028\u2029\u202e',
  'ü 漢字 😀 \ufeff',
];
const LOGICAL: readonly JsonObject[] = [
  { type: 'int', logicalType: 'date' },
  { type: 'int', logicalType: 'time-millis' },
  { type: 'long', logicalType: 'time-micros' },
  { type: 'long', logicalType: 'timestamp-millis' },
  { type: 'long', logicalType: 'timestamp-micros' },
  { type: 'long', logicalType: 'timestamp-nanos' },
  { type: 'long', logicalType: 'local-timestamp-millis' },
  { type: 'long', logicalType: 'local-timestamp-nanos' },
  { type: 'string', logicalType: 'uuid' },
  { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 3 },
  { type: 'bytes', scale: 0, precision: 4, logicalType: 'decimal' },
  { type: 'bytes', logicalType: 'decimal', precision: 2, scale: 3 },
  { type: 'string', logicalType: 'date' },
  { type: 'int', logicalType: 'of another system', zone: 'UTC' },
];
const PROPERTY_KEYS = [
  'connect.name',
  'x-owner',
  '__proto__',
  'toString',
  '10',
  '2',
  'avro.java.string',
  'ü x',
];
const PROPERTY_VALUES: readonly (() => Json)[] = [
  () => null,
  () => true,
  () => 'text \u001b "x"',
  () => rawNumber('1.50'),
  () => rawNumber('1.0'),
  () => rawNumber('6.02e23'),
  () => rawNumber('-9223372036854775808'),
  () => ({ b: [1, { z: null, a: [] }], a: 'x', 9: {} }),
];
/** Mentioned in full only, within their own namespace too. */
const RESERVED = new Set(['record', 'enum', 'array', 'map', 'union', 'fixed', 'error']);
const DEEPEST = 4;

/**
 * The text of one schema.
 * @example
 * const schema = parseSchema(randomSchemaText(seededRandom(1)));
 */
export function randomSchemaText(random: Random, options: RandomSchemaOptions = {}): string {
  const schemas = new RandomSchema(random, options);
  const isAny = options.root !== 'record' && random() < 0.2;
  return withRawNumbers(JSON.stringify(isAny ? schemas.type('', 0) : schemas.record('', 0)));
}

class RandomSchema {
  readonly #random: Random;
  readonly #options: RandomSchemaOptions;
  readonly #defaults: RandomDefault;
  readonly #names = new Set<string>();
  /** Full names of records whose fields are being drawn: what may be referred to recursively. */
  readonly #open: string[] = [];
  /** Full names of what is complete. */
  readonly #closed: string[] = [];

  constructor(random: Random, options: RandomSchemaOptions) {
    this.#random = random;
    this.#options = options;
    this.#defaults = new RandomDefault(random, options.defaults === 'plain');
  }

  /** A record of a few fields. `enclosing` is the namespace around it. */
  record(enclosing: string, depth: number): JsonObject {
    const { head, namespace, fullName } = this.#head(enclosing);
    this.#open.push(fullName);
    const count = Math.floor(this.#random() * 6);
    const names = new Set(Array.from({ length: count }, () => this.#word()));
    const fields = [...names].map((name) => this.#field(name, namespace, depth + 1));
    this.#open.pop();
    const type = this.#random() < 0.05 ? 'error' : 'record';
    return this.#defined(fullName, { ...head, type, fields, ...this.#properties() });
  }

  type(enclosing: string, depth: number): Json {
    const draw = this.#random();
    if (depth >= DEEPEST || draw < 0.25) return this.#primitive();
    if (draw < 0.4) return { ...pick(this.#random, LOGICAL), ...this.#properties() };
    if (draw < 0.5) return { type: 'array', items: this.type(enclosing, depth + 1), ...this.#properties() };
    if (draw < 0.6) return { type: 'map', values: this.type(enclosing, depth + 1), ...this.#properties() };
    if (draw < 0.7) return this.record(enclosing, depth);
    if (draw < 0.82) return this.#union(enclosing, depth);
    if (draw < 0.87) return this.#recursion(enclosing);
    if (draw < 0.92) return this.#known(enclosing);
    return this.#leaf(enclosing);
  }

  #field(name: string, enclosing: string, depth: number): JsonObject {
    const type = this.type(enclosing, depth);
    const fallback = this.#random() < 0.5 ? this.#defaults.of(type, enclosing) : undefined;
    return this.#shuffled({
      name,
      type,
      ...(fallback === undefined ? {} : { default: fallback }),
      ...this.#doc(),
      ...(this.#random() < 0.15 ? { order: pick(this.#random, ['ascending', 'descending', 'ignore']) } : {}),
      ...(this.#random() < 0.15 ? { aliases: [this.#word(), `old_${name}`] } : {}),
      ...this.#properties(),
    });
  }

  #primitive(): Json {
    const name = pick(this.#random, PRIMITIVES);
    return this.#random() < 0.8 ? name : { type: name, ...this.#properties() };
  }

  /** A named type without parts. */
  #leaf(enclosing: string): JsonObject {
    const { head, fullName } = this.#head(enclosing);
    const kind = pick(this.#random, ['enum', 'fixed', 'decimal', 'duration', 'uuid']);
    if (kind === 'enum') {
      const symbols = [...new Set([this.#word(), this.#word(), this.#word()])];
      const fallback = this.#random() < 0.3 ? { default: pick(this.#random, symbols) } : {};
      return this.#defined(fullName, { ...head, type: kind, symbols, ...fallback, ...this.#properties() });
    }
    const shapes: Readonly<Record<string, JsonObject>> = {
      fixed: { size: Math.floor(this.#random() * 5) },
      decimal: { size: 8, logicalType: 'decimal', precision: 12, scale: 3 },
      duration: { size: 12, logicalType: 'duration' },
      uuid: { size: 16, logicalType: 'uuid' },
    };
    return this.#defined(fullName, { ...head, type: 'fixed', ...shapes[kind], ...this.#properties() });
  }

  /** Always through something that can be empty: a value must come to an end. */
  #recursion(enclosing: string): Json {
    const open = this.#oneOf(this.#open, enclosing);
    if (open === undefined) return this.#primitive();
    const name = this.#mention(open, enclosing);
    return pick<Json>(this.#random, [
      ['null', name],
      { type: 'array', items: name },
      { type: 'map', values: name },
    ]);
  }

  /** A type that is complete, by name. */
  #known(enclosing: string): Json {
    const known = this.#oneOf(this.#closed, enclosing);
    return known === undefined ? this.#leaf(enclosing) : this.#mention(known, enclosing);
  }

  /** Java does not find a type without namespace from within one that has. */
  #oneOf(names: readonly string[], enclosing: string): string | undefined {
    const found = names.filter((name) => name.includes('.') || enclosing === '');
    return found.at(Math.floor(this.#random() * found.length));
  }

  /** No two branches of one kind, except named ones. What is drawn stays: later types may refer to it. */
  #union(enclosing: string, depth: number): Json[] {
    const branches = new Map<string, Json>([['null', 'null']]);
    const count = 1 + Math.floor(this.#random() * 5);
    for (let drawn = 0; drawn < count; drawn++) {
      const primitive = this.#random() < 0.5 ? pick(this.#random, PRIMITIVES) : pick(this.#random, LOGICAL);
      const [key, draw] = pick<readonly [string, () => Json]>(this.#random, [
        [typeof primitive === 'string' ? primitive : textOf(primitive['type']), () => primitive],
        [`named ${drawn}`, () => this.record(enclosing, depth + 1)],
        [`named ${drawn}`, () => this.#leaf(enclosing)],
        ['map', () => ({ type: 'map', values: this.type(enclosing, depth + 2) })],
        ['array', () => ({ type: 'array', items: this.type(enclosing, depth + 2) })],
      ]);
      if (!branches.has(key)) branches.set(key, draw());
    }
    const all = [...branches.values()];
    return this.#random() < 0.7 ? all : all.slice(1);
  }

  /** The name of a new type: short, with a namespace beside it, or in full. */
  #head(enclosing: string): { head: JsonObject; namespace: string; fullName: string } {
    const moves = this.#random() < 0.2;
    const namespace = moves ? this.#space() : enclosing || (this.#options.namespace ?? '');
    const name = this.#newName(namespace);
    const fullName = namespace === '' ? name : `${namespace}.${name}`;
    const inFull = namespace !== '' && this.#random() < 0.2;
    const written = inFull
      ? { name: fullName }
      : { name, ...(namespace !== enclosing || this.#random() < 0.1 ? { namespace } : {}) };
    const aliases = this.#random() < 0.15 ? { aliases: this.#aliases(namespace) } : {};
    return { head: { ...written, ...this.#doc(), ...aliases }, namespace, fullName };
  }

  #space(): string {
    const { namespace } = this.#options;
    const drawn = pick(this.#random, SPACES);
    return namespace === undefined || drawn === '' ? (namespace ?? drawn) : `${namespace}.${drawn}`;
  }

  /** Not without namespace on a type that has one: Java's text loses that. */
  #aliases(namespace: string): readonly string[] {
    const short = `Old${this.#names.size}`;
    return pick(this.#random, [
      [short],
      [short, 'other.Name'],
      ['z.Z', namespace === '' ? 'Y' : `${namespace}.Y`],
    ]);
  }

  #mention(fullName: string, enclosing: string): string {
    const simple = fullName.slice(fullName.lastIndexOf('.') + 1);
    const short = fullName === `${enclosing}.${simple}` && !RESERVED.has(simple);
    return short && this.#random() < 0.7 ? simple : fullName;
  }

  #defined(fullName: string, definition: JsonObject): JsonObject {
    this.#closed.push(fullName);
    this.#defaults.define(fullName, definition);
    return this.#shuffled(definition);
  }

  #doc(): JsonObject {
    return this.#random() < 0.2 ? { doc: pick(this.#random, DOCS) } : {};
  }

  #properties(): JsonObject {
    if (this.#random() > 0.12) return {};
    const count = 1 + Math.floor(this.#random() * 3);
    const keys = Array.from({ length: count }, () => pick(this.#random, PROPERTY_KEYS));
    return Object.fromEntries(keys.map((key) => [key, pick(this.#random, PROPERTY_VALUES)()]));
  }

  /** Now and then with the keys in another order. */
  #shuffled(value: JsonObject): JsonObject {
    if (this.#random() < 0.8) return value;
    const keyed = Object.entries(value).map((entry) => [this.#random(), entry] as const);
    return Object.fromEntries(keyed.toSorted(([left], [right]) => left - right).map(([, entry]) => entry));
  }

  #word(): string {
    return pick(this.#random, this.#options.names ?? NAMES);
  }

  /** A type is not called as a primitive one, nor without namespace as a branch of a union is. */
  #newName(namespace: string): string {
    const word = this.#word();
    const taken =
      this.#names.has(word) || PRIMITIVES.includes(word) || (namespace === '' && RESERVED.has(word));
    const name = taken ? `Type${this.#names.size}` : word;
    this.#names.add(name);
    return name;
  }
}
