/**
 * What has been seen at one place of many JSON values: the state of an inference.
 *
 * It grows with the schema and not with the values, and does not depend on their order: everything here is a
 * count, a largest index, or a set that is given up once it is too large. Where a place first showed something
 * is kept for messages only. What it makes of a value is told in sighting-rules.ts; two sightings become one
 * where an object turns out to be a dictionary.
 */
import type { LinePlace } from './line-error.ts';
import { ALL_FORMS, type FormBits } from './text-form.ts';

/** How often something stood there, and where first. */
export interface SeenCases {
  count: number;
  readonly first: LinePlace;
}

export interface SeenNumbers {
  whole: SeenCases | null;
  fractions: SeenCases | null;
  /** Whole and beyond 2^53. */
  large: SeenCases | null;
  /** Fractions with more digits than a double keeps. */
  rounded: SeenCases | null;
  /** Whether all whole ones fit 32 bits. */
  fitsInt: boolean;
}

export interface SeenTexts {
  count: number;
  /** Different ones; null once they are too many, or one is no symbol. */
  symbols: Set<string> | null;
  /** The forms that all have. */
  forms: FormBits;
  /** How many bytes all have, where each character is one; VARIED otherwise. */
  size: number | null;
}

export interface SeenMember {
  readonly sighting: Sighting;
  readonly key: SeenCases;
  /** The largest index at which the key stood. */
  rank: number;
}

/** Objects, as records until they turn out to be dictionaries: then `values` is there and `members` is empty. */
export class SeenObjects {
  count = 0;
  readonly members = new Map<string, SeenMember>();
  values: Sighting | null = null;

  add(key: string, member: Omit<SeenMember, 'sighting'>): Sighting {
    const sighting = new Sighting();
    this.members.set(key, { ...member, sighting });
    return sighting;
  }

  /** From here on keys are no fields. */
  becomeDictionary(): Sighting {
    const values = (this.values ??= new Sighting());
    for (const { sighting } of this.members.values()) values.take(sighting);
    this.members.clear();
    return values;
  }

  take(other: SeenObjects): void {
    this.count += other.count;
    if (other.values !== null) this.becomeDictionary().take(other.values);
    for (const [key, { sighting, key: cases, rank }] of other.members) {
      if (this.values !== null) {
        this.values.take(sighting);
        continue;
      }
      const member = this.members.get(key);
      if (member === undefined) {
        this.members.set(key, { sighting, key: cases, rank });
      } else {
        member.sighting.take(sighting);
        member.key.count += cases.count;
        member.rank = Math.max(member.rank, rank);
      }
    }
  }
}

export class Sighting {
  nulls = 0;
  booleans = 0;
  numbers: SeenNumbers | null = null;
  texts: SeenTexts | null = null;
  arrays: { count: number; readonly items: Sighting } | null = null;
  objects: SeenObjects | null = null;
  /** Full names of records that said them with `$type`; what is in these is kept once for all places. */
  records: Map<string, SeenCases> | null = null;
  /** Values that `$type` puts into a type without a name, by that. */
  forced: Map<string, Sighting> | null = null;

  seenNumbers(): SeenNumbers {
    return (this.numbers ??= { whole: null, fractions: null, large: null, rounded: null, fitsInt: true });
  }

  seenTexts(): SeenTexts {
    return (this.texts ??= { count: 0, symbols: new Set(), forms: ALL_FORMS, size: null });
  }

  seenItems(): Sighting {
    const arrays = (this.arrays ??= { count: 0, items: new Sighting() });
    arrays.count++;
    return arrays.items;
  }

  seenObjects(): SeenObjects {
    return (this.objects ??= new SeenObjects());
  }

  seenRecords(): Map<string, SeenCases> {
    return (this.records ??= new Map());
  }

  /** Adds what another place has seen; that is not to be used any more. */
  take(other: Sighting): void {
    this.nulls += other.nulls;
    this.booleans += other.booleans;
    if (other.numbers !== null) this.#takeNumbers(other.numbers);
    if (other.texts !== null) this.#takeTexts(other.texts);
    if (other.arrays !== null) {
      this.seenItems().take(other.arrays.items);
      if (this.arrays !== null) this.arrays.count += other.arrays.count - 1;
    }
    if (other.objects !== null) this.seenObjects().take(other.objects);
    for (const [name, cases] of other.records ?? []) {
      const records = this.seenRecords();
      records.set(name, joined(records.get(name) ?? null, cases) ?? cases);
    }
    for (const [type, sighting] of other.forced ?? []) {
      const forced = (this.forced ??= new Map());
      const known = forced.get(type);
      if (known === undefined) forced.set(type, sighting);
      else known.take(sighting);
    }
  }

  #takeNumbers(other: SeenNumbers): void {
    const numbers = this.seenNumbers();
    numbers.whole = joined(numbers.whole, other.whole);
    numbers.fractions = joined(numbers.fractions, other.fractions);
    numbers.large = joined(numbers.large, other.large);
    numbers.rounded = joined(numbers.rounded, other.rounded);
    numbers.fitsInt &&= other.fitsInt;
  }

  #takeTexts(other: SeenTexts): void {
    const texts = this.seenTexts();
    texts.count += other.count;
    texts.forms &= other.forms;
    texts.size = sameSize(texts.size, other.size);
    texts.symbols =
      texts.symbols === null || other.symbols === null ? null : new Set([...texts.symbols, ...other.symbols]);
  }
}

/** Of texts that have not all one size. */
export const VARIED = -1;

/** Null is that of no texts. */
export function sameSize(left: number | null, right: number | null): number | null {
  if (left === null || right === null) return left ?? right;
  return left === right ? left : VARIED;
}

function joined(left: SeenCases | null, right: SeenCases | null): SeenCases | null {
  if (left === null || right === null) return left ?? right;
  return { count: left.count + right.count, first: left.first };
}
