/**
 * The seven levels of compatibility and what each compares a new schema with.
 *
 * History is given oldest first. A level that is not transitive compares with the newest version only; a
 * transitive one walks newest to oldest and stops at the first version that fails, as Confluent's does.
 * Who can read what is the schema package's verdict.
 */
import { checkCompatibility, type Incompatibility, type Schema } from '@ottla/schema';

export const compatibilityLevels = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;

export type CompatibilityLevel = (typeof compatibilityLevels)[number];

/** Reads a level in any case; undefined when it is none. */
export function compatibilityLevel(text: string): CompatibilityLevel | undefined {
  return compatibilityLevels.find((level) => level === text.toUpperCase());
}

/** One earlier version, as far as the comparison needs it. */
export interface EarlierVersion {
  readonly version: number;
  readonly schema: string;
  readonly parsed: Schema;
}

const SHOWN_SCHEMA_CHARACTERS = 10_240;

function difference(problem: Incompatibility, reader: 'new' | 'old'): string {
  const writer = reader === 'new' ? 'old' : 'new';
  const description = `the ${reader} schema cannot read records written with the ${writer} one: ${problem.message}`;
  return `{errorType:'${problem.kind}', description:'${description}', additionalInfo:'${problem.location}'}`;
}

/**
 * The reasons, in Confluent's brace form, why `candidate` may not follow `history`; empty when it may.
 * In FULL the reasons of the old reader come first.
 */
export function incompatibilities(
  candidate: Schema,
  history: readonly EarlierVersion[],
  level: CompatibilityLevel,
): string[] {
  if (level === 'NONE') return [];
  const transitive = level.endsWith('_TRANSITIVE');
  const compared = transitive ? history.toReversed() : history.slice(-1);
  for (const earlier of compared) {
    const reasons: string[] = [];
    if (level.startsWith('FORWARD') || level.startsWith('FULL')) {
      reasons.push(
        ...checkCompatibility(earlier.parsed, candidate).map((problem) => difference(problem, 'old')),
      );
    }
    if (level.startsWith('BACKWARD') || level.startsWith('FULL')) {
      reasons.push(
        ...checkCompatibility(candidate, earlier.parsed).map((problem) => difference(problem, 'new')),
      );
    }
    if (reasons.length > 0) {
      reasons.push(
        `{oldSchemaVersion: ${earlier.version}}`,
        `{oldSchema: '${earlier.schema.slice(0, SHOWN_SCHEMA_CHARACTERS)}'}`,
        `{compatibility: '${level}'}`,
      );
      return reasons;
    }
  }
  return [];
}
