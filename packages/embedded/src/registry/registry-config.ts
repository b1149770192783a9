/**
 * What can be configured for a subject, a context or the registry, and what of it holds where.
 *
 * One table of members says how each is read. A PUT changes only the members it names, null unsets one. The
 * level a config does not say is the registry's default, not that of its context: so Confluent has it.
 * `validateRules` and `aliasForDeks` are kept and answered only.
 */
import type { SchemaMetadata, SchemaRuleSet } from '@ottla/kernel';
import { compatibilityLevel, type CompatibilityLevel } from '@ottla/schema';
import { flagAt, optionally, textAt, type JsonMembers } from './json-body.ts';
import { refuse } from './registry-failure.ts';
import { refuseBadRules, ruleSetAt } from './rule-set.ts';
import { metadataAt } from './schema-metadata.ts';

export const DEFAULT_LEVEL: CompatibilityLevel = 'BACKWARD';
const POLICIES = ['STRICT', 'LENIENT', 'LOGICAL'];

export interface RegistryConfig {
  readonly alias?: string | undefined;
  readonly aliasForDeks?: string | undefined;
  readonly normalize?: boolean | undefined;
  readonly validateFields?: boolean | undefined;
  readonly validateNewSchemas?: boolean | undefined;
  readonly validateRules?: boolean | undefined;
  readonly compatibilityLevel?: CompatibilityLevel | undefined;
  /** STRICT, LENIENT or LOGICAL. */
  readonly compatibilityPolicy?: string | undefined;
  /** Name of the metadata property by which versions are told apart: only equal ones are compared. */
  readonly compatibilityGroup?: string | undefined;
  readonly defaultMetadata?: SchemaMetadata | undefined;
  readonly overrideMetadata?: SchemaMetadata | undefined;
  readonly defaultRuleSet?: SchemaRuleSet | undefined;
  readonly overrideRuleSet?: SchemaRuleSet | undefined;
}

function levelAt(value: unknown, place: string): CompatibilityLevel {
  const level = compatibilityLevel(textAt(value, place));
  if (level === undefined) throw refuse.invalidLevel();
  return level;
}

/** An unknown policy counts as none. */
function policyAt(value: unknown, place: string): string | undefined {
  const policy = textAt(value, place).toUpperCase();
  return POLICIES.includes(policy) ? policy : undefined;
}

function checkedRuleSetAt(value: unknown, place: string): SchemaRuleSet {
  const ruleSet = ruleSetAt(value, place);
  refuseBadRules(ruleSet);
  return ruleSet;
}

/** By the name a PUT uses, which for the level is not that of the config. */
const members: readonly (readonly [
  requestName: string,
  name: keyof RegistryConfig,
  read: (value: unknown, place: string) => unknown,
])[] = [
  ['alias', 'alias', textAt],
  ['aliasForDeks', 'aliasForDeks', textAt],
  ['normalize', 'normalize', flagAt],
  ['validateFields', 'validateFields', flagAt],
  ['validateNewSchemas', 'validateNewSchemas', flagAt],
  ['validateRules', 'validateRules', flagAt],
  ['compatibility', 'compatibilityLevel', levelAt],
  ['compatibilityPolicy', 'compatibilityPolicy', policyAt],
  ['compatibilityGroup', 'compatibilityGroup', textAt],
  ['defaultMetadata', 'defaultMetadata', metadataAt],
  ['overrideMetadata', 'overrideMetadata', metadataAt],
  ['defaultRuleSet', 'defaultRuleSet', checkedRuleSetAt],
  ['overrideRuleSet', 'overrideRuleSet', checkedRuleSetAt],
];

/** The config with the members of a PUT; throws 400, 42203 or 42210. */
export function changedConfig(config: RegistryConfig, body: JsonMembers): RegistryConfig {
  const changes = members
    .filter(([requestName]) => Object.hasOwn(body, requestName))
    .map(([requestName, name, read]) => [name, optionally(body, requestName, read)] as const);
  return { ...config, ...Object.fromEntries(changes) };
}

/** As a PUT answers it: by the names of the request. */
export function printedChange(config: RegistryConfig): Record<string, unknown> {
  return Object.fromEntries(members.map(([requestName, name]) => [requestName, config[name]]));
}

/** The config with a level, as GET and DELETE answer it; empty texts are left unsaid. */
export function withLevel(
  config: RegistryConfig,
): RegistryConfig & { compatibilityLevel: CompatibilityLevel } {
  const said = Object.entries(config).filter(([, value]) => value !== undefined && value !== '');
  return { compatibilityLevel: DEFAULT_LEVEL, ...Object.fromEntries(said) };
}

/** A subject's own config, with what it leaves open taken from that of the default context. */
export function mergedConfig(config: RegistryConfig, outer: RegistryConfig): RegistryConfig {
  return {
    ...config,
    normalize: config.normalize ?? outer.normalize,
    validateFields: config.validateFields ?? outer.validateFields,
    validateNewSchemas: config.validateNewSchemas ?? outer.validateNewSchemas,
    validateRules: config.validateRules ?? outer.validateRules,
    compatibilityPolicy: config.compatibilityPolicy ?? outer.compatibilityPolicy,
    compatibilityGroup: config.compatibilityGroup ?? outer.compatibilityGroup,
  };
}
