/**
 * Whether a value says anything that leaving it out would not say.
 *
 * Decides if a tagged field is written and if a version without a place for a field may drop its value.
 */

/** Equal in what it says: a part left out of `value` counts as its default. */
export function saysNoMore(value: unknown, silence: unknown): boolean {
  if (value === silence) return true;
  if (Array.isArray(value) || value instanceof Uint8Array) {
    return (Array.isArray(silence) || silence instanceof Uint8Array) && value.length + silence.length === 0;
  }
  if (typeof value !== 'object' || typeof silence !== 'object' || value === null || silence === null) {
    return false;
  }
  return Object.entries(silence).every(([name, part]) => {
    // Two plain objects at this point, by the checks above.
    const given = (value as Record<string, unknown>)[name];
    return given === undefined || saysNoMore(given, part);
  });
}
