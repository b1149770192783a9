/** Text cut for a line of a report. */

const LONGEST = 120;

/**
 * At most `longest` UTF-16 units, the last of them `…` when something is left out.
 * @example
 * shortText('a long story', 7); // 'a long…'
 */
export function shortText(text: string, longest = LONGEST): string {
  if (text.length <= longest) return text;
  // A pair of surrogates is not cut in two.
  return `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
