/**
 * The compatibility levels a schema registry knows.
 *
 * Owns their names only. Which schemas a level compares is the registry's business; whether one schema can
 * read what another wrote is checkCompatibility's. Source: Confluent, "Schema Evolution and Compatibility".
 */

/** In Confluent's order of documentation: each direction, then with its whole history. */
export const compatibilityLevels = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;

/**
 * Who must be able to read whom: BACKWARD, the new schema what the last version wrote; FORWARD, the last
 * version what the new schema writes; FULL, both; `_TRANSITIVE`, every version instead of the last one.
 */
export type CompatibilityLevel = (typeof compatibilityLevels)[number];
