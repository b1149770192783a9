/**
 * What a registration gets that it did not say: metadata and rules of the version before, and the config's.
 *
 * The config's defaults come first, then what was sent or else the version before has, then its overrides.
 * Source: confluentinc/schema-registry, AbstractSchemaRegistry.maybePopulateFromPrevious.
 */
import type { RegistryConfig } from './registry-config.ts';
import { mergedRuleSet } from './rule-set.ts';
import type { SubmittedSchema } from './schema-body.ts';
import { mergedMetadata, saysVersion, withVersion } from './schema-metadata.ts';
import type { StoredVersion } from './schema-store.ts';

/** The submission with its metadata and rules; `nextVersion` is told in the metadata where a version is asked for. */
export function withDefaults(
  submitted: SubmittedSchema,
  previous: StoredVersion | undefined,
  { config, nextVersion }: { config: RegistryConfig; nextVersion?: number },
): SubmittedSchema {
  const own = submitted.metadata ?? previous?.content.metadata;
  const merged = mergedMetadata(mergedMetadata(config.defaultMetadata, own), config.overrideMetadata);
  const isVersioned = nextVersion !== undefined && (submitted.version !== 0 || saysVersion(merged));
  const rules = submitted.ruleSet ?? previous?.content.ruleSet;
  return {
    ...submitted,
    metadata: isVersioned ? withVersion(merged, nextVersion) : merged,
    ruleSet: mergedRuleSet(mergedRuleSet(config.defaultRuleSet, rules), config.overrideRuleSet),
  };
}

/** The submission with the schema of the version before, when it has none of its own. */
export function withSchemaOf(
  submitted: SubmittedSchema,
  previous: StoredVersion | undefined,
): SubmittedSchema {
  if (submitted.schema.trim() !== '' || previous === undefined) return submitted;
  const { schema, references, contract } = previous.content;
  return { ...submitted, schema, references, schemaType: contract.type };
}

/** Whether a config adds to what is registered, so that an equal schema may not be the same content. */
export function addsToContent(config: RegistryConfig): boolean {
  const { defaultMetadata, overrideMetadata, defaultRuleSet, overrideRuleSet } = config;
  return [defaultMetadata, overrideMetadata, defaultRuleSet, overrideRuleSet].some(
    (addition) => addition !== undefined,
  );
}
