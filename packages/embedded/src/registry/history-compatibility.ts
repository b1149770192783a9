/**
 * Why a schema may not follow the versions of a subject, as Confluent's registry says it.
 *
 * What is compared, who can read what and the words are the schema package's; this hands it what the store
 * holds, version by version. Protobuf cannot be parsed yet and is not judged, but a change of schema type is.
 */
import { comparedVersions, confluentMessages, SchemaError } from '@ottla/schema';
import type { RegistryConfig } from './registry-config.ts';
import type { SettledConfig } from './registry-state.ts';
import type { SchemaContent } from './schema-content.ts';
import { propertyOf } from './schema-metadata.ts';
import type { StoredVersion } from './schema-store.ts';

const DIFFERENT_TYPE = 'Incompatible because of different schema type';

function reasonsAgainst(candidate: SchemaContent, earlier: StoredVersion, config: SettledConfig): string[] {
  const { contract, schema: text } = earlier.content;
  const { compatibilityLevel: level, compatibilityPolicy, validateFields = false } = config;
  const settings = `{validateFields: '${validateFields}', compatibility: '${level}'}`;
  if (candidate.contract.type === 'PROTOBUF' || contract.type === 'PROTOBUF') {
    return candidate.contract.type === contract.type ? [] : [DIFFERENT_TYPE, settings];
  }
  const policy = compatibilityPolicy === 'LENIENT' ? 'LENIENT' : 'STRICT';
  const versions = [{ version: earlier.version, text, contract }];
  try {
    const messages = confluentMessages(candidate.contract, versions, { level, policy });
    return messages.length === 0 ? [] : [...messages.slice(0, -1), settings];
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return [`Unexpected exception during compatibility check: ${error.message}`, settings];
  }
}

/** The versions that count: with a group, those whose metadata have the same value there. */
function inGroup(
  history: readonly StoredVersion[],
  candidate: SchemaContent,
  { compatibilityGroup: group }: RegistryConfig,
): readonly StoredVersion[] {
  if (group === undefined) return history;
  const value = propertyOf(candidate.metadata, group);
  return history.filter(({ content }) => propertyOf(content.metadata, group) === value);
}

/** The reasons, in brace strings; empty when `candidate` may follow. `history` is given oldest first. */
export function incompatibilities(
  candidate: SchemaContent,
  history: readonly StoredVersion[],
  config: SettledConfig,
): string[] {
  for (const earlier of comparedVersions(inGroup(history, candidate, config), config.compatibilityLevel)) {
    const reasons = reasonsAgainst(candidate, earlier, config);
    if (reasons.length > 0) return reasons;
  }
  return [];
}
