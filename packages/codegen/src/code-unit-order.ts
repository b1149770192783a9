/**
 * The one order that generated text is sorted in: by UTF-16 code units.
 *
 * The same on every machine, unlike `localeCompare`.
 */
export function byCodeUnits(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
