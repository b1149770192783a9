/**
 * Which records count themselves while they are read, so that the limit of levels holds.
 *
 * A record of few levels does not: whatever counts around it makes sure beforehand that they are allowed. Around it may
 * be a record that counts, or arrays and maps at the root, which the printed code nests far less than the limit.
 */
import { childSchemas, type RecordSchema, type Schema } from '@ottla/schema';
import { levelsOf, ownLevel } from './schema-levels.ts';

/** Records that people nest have far fewer levels. */
const MOST_UNCOUNTED = 32;

/** Those that can be nested without end are among them. */
export function isCounted(schema: Schema): boolean {
  return levelsOf(schema) > MOST_UNCOUNTED;
}

/** The most levels below a record, up to the next that counts itself. */
export function uncountedLevels(record: RecordSchema): number {
  return mostLevels(childSchemas(record));
}

function mostLevels(schemas: readonly Schema[]): number {
  return schemas.reduce((most, schema) => Math.max(most, levelsUpToCounted(schema)), 0);
}

/** Follows unnamed types alone, whose nesting the text of a schema bounds. */
function levelsUpToCounted(schema: Schema): number {
  if (!isCounted(schema)) return levelsOf(schema);
  return schema.type === 'record' ? 0 : ownLevel(schema) + mostLevels(childSchemas(schema));
}
