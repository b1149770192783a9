/** Whether one set holds all of another; `Set.prototype.isSubsetOf` is younger than the oldest Node we run on. */

/** True when every part is in the whole. */
export function isSubset(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return part.size <= whole.size && [...part].every((value) => whole.has(value));
}
