/**
 * Whether objects look like dictionaries, whose keys are values, and not like records, whose keys are names.
 *
 * Only asked where a key is no name of Avro, so that a record is impossible as it stands: the rest is a guess that
 * can be told. Pure.
 */
import type { SeenObjects, Sighting } from './sighting.ts';

const NAME = /^[A-Za-z_]\w*$/;
const DIGIT = /^\d/;

/** A field can have such a name. */
export function isFieldName(key: string): boolean {
  return NAME.test(key);
}

/**
 * All values are of one kind, and either no key is in every object, or all keys begin with a digit: numbers, dates
 * and most UUIDs, say.
 */
export function looksLikeDictionary({ members, count }: SeenObjects): boolean {
  const kinds = new Set<string>();
  let isVarying = true;
  let isNumbered = true;
  for (const [key, { sighting, key: cases }] of members) {
    for (const kind of kindsOf(sighting)) kinds.add(kind);
    if (kinds.size > 1) return false;
    isVarying &&= cases.count < count;
    isNumbered &&= DIGIT.test(key);
  }
  return isVarying || isNumbered;
}

/** Besides null. */
export function kindsOf(sighting: Sighting): string[] {
  const { booleans, numbers, texts, arrays, objects, records, forced } = sighting;
  const kinds: (readonly [string, boolean])[] = [
    ['booleans', booleans > 0],
    ['numbers', numbers !== null],
    ['strings', texts !== null],
    ['arrays', arrays !== null],
    ['objects', objects !== null || records !== null],
    ['tagged values', forced !== null],
  ];
  return kinds.flatMap(([kind, isSeen]) => (isSeen ? [kind] : []));
}
