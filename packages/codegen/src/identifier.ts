/**
 * TypeScript identifiers made from Avro names.
 *
 * Owns the list of names a module may not declare (keywords, and the globals whose shadowing would make
 * generated types mean something else) and the scope that keeps names inside one module apart. A renamed
 * type keeps its name on the wire: only the TypeScript side changes. Pure and deterministic.
 */

import type { Schema } from '@ottla/schema';

/** Keywords, words reserved in modules, and names of built-in types: none of them can be declared. */
const KEYWORDS =
  'abstract any arguments as asserts async await bigint boolean break case catch class const continue debugger ' +
  'declare default delete do else enum eval export extends false finally for function if implements import in ' +
  'infer instanceof interface is keyof let namespace never new null number object package private protected ' +
  'public readonly return satisfies static string super switch symbol this throw true try type typeof undefined ' +
  'unique unknown var void while with yield';

/** What the language, its library and CommonJS put in scope of every module. */
const GLOBALS =
  'AggregateError Array ArrayBuffer ArrayLike AsyncDisposable AsyncGenerator AsyncIterable AsyncIterator Atomics ' +
  'Awaited BigInt BigInt64Array BigUint64Array Boolean Buffer Capitalize DataView Date Disposable Error EvalError ' +
  'Exclude Extract FinalizationRegistry Float32Array Float64Array Function Generator Infinity InstanceType ' +
  'Int16Array Int32Array Int8Array Intl Iterable Iterator JSON Lowercase Map Math NaN NonNullable Number Object ' +
  'Omit Parameters Partial Pick Promise PromiseLike PropertyKey Proxy RangeError Readonly ReadonlyArray ReadonlyMap ' +
  'ReadonlySet Record ReferenceError Reflect RegExp Required ReturnType Set SharedArrayBuffer String Symbol ' +
  'SyntaxError Temporal ThisType TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray Uncapitalize ' +
  'Uppercase WeakMap WeakRef WeakSet __dirname __esModule __filename __proto__ console constructor exports ' +
  'global globalThis hasOwnProperty module process require then toString valueOf';

const RESERVED: ReadonlySet<string> = new Set(`${KEYWORDS} ${GLOBALS}`.split(' '));

const KIND_SUFFIX: Partial<Readonly<Record<Schema['type'], string>>> = {
  record: 'Record',
  enum: 'Enum',
  fixed: 'Fixed',
  array: 'Array',
  map: 'Map',
  union: 'Union',
};

/**
 * The TypeScript name of an Avro type: its own, unless a module may not declare that.
 * @example
 * typeIdentifier('Customer', 'record'); // 'Customer'
 * typeIdentifier('Date', 'record'); // 'DateRecord'
 */
export function typeIdentifier(simpleName: string, kind: Schema['type']): string {
  return isReserved(simpleName) ? simpleName + (KIND_SUFFIX[kind] ?? 'Value') : simpleName;
}

/** Whether a module that declared or imported this name would be no TypeScript, or mean something else. */
export function isReserved(name: string): boolean {
  return RESERVED.has(name);
}

/**
 * The same name as functions begin: a leading run of capitals becomes small.
 * @example
 * functionStem('Customer'); // 'customer'
 * functionStem('URLClick'); // 'urlClick'
 */
export function functionStem(identifier: string): string {
  return identifier.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (capitals) => capitals.toLowerCase());
}

/** `customer` as it stands after another word: `isCustomer`. */
export function capitalized(identifier: string): string {
  return identifier.charAt(0).toUpperCase() + identifier.slice(1);
}

/** True for a text that may stand as a property name without quotes. */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}

/** What every object inherits, and whether TypeScript knows of it. */
const OBJECT_MEMBERS: ReadonlyMap<string, boolean> = new Map([
  ['constructor', true],
  ['hasOwnProperty', true],
  ['isPrototypeOf', true],
  ['propertyIsEnumerable', true],
  ['toLocaleString', true],
  ['toString', true],
  ['valueOf', true],
  ['__defineGetter__', false],
  ['__defineSetter__', false],
  ['__lookupGetter__', false],
  ['__lookupSetter__', false],
  ['__proto__', false],
]);

/** True for what every object inherits: of one without such a property it would be found all the same. */
export function isInherited(name: string): boolean {
  return OBJECT_MEMBERS.has(name);
}

/**
 * True for what TypeScript says every object has. Such a property cannot be optional: TypeScript takes the inherited
 * member for it and refuses an object that leaves it out.
 */
export function isObjectMember(name: string): boolean {
  return OBJECT_MEMBERS.get(name) === true;
}

/** The names of one module. The first wish that is free is granted. */
export class NameScope {
  readonly #taken = new Set<string>();

  /** Names that are given away already. */
  take(...names: readonly string[]): void {
    for (const name of names) this.#taken.add(name);
  }

  isFree(name: string): boolean {
    return !this.#taken.has(name);
  }

  /** Takes the first free name among the wishes, or the last wish with the smallest free number after it. */
  claim(...wishes: readonly [string, ...string[]]): string {
    const last = wishes.at(-1) ?? wishes[0];
    let name = wishes.find((wish) => !this.#taken.has(wish));
    for (let number = 2; name === undefined; number++) {
      if (!this.#taken.has(`${last}${number}`)) name = `${last}${number}`;
    }
    this.#taken.add(name);
    return name;
  }
}
