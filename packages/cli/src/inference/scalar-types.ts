/**
 * The types of numbers and strings, from what was seen at a place.
 *
 * Whole numbers become long, never double; one fraction makes double. Strings stay strings unless an option asks
 * for more. Pure.
 */
import { plural } from '../plural.ts';
import type { InferenceNotes } from './inference-notes.ts';
import { linePlaceText } from './line-error.ts';
import type { Sighting } from './sighting.ts';
import { formOfBits } from './text-form.ts';

export interface ScalarOptions {
  /** Whether whole numbers are `int` where all that were seen fit. */
  readonly ints: boolean;
  /** Strings with at most so many different values are an enum. */
  readonly mostSymbols: number;
  /** Whether strings may become logical types. */
  readonly logical: boolean;
}

export type TextType =
  | { readonly kind: 'string' }
  | { readonly kind: 'enum'; readonly symbols: readonly string[] }
  | { readonly kind: 'logical'; readonly type: string; readonly logicalType: string };

const SCALARS = ['boolean', 'int', 'long', 'float', 'double', 'bytes'];
const TEXT: TextType = { kind: 'string' };

/** The name of a type, or one with a logical type on it. */
export type ScalarType = string | { readonly type: string; readonly logicalType: string };

/** Of dates and times that a tag puts into int or long; undefined of other values. */
function countedType(type: string, forced: Sighting | undefined): ScalarType | undefined {
  const texts = type === 'int' || type === 'long' ? forced?.texts : undefined;
  const form = texts === undefined || texts === null ? undefined : formOfBits(texts.forms, type);
  return form === undefined ? undefined : { type, logicalType: form.logicalType };
}

export class ScalarTypes {
  readonly #options: ScalarOptions;
  readonly #notes: InferenceNotes;

  constructor(options: ScalarOptions, notes: InferenceNotes) {
    this.#options = options;
    this.#notes = notes;
  }

  /** The types without parts of a place, but for those of strings, in the order of a union. */
  typesOf(sighting: Sighting, path: string): readonly ScalarType[] {
    const { booleans, forced, numbers } = sighting;
    const seen = [booleans > 0 ? 'boolean' : null, this.#numberType(sighting, path)];
    const types = SCALARS.filter((type) => seen.includes(type) || forced?.has(type) === true);
    const large = numbers?.large ?? null;
    if (large !== null && !types.includes('long')) {
      const fractions = numbers?.fractions ?? null;
      const why = fractions === null ? '' : ` since ${linePlaceText(fractions.first)} has a fraction`;
      this.#notes.refuseLarge(path, large, why);
    }
    return types.map((type) => countedType(type, forced?.get(type)) ?? type);
  }

  #numberType({ numbers }: Sighting, path: string): string | null {
    if (numbers === null) return null;
    const { fractions, rounded, fitsInt } = numbers;
    if (rounded !== null) {
      const words = `${plural(rounded.count, 'number')} with more digits than a double keeps`;
      this.#notes.tell(path, `${words}, the first at ${linePlaceText(rounded.first)}`);
    }
    if (fractions !== null) return 'double';
    return this.#options.ints && fitsInt ? 'int' : 'long';
  }

  /** Null where no strings stood. */
  textType({ texts, numbers, forced }: Sighting, path: string): TextType | null {
    if (forced?.has('string') === true) return TEXT;
    if (texts === null) return null;
    const { mostSymbols, logical } = this.#options;
    const { count, symbols, forms } = texts;
    // Each symbol must have come again: names of people seldom do.
    if (symbols !== null && symbols.size <= mostSymbols && count >= 2 * symbols.size) {
      this.#notes.tell(path, `${plural(symbols.size, 'different string')} in ${count}: an enum`);
      return { kind: 'enum', symbols: [...symbols].toSorted() };
    }
    const form = logical ? formOfBits(forms) : undefined;
    if (form === undefined) return TEXT;
    // Beside a number a text that is none could be meant as a count.
    if (form.type !== 'string' && (numbers !== null || forced !== null)) return TEXT;
    this.#notes.tell(path, `${plural(count, 'string')} that look like ${form.logicalType}`);
    return { kind: 'logical', ...form };
  }
}
