/**
 * Values as JSON text, without what JSON.stringify loses silently.
 *
 * Text is compact, members stand in their own order, and a member that is undefined is left out. What would become
 * null or nothing is refused instead: NaN, infinities, undefined in an array, functions, symbols, invalid Dates, Maps,
 * Sets, bytes, and instances without a member to write. So is a bigint, a cycle, and nesting that Jackson, which
 * Kafka's world reads with, does not read back. Values never appear in errors.
 */
import type { ValueMisfit } from '@ottla/kernel';
import { serializationError } from '../errors.ts';
import { foundKind } from '../found-kind.ts';
import { misfitError } from '../misfit.ts';
import { pathInto } from './json-place.ts';

/** As in Jackson, whose StreamReadConstraints accept no more. */
export const DEEPEST_JSON = 1000;

/** Beyond this, why a value could not be written is not looked for: it may be endless. */
const MOST_CONTAINERS = 1_000_000;

export interface JsonText {
  readonly text: string;
  /** Whether parsing the text gives the value again: nothing was left out, no toJSON() was called. */
  readonly isPlain: boolean;
}

/** Throws SerializationError `VALUE_MISFIT` or `ENCODING_FAILED`. */
export function jsonTextOf(value: unknown): JsonText {
  let written: WrittenJson;
  try {
    written = writtenJson(value);
  } catch (error) {
    throw unwritable(value, error);
  }
  const { text, misfit, isPlain } = written;
  if (misfit !== undefined) throw misfitError(misfit);
  if (text === undefined) throw serializationError('the value gives no JSON text', 'ENCODING_FAILED');
  return { text, isPlain };
}

interface WrittenJson {
  readonly text: string | undefined;
  readonly misfit: ValueMisfit | undefined;
  readonly isPlain: boolean;
}

function writtenJson(value: unknown): WrittenJson {
  const text = JSON.stringify(value) as string | undefined; // undefined for undefined, functions and symbols
  // Each container that was written took two characters at least.
  const search = new MisfitSearch(text?.length ?? 1);
  return { text, misfit: search.find(value), isPlain: search.isPlain };
}

/** Why JSON.stringify threw. */
function unwritable(value: unknown, cause: unknown): Error {
  try {
    const misfit = new MisfitSearch(MOST_CONTAINERS).find(value);
    if (misfit !== undefined) return misfitError(misfit);
  } catch {
    // A getter of the value, or a toJSON(), throws: that is the cause already.
  }
  const problem =
    cause instanceof RangeError
      ? 'the value is too large to be written as JSON'
      : 'the value cannot be written as JSON: reading it, or a toJSON() of it, throws';
  return serializationError(problem, 'ENCODING_FAILED', { cause });
}

const FITS = undefined;

class MisfitSearch {
  isPlain = true;
  #left: number;
  /** The containers around the value that is looked at. */
  readonly #around: object[] = [];
  readonly #keys: PropertyKey[] = [];

  constructor(mostContainers: number) {
    this.#left = mostContainers;
  }

  /** The first place that has no JSON. */
  find(value: unknown): ValueMisfit | undefined {
    return this.#valueMisfit(value, false);
  }

  #valueMisfit(value: unknown, isMember: boolean): ValueMisfit | undefined {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return FITS;
      case 'number':
        return Number.isFinite(value) ? FITS : this.#misfit('a finite number', value);
      case 'object':
        return value === null ? FITS : this.#objectMisfit(value);
      case 'undefined':
        this.isPlain = false;
        return isMember ? FITS : this.#misfit('a JSON value', value, 'write null, or leave it out');
      case 'bigint':
        return this.#misfit('a JSON value', value, 'JSON has no bigint; write a number or a string');
      case 'function':
      case 'symbol':
        return this.#misfit('a JSON value', value);
    }
  }

  #objectMisfit(value: object): ValueMisfit | undefined {
    if (this.#around.length >= DEEPEST_JSON) return this.#tooDeep(value);
    if (this.#left-- <= 0) throw new RangeError('too many values to look at');
    // A prototype of its own may be anything.
    const prototype = Object.getPrototypeOf(value) as unknown;
    if (Array.isArray(value)) return this.#arrayMisfit(value as readonly unknown[]);
    if (prototype === null || prototype === Object.prototype) {
      return 'toJSON' in value ? this.#ownJsonMisfit(value) : this.#membersMisfit(value);
    }
    return this.#instanceMisfit(value);
  }

  #arrayMisfit(items: readonly unknown[]): ValueMisfit | undefined {
    this.#around.push(items);
    for (let index = 0; index < items.length; index++) {
      this.#keys.push(index);
      const misfit = this.#valueMisfit(items[index], false);
      if (misfit !== undefined) return misfit;
      this.#keys.pop();
    }
    this.#around.pop();
    return FITS;
  }

  #membersMisfit(value: object): ValueMisfit | undefined {
    this.#around.push(value);
    for (const key of Object.keys(value)) {
      this.#keys.push(key);
      const misfit = this.#valueMisfit((value as Readonly<Record<string, unknown>>)[key], true); // one of its keys
      if (misfit !== undefined) return misfit;
      this.#keys.pop();
    }
    this.#around.pop();
    return FITS;
  }

  #instanceMisfit(value: object): ValueMisfit | undefined {
    if (ArrayBuffer.isView(value)) return this.#misfit('a JSON value', value, 'write bytes as base64 text');
    if (value instanceof Date && Number.isNaN(value.getTime())) return this.#misfit('a valid Date', value);
    if ('toJSON' in value) return this.#ownJsonMisfit(value);
    this.isPlain = false;
    const isBoxed = value instanceof Number || value instanceof String || value instanceof Boolean;
    if (isBoxed) return this.#valueMisfit(value.valueOf(), false);
    if (Object.keys(value).length > 0) return this.#membersMisfit(value);
    const kind = foundKind(value);
    const found = kind === 'an object' ? 'an instance without a member to write' : kind;
    return this.#misfit('a JSON value', value, 'give it a toJSON(), or write a plain object', found);
  }

  /** JSON.stringify asks once: what toJSON() gives is not asked for its own. */
  #ownJsonMisfit(value: object & { toJSON?: unknown }): ValueMisfit | undefined {
    const { toJSON } = value;
    if (typeof toJSON !== 'function') return this.#membersMisfit(value);
    this.isPlain = false;
    const key = this.#keys.at(-1);
    const replaced: unknown = Reflect.apply(toJSON, value, [key === undefined ? '' : String(key)]);
    if (typeof replaced !== 'object' || replaced === null) {
      const isMember = key !== undefined && !Array.isArray(this.#around.at(-1));
      return this.#valueMisfit(replaced, isMember);
    }
    return Array.isArray(replaced) ? this.#arrayMisfit(replaced) : this.#membersMisfit(replaced);
  }

  #tooDeep(value: object): ValueMisfit {
    const isCycle = this.#around.includes(value);
    const found = isCycle ? 'a value that holds itself' : 'more';
    // The way to it is a thousand names long.
    this.#keys.length = Math.min(this.#keys.length, isCycle ? this.#around.indexOf(value) + 1 : 1);
    return this.#misfit(`nested no deeper than ${DEEPEST_JSON} values`, value, undefined, found);
  }

  #misfit(
    expected: string,
    value: unknown,
    ...[remedy, found]: readonly (string | undefined)[]
  ): ValueMisfit {
    let path = '';
    for (const [index, key] of this.#keys.entries()) path = pathInto(path, this.#around[index], key);
    return { path, expected, found: found ?? foundKind(value), remedy };
  }
}
