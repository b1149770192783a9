/**
 * Random defaults that fit a type of a random schema, numbers in many spellings.
 *
 * Knows the definitions drawn so far. A record still being drawn has no default: it would lean on itself.
 */
import type { Random } from '@ottla/kernel';
import { pick } from './schema-sketch.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Marks text to be written as a number; from the private use area, so that nothing else contains it. */
const MARK = '\ue000';

const TEXTS = ['', 'a', "it's */", '"\\\u0000\u001f\u2028', 'ü 漢字 😀', '__proto__'];
const BYTES = ['', '\u00ff', 'a\u0000\u0080z'];
const DOUBLES = [
  '0',
  '1',
  '1.0',
  '-0.0',
  '0.5',
  '1.50',
  '1e3',
  '1E-7',
  '123456789',
  '12345678.9',
  '6.02e23',
  '0.1e1',
];
const FLOATS = ['0', '3', '1.0', '-0.0', '0.1', '3.14159265358979', '16777217', '1.5e-5', '1E10'];

const PRIMITIVE_DEFAULTS: ReadonlyMap<string, (random: Random) => Json> = new Map([
  ['null', () => null],
  ['boolean', (random: Random) => random() < 0.5],
  ['int', (random: Random) => pick(random, [0, -1, 2 ** 31 - 1, -(2 ** 31)])],
  [
    'long',
    (random: Random) =>
      rawNumber(pick(random, ['0', '1099511627776', '9007199254740993', '-9223372036854775808'])),
  ],
  ['float', (random: Random) => rawNumber(pick(random, FLOATS))],
  ['double', (random: Random) => rawNumber(pick(random, DOUBLES))],
  ['bytes', (random: Random) => pick(random, BYTES)],
  ['string', (random: Random) => pick(random, TEXTS)],
]);

/** A number with this spelling, once the text went through withRawNumbers. */
export function rawNumber(text: string): Json {
  return MARK + text + MARK;
}

export function withRawNumbers(text: string): string {
  return text.replaceAll(new RegExp(`"${MARK}([^"]*)${MARK}"`, 'g'), '$1');
}

export class RandomDefault {
  readonly #random: Random;
  readonly #isPlain: boolean;
  readonly #definitions = new Map<string, JsonObject>();

  /** `isPlain`: what fits in every representation: no long beyond a number, nothing for logical types. */
  constructor(random: Random, isPlain: boolean) {
    this.#random = random;
    this.#isPlain = isPlain;
  }

  define(fullName: string, definition: JsonObject): void {
    this.#definitions.set(fullName, definition);
  }

  /** A default for a field of this type; undefined where there is none. */
  of(type: Json, enclosing: string): Json | undefined {
    const isFloating = type === 'float' || type === 'double';
    if (isFloating && this.#random() < 0.15) return pick(this.#random, ['NaN', 'Infinity', '-Infinity']);
    return this.#fitting(type, enclosing);
  }

  #fitting(type: Json, enclosing: string): Json | undefined {
    if (typeof type === 'string') {
      if (this.#isPlain && type === 'long') return 2 ** 40;
      const primitive = PRIMITIVE_DEFAULTS.get(type);
      if (primitive !== undefined) return primitive(this.#random);
      const inside = `${enclosing}.${type}`;
      const known = this.#definitions.has(inside) ? inside : type;
      const definition = this.#definitions.get(known);
      return definition === undefined ? undefined : this.#ofNamed(definition, known);
    }
    if (isList(type)) return this.#ofUnion(type, enclosing);
    if (typeof type !== 'object' || type === null) return undefined;
    if (this.#isPlain && Object.hasOwn(type, 'logicalType')) return undefined;
    const kind = type['type'] ?? null;
    if (kind === 'array') return this.#items(type['items'] ?? null, enclosing);
    if (kind === 'map') return this.#entries(type['values'] ?? null, enclosing);
    if (typeof kind === 'string' && PRIMITIVE_DEFAULTS.has(kind)) return this.#fitting(kind, enclosing);
    const name = textOf(type['name']);
    const space = type['namespace'] ?? enclosing;
    return this.#ofNamed(type, name.includes('.') || space === '' ? name : `${textOf(space)}.${name}`);
  }

  /** Of any branch; mostly of the first, which older readers insist on. */
  #ofUnion(branches: readonly Json[], enclosing: string): Json | undefined {
    const first = branches[0];
    if (first === undefined) return undefined;
    const drawn = this.#random() < 0.8 ? first : pick(this.#random, branches);
    // An earlier branch may take the default of a later one: bytes that of an enum, which is no decimal then.
    const isFirst = this.#isPlain && branches.some(isLogical);
    return this.#fitting(isFirst ? first : drawn, enclosing);
  }

  #items(items: Json, enclosing: string): Json {
    const item = this.#random() < 0.5 ? this.#fitting(items, enclosing) : undefined;
    return item === undefined ? [] : [item];
  }

  #entries(values: Json, enclosing: string): Json {
    const value = this.#random() < 0.5 ? this.#fitting(values, enclosing) : undefined;
    return value === undefined
      ? {}
      : Object.fromEntries([pick(this.#random, ['b', '__proto__', '']), 'a'].map((key) => [key, value]));
  }

  #ofNamed(definition: JsonObject, fullName: string): Json | undefined {
    if (this.#isPlain && Object.hasOwn(definition, 'logicalType')) return undefined;
    if (definition['type'] === 'enum')
      return isList(definition['symbols']) ? definition['symbols'][0] : undefined;
    if (definition['type'] === 'fixed') return '\u00ff'.repeat(Number(definition['size']));
    if (!isList(definition['fields'])) return undefined;
    const enclosing = fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')));
    const values: [string, Json][] = [];
    for (const field of definition['fields']) {
      if (typeof field !== 'object' || field === null || isList(field)) continue;
      const isOptional = Object.hasOwn(field, 'default');
      if (isOptional && this.#random() < 0.5) continue;
      const value = this.#fitting(field['type'] ?? null, enclosing);
      if (value !== undefined) values.push([textOf(field['name']), value]);
      else if (!isOptional) return undefined;
    }
    return Object.fromEntries(values);
  }
}

/** A member that is known to be text. */
export function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  throw new Error(`expected text, found ${JSON.stringify(value)}`);
}

function isLogical(type: Json): boolean {
  return typeof type === 'object' && type !== null && Object.hasOwn(type, 'logicalType');
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
