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
import { isComparable, type SchemaContent } from './schema-content.ts';
import { propertyOf } from './schema-metadata.ts';
import { comparableContract } from './schema-parsing.ts';
import type { SchemaStore, StoredVersion } from './schema-store.ts';

/** A content that wants to follow the versions of a subject, oldest first. */
export interface Candidacy {
  /** Leads from the versions to what they refer to. */
  readonly store: SchemaStore;
  /** As parsed from what was sent. */
  readonly candidate: SchemaContent;
  readonly history: readonly StoredVersion[];
}

const DIFFERENT_TYPE = 'Incompatible because of different schema type';

/** Without the settings that follow the reasons. */
function reasonsAgainst(
  { store, candidate }: Candidacy,
  earlier: StoredVersion,
  config: SettledConfig,
): string[] {
  const { version, content } = earlier;
  const { compatibilityLevel: level, compatibilityPolicy } = config;
  const policy = compatibilityPolicy === 'LENIENT' ? 'LENIENT' : 'STRICT';
  try {
    const contract = comparableContract(store, earlier);
    if (contract === undefined || !isComparable(candidate.contract)) {
      return candidate.contract.type === content.contract.type ? [] : [DIFFERENT_TYPE];
    }
    const versions = [{ version, text: content.schema, contract }];
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
function historyReasons(candidacy: Candidacy, config: SettledConfig): readonly string[] {
  const { candidate, history } = candidacy;
  for (const earlier of comparedVersions(inGroup(history, candidate, config), config.compatibilityLevel)) {
    const reasons = reasonsAgainst(candidacy, earlier, config);
    if (reasons.length > 0) return reasons;
  }
  return [];
}

/** The reasons, in brace strings; empty when the candidate may follow. */
export function incompatibilities(candidacy: Candidacy, config: SettledConfig): readonly string[] {
  const { candidate, history } = candidacy;
  const { validateFields = false, compatibilityLevel } = config;
  const problems = validateFields ? reservedFieldProblems(candidate, history.at(-1)?.content) : [];
  const reasons = [...problems, ...historyReasons(candidacy, config)];
  const settings = `{validateFields: '${validateFields}', compatibility: '${compatibilityLevel}'}`;
  return reasons.length === 0 ? [] : [...reasons, settings];
}
