/**
 * The compatibility levels a schema registry knows, and what each of them asks for.
 *
 * Whether one schema can read what another wrote is checkCompatibility's; which findings a history makes is
 * checkHistory's. Source: Confluent, "Schema Evolution and Compatibility".
 */
import type { Direction } from './compatibility-finding.ts';

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

/** What a level asks for. */
interface LevelDemand {
  /** In the order in which a registry tells them: the old reader first. */
  readonly directions: readonly Direction[];
  /** With every earlier version, not with the last one only. */
  readonly transitive: boolean;
}

export const levelDemands: Readonly<Record<CompatibilityLevel, LevelDemand>> = {
  NONE: { directions: [], transitive: false },
  BACKWARD: { directions: ['BACKWARD'], transitive: false },
  BACKWARD_TRANSITIVE: { directions: ['BACKWARD'], transitive: true },
  FORWARD: { directions: ['FORWARD'], transitive: false },
  FORWARD_TRANSITIVE: { directions: ['FORWARD'], transitive: true },
  FULL: { directions: ['FORWARD', 'BACKWARD'], transitive: false },
  FULL_TRANSITIVE: { directions: ['FORWARD', 'BACKWARD'], transitive: true },
};

/**
 * Reads a level in any case; undefined when it is none.
 * @example
 * compatibilityLevel('full_transitive'); // 'FULL_TRANSITIVE'
 */
export function compatibilityLevel(text: string): CompatibilityLevel | undefined {
  return compatibilityLevels.find((level) => level === text.toUpperCase());
}

/**
 * The levels that ask for less, the strongest first; NONE is left out, for it asks for nothing.
 * @example
 * weakerLevels('FULL'); // ['BACKWARD', 'FORWARD']
 */
export function weakerLevels(level: CompatibilityLevel): readonly CompatibilityLevel[] {
  const { directions, transitive } = levelDemands[level];
  return STRONGEST_FIRST.filter((other) => {
    const demand = levelDemands[other];
    return (
      other !== level &&
      demand.directions.every((direction) => directions.includes(direction)) &&
      (transitive || !demand.transitive)
    );
  });
}

/** Who reads comes before how much of the history. */
const STRONGEST_FIRST = [
  'FULL_TRANSITIVE',
  'FULL',
  'BACKWARD_TRANSITIVE',
  'FORWARD_TRANSITIVE',
  'BACKWARD',
  'FORWARD',
] as const;

/**
 * The versions a level compares with, the newest first, as a registry walks them.
 * @example
 * comparedVersions(['v1', 'v2', 'v3'], 'BACKWARD_TRANSITIVE'); // ['v3', 'v2', 'v1']
 * comparedVersions(['v1', 'v2', 'v3'], 'BACKWARD'); // ['v3']
 */
export function comparedVersions<V>(history: readonly V[], level: CompatibilityLevel): readonly V[] {
  const { directions, transitive } = levelDemands[level];
  if (directions.length === 0) return [];
  return transitive ? history.toReversed() : history.slice(-1);
}
