/**
 * What each level of compatibility compares a new schema with.
 *
 * History is given oldest first. A level that is not transitive compares with the newest version only; a
 * transitive one walks newest to oldest and stops at the first version that fails, as Confluent's does.
 * Who can read what is the schema package's verdict.
 */
import {
  checkCompatibility,
  compatibilityLevels,
  type CompatibilityLevel,
  type Incompatibility,
  type IncompatibilityKind,
  type Schema,
} from '@ottla/schema';

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

/** What differs, in words; `reader` and `writer` say which of the two schemas reads and which wrote. */
const descriptions: Readonly<
  Record<IncompatibilityKind, (at: { path: string; reader: string; writer: string }) => string>
> = {
  NAME_MISMATCH: ({ path }) => `The name of the schema has changed (path '${path}')`,
  FIXED_SIZE_MISMATCH: ({ path, reader, writer }) =>
    `The size of FIXED type field at path '${path}' in the ${reader} schema does not match with the ${writer} schema`,
  MISSING_ENUM_SYMBOLS: ({ path, reader, writer }) =>
    `The ${reader} schema is missing enum symbols at path '${path}' of the ${writer} schema`,
  READER_FIELD_MISSING_DEFAULT_VALUE: ({ path, reader, writer }) =>
    `The field at path '${path}' in the ${reader} schema has no default value and is missing in the ${writer} schema`,
  TYPE_MISMATCH: ({ path, reader, writer }) =>
    `The type (path '${path}') of a field in the ${reader} schema does not match with the ${writer} schema`,
  MISSING_UNION_BRANCH: ({ path, reader, writer }) =>
    `The ${reader} schema is missing a type inside a union field at path '${path}' in the ${writer} schema`,
};

function difference(problem: Incompatibility, reader: 'new' | 'old'): string {
  const writer = reader === 'new' ? 'old' : 'new';
  const description = descriptions[problem.kind]({ path: problem.location, reader, writer });
  return `{errorType:'${problem.kind}', description:'${description}', additionalInfo:'${problem.message}'}`;
}

/** Why the reader, which is the new schema or the old one, cannot read what the writer wrote. */
function reasonsOf(reader: Schema, writer: Schema, which: 'new' | 'old'): string[] {
  try {
    return checkCompatibility(reader, writer).map((problem) => difference(problem, which));
  } catch (error) {
    // Aliases that match several fields have no verdict; Java's check throws too.
    const why = error instanceof Error ? error.message : String(error);
    return [`{errorType:'TYPE_MISMATCH', description:'${why}', additionalInfo:''}`];
  }
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
      reasons.push(...reasonsOf(earlier.parsed, candidate, 'old'));
    }
    if (level.startsWith('BACKWARD') || level.startsWith('FULL')) {
      reasons.push(...reasonsOf(candidate, earlier.parsed, 'new'));
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
