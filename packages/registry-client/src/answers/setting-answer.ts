/** Answers about settings: verdicts, levels, configurations, modes, associations, the server's version. */
import { kindOf, type SchemaMetadata, type SchemaRuleSet } from '@ottla/kernel';
import { compatibilityLevels, type CompatibilityLevel } from '@ottla/schema';
import {
  ShapeError,
  guidText,
  integer,
  listOf,
  membersOf,
  partsOf,
  text,
  truth,
  wordOf,
} from './answer-shape.ts';
import { metadata, ruleSet } from './schema-answer.ts';

export interface CompatibilityVerdict {
  readonly compatible: boolean;
  /** The registry's reasons, in its own words; empty when compatible or when it gives none. */
  readonly messages: string[];
}

/** The settings of a subject, or the global ones. What is absent is not set. */
export interface RegistryConfig {
  readonly compatibilityLevel?: CompatibilityLevel;
  /** The subject that this one is another name of. */
  readonly alias?: string;
  readonly aliasForDeks?: string;
  /** Whether schemas are brought into their normal form before they are registered or looked up. */
  readonly normalize?: boolean;
  readonly validateFields?: boolean;
  readonly validateRules?: boolean;
  readonly validateNewSchemas?: boolean;
  /** STRICT, LENIENT or LOGICAL. */
  readonly compatibilityPolicy?: string;
  /** The metadata property within whose equal values versions are compared. */
  readonly compatibilityGroup?: string;
  readonly defaultMetadata?: SchemaMetadata;
  readonly overrideMetadata?: SchemaMetadata;
  readonly defaultRuleSet?: SchemaRuleSet;
  readonly overrideRuleSet?: SchemaRuleSet;
}

export const registryModes = ['READWRITE', 'READONLY', 'READONLY_OVERRIDE', 'IMPORT', 'FORWARD'] as const;

/** What a registry lets be done. In IMPORT, ids and versions are given by who registers. */
export type RegistryMode = (typeof registryModes)[number];

/** Which subject serves the keys or values of a resource, such as a topic. */
export interface Association {
  readonly subject: string;
  readonly guid?: string;
  readonly resourceName?: string;
  readonly resourceNamespace?: string;
  readonly resourceId?: string;
  /** `topic`. */
  readonly resourceType?: string;
  /** `key` or `value`. */
  readonly associationType?: string;
  /** STRONG or WEAK. */
  readonly lifecycle?: string;
  readonly frozen?: boolean;
  /** Ms since 1970. */
  readonly createTs?: number;
  readonly updateTs?: number;
}

export interface ServerVersion {
  readonly version: string;
  readonly commitId: string;
}

/** Answer of a compatibility check. */
export function readVerdict(value: unknown): CompatibilityVerdict {
  const { is_compatible: compatible, messages, reason } = membersOf(value, 'a compatibility verdict');
  const verdict = truth(compatible, 'is_compatible');
  if (messages !== undefined && messages !== null) {
    return { compatible: verdict, messages: listOf(text)(messages, 'messages') };
  }
  // Apicurio gives one text, as `reason`.
  return { compatible: verdict, messages: typeof reason === 'string' ? [reason] : [] };
}

const level = wordOf(compatibilityLevels);

/** Answer of GET or PUT /config: the one says compatibilityLevel, the other compatibility. */
export function readLevel(value: unknown): CompatibilityLevel {
  const members = membersOf(value, 'a configuration');
  return level(members['compatibilityLevel'] ?? members['compatibility'], 'compatibilityLevel');
}

const config = partsOf<Required<RegistryConfig>>({
  compatibilityLevel: level,
  alias: text,
  aliasForDeks: text,
  normalize: truth,
  validateFields: truth,
  validateRules: truth,
  validateNewSchemas: truth,
  compatibilityPolicy: text,
  compatibilityGroup: text,
  defaultMetadata: metadata,
  overrideMetadata: metadata,
  defaultRuleSet: ruleSet,
  overrideRuleSet: ruleSet,
});

/** Answer of GET, PUT or DELETE /config; what was deleted may be told by its level alone. */
export function readConfig(value: unknown): RegistryConfig {
  if (typeof value === 'string') return { compatibilityLevel: level(value, 'compatibilityLevel') };
  const members = membersOf(value, 'a configuration');
  const written = members['compatibilityLevel'] ?? members['compatibility'];
  return config({ ...members, compatibilityLevel: written }, 'config');
}

/** Answer of GET /contexts. Apicurio writes its one context as a prefix of subjects, `:.:`. */
export const readContexts = (value: unknown): string[] =>
  listOf(text)(value, 'contexts').map((context) => context.replace(/^:(\..*):$/s, '$1'));

/** Answer of GET, PUT or DELETE /mode. */
export function readMode(value: unknown): RegistryMode {
  const written = typeof value === 'string' ? value : membersOf(value, 'a mode')['mode'];
  return wordOf(registryModes)(written, 'mode');
}

const association = partsOf<Required<Association>>({
  subject: text,
  guid: guidText,
  resourceName: text,
  resourceNamespace: text,
  resourceId: text,
  resourceType: text,
  associationType: text,
  lifecycle: text,
  frozen: truth,
  createTs: integer,
  updateTs: integer,
});

/** Answer of GET /associations/resources/… */
export const readAssociations = (value: unknown): Association[] =>
  listOf((item): Association => {
    const { subject, ...others } = association(item, 'association');
    if (subject === undefined) throw new ShapeError(`must hold a string 'subject', not ${kindOf(subject)}`);
    return { subject, ...others };
  })(value, 'associations');

/** Answer of GET /v1/metadata/version. */
export function readServerVersion(value: unknown): ServerVersion {
  const { version, commitId } = membersOf(value, "a server's version");
  return { version: text(version, 'version'), commitId: text(commitId, 'commitId') };
}
