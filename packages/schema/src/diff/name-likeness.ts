/**
 * How alike two names are: the same words written otherwise, abbreviated, reordered or mistyped.
 *
 * Judged word by word, since letters alone take `minPrice` for `maxPrice` and `createdAt` for `updatedAt`.
 * Numbers must agree: `line1` is not `line2`.
 */
import { editDistance } from '@ottla/kernel';
import { wordsOf } from '../name-words.ts';

/** Longer names are only compared letter by letter when they are the same but for case and underscores. */
const LONGEST_COMPARED = 80;
/** Letters of a word per letter that may differ. */
const LETTERS_PER_MISTAKE = 4;
const SHORTEST_ABBREVIATION = 3;

/** The letters and digits of a name in one case: `fax_number` and `faxNumber` are one. */
export function foldedName(name: string): string {
  return name.replaceAll(/[._-]/g, '').toLowerCase();
}

/**
 * From 0, the same but for case and underscores, to 4; undefined when the names are not alike.
 * @example
 * nameDistance('fax_number', 'faxNumber'); // 0
 * nameDistance('minPrice', 'maxPrice'); // undefined
 */
export function nameDistance(left: string, right: string): number | undefined {
  if (foldedName(left) === foldedName(right)) return 0;
  if (left.length > LONGEST_COMPARED || right.length > LONGEST_COMPARED) return undefined;
  const one = wordsOf(left);
  const other = wordsOf(right);
  if (one.length === other.length) {
    if (sameWords(one, other)) return 1;
    if (one.every((word, index) => sameWord(word, other[index] ?? ''))) return 2;
    return undefined;
  }
  const [fewer, more] = one.length < other.length ? [one, other] : [other, one];
  if (one.join('').length === other.join('').length && sameWord(one.join(''), other.join(''))) return 3;
  const long = new Set(more);
  const within = fewer.length > 0 && fewer.every((word) => long.has(word));
  const added = more.filter((word) => !fewer.includes(word));
  const qualified = within && added.length === 1 && fewer.join('').length >= SHORTEST_ABBREVIATION;
  return qualified && !/\d/.test(added.join('')) ? 4 : undefined;
}

function sameWords(left: readonly string[], right: readonly string[]): boolean {
  return left.toSorted().join(' ') === right.toSorted().join(' ');
}

function sameWord(left: string, right: string): boolean {
  if (left === right) return true;
  if (/\d/.test(left + right)) return false;
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (short.length >= SHORTEST_ABBREVIATION && long.startsWith(short)) return true;
  const most = Math.floor(long.length / LETTERS_PER_MISTAKE);
  return long.length - short.length <= most && editDistance(short, long) <= most;
}
