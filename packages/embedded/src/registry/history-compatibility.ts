/**
 * Why a schema may not follow the versions of a subject, as Confluent's registry says it.
 *
 * What is compared, who can read what and the words are the schema package's; this only hands it what the
 * store holds.
 */
import { confluentMessages, type CompatibilityLevel, type Schema } from '@ottla/schema';
import type { StoredVersion } from './schema-store.ts';

/** The reasons, in brace strings; empty when `candidate` may follow. `history` is given oldest first. */
export function incompatibilities(
  candidate: Schema,
  history: readonly StoredVersion[],
  level: CompatibilityLevel,
): string[] {
  const versions = history.map(({ version, content }) => ({
    version,
    text: content.schema,
    contract: { type: 'AVRO', schema: content.parsed } as const,
  }));
  return confluentMessages({ type: 'AVRO', schema: candidate }, versions, { level });
}
