/**
 * Why a schema may not follow the versions of a subject, as Confluent's registry says it.
 *
 * What is compared, who can read what and the words are the schema package's; this hands it what the store
 * holds, version by version. Protobuf cannot be parsed yet and is not judged, but a change of schema type is.
 */
import { comparedVersions, confluentMessages, SchemaError } from '@ottla/schema';
import type { RegistryConfig } from './registry-config.ts';
import type { SettledConfig } from './registry-state.ts';
import { reservedFieldProblems } from './reserved-fields.ts';
import type { SchemaContent } from './schema-content.ts';
import { propertyOf } from './schema-metadata.ts';
import type { StoredVersion } from './schema-store.ts';

const DIFFERENT_TYPE = 'Incompatible because of different schema type';

/** Without the settings that follow the reasons. */
function reasonsAgainst(candidate: SchemaContent, earlier: StoredVersion, config: SettledConfig): string[] {
  const { contract, schema: text } = earlier.content;
  const { compatibilityLevel: level, compatibilityPolicy } = config;
  if (candidate.contract.type === 'PROTOBUF' || contract.type === 'PROTOBUF') {
    return candidate.contract.type === contract.type ? [] : [DIFFERENT_TYPE];
  }
  const policy = compatibilityPolicy === 'LENIENT' ? 'LENIENT' : 'STRICT';
  const versions = [{ version: earlier.version, text, contract }];
  try {
    return confluentMessages(candidate.contract, versions, { level, policy }).slice(0, -1);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return [`Unexpected exception during compatibility check: ${error.message}`];
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

/** Of the versions the level asks for the newest that the candidate may not follow. */
function historyReasons(
  candidate: SchemaContent,
  history: readonly StoredVersion[],
  config: SettledConfig,
): readonly string[] {
  for (const earlier of comparedVersions(inGroup(history, candidate, config), config.compatibilityLevel)) {
    const reasons = reasonsAgainst(candidate, earlier, config);
    if (reasons.length > 0) return reasons;
  }
  return [];
}

/** The reasons, in brace strings; empty when `candidate` may follow. `history` is given oldest first. */
export function incompatibilities(
  candidate: SchemaContent,
  history: readonly StoredVersion[],
  config: SettledConfig,
): readonly string[] {
  const { validateFields = false, compatibilityLevel } = config;
  const problems = validateFields ? reservedFieldProblems(candidate, history.at(-1)?.content) : [];
  const reasons = [...problems, ...historyReasons(candidate, history, config)];
  const settings = `{validateFields: '${validateFields}', compatibility: '${compatibilityLevel}'}`;
  return reasons.length === 0 ? [] : [...reasons, settings];
}
