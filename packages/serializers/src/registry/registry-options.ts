/**
 * The options that all serializers, and all deserializers, with a registry have in common, one row each.
 *
 * A schema language adds rows of its own and reads what a caller gave with `serializerOptions` or
 * `deserializerOptions`, which also say what JavaScript programs pass by mistake. Contradictions are found here, before
 * anything is asked.
 */
import {
  ConfigError,
  isObject,
  kindOf,
  kinds,
  optional,
  required,
  resolveOptions,
  withDefault,
  type Clock,
  type OptionTable,
  type OptionsInput,
  type ResolvedOptions,
  type SchemaRegistry,
} from '@ottla/kernel';
import type { RuleOptions } from '../rules/rule-options.ts';
import type { PoisonHandler } from './poison.ts';
import { topicNameStrategy, type SubjectOption } from './subject-strategy.ts';

const REGISTRY_METHODS = ['knownSchemaId', 'schemaId', 'knownSchema', 'schema', 'latest'] as const;

const registry = kinds.of<SchemaRegistry>(
  'a schema registry, such as new RegistryClient({ url }) of @ottla/registry-client',
  (value): value is SchemaRegistry =>
    isObject(value) && REGISTRY_METHODS.every((method) => typeof value[method] === 'function'),
);
const subject = kinds.of<SubjectOption>(
  'the name of a subject, or a function that gives one',
  (value): value is SubjectOption => kinds.string.check(value) || typeof value === 'function',
);
const properties = kinds.of<Readonly<Record<string, string>>>(
  'an object of property names and values, with one at least',
  (value): value is Readonly<Record<string, string>> =>
    isObject(value) &&
    Object.keys(value).length > 0 &&
    Object.values(value).every((each) => typeof each === 'string'),
);
// What stands in it is looked at by the rules themselves, where a member can be named.
const rules = kinds.of<RuleOptions>(
  'an object of executors, actions and unknown',
  (value): value is RuleOptions => isObject(value),
);
const poisonHandler = kinds.of<PoisonHandler>(
  'a function',
  (value): value is PoisonHandler => typeof value === 'function',
);
const clock = kinds.withMethods<Pick<Clock, 'now'>>('now');

const sharedRows = {
  registry: required(registry, 'Where schemas and ids are asked for. It is not closed with the serializer.'),
  subject: withDefault(
    subject,
    topicNameStrategy,
    'The subject of the schema: a name, or a strategy such as recordNameStrategy, or a function of your own, which may answer with a promise. Default: topicNameStrategy, `<topic>-key` or `<topic>-value`.',
  ),
  useLatestVersion: withDefault(
    kinds.boolean,
    false,
    'Takes the latest version of the subject: as the schema to write with, or as the one to read into.',
  ),
  useLatestWithMetadata: optional(
    properties,
    'Takes the latest version of the subject that carries all these metadata properties. Wins over useLatestVersion.',
  ),
  rules: optional(
    rules,
    'Executors and actions for the rules of schemas. Without an executor for a rule, every record it concerns fails, unless `unknown` is `skip`.',
  ),
  showValues: withDefault(
    kinds.boolean,
    false,
    'Shows the value that does not fit in messages and in `found` of errors. Otherwise errors never hold values.',
  ),
  clock: optional(
    clock,
    "For tests: what tells when a latest version is looked at again. Default: the system's.",
  ),
};

export const registrySerializerOptions = {
  ...sharedRows,
  autoRegister: withDefault(
    kinds.boolean,
    false,
    'Registers the schema where the subject does not have it. Wins over all other ways to choose a schema.',
  ),
  normalize: withDefault(
    kinds.boolean,
    false,
    'Lets the registry bring the schema into its normal form before it is registered or looked up.',
  ),
  useSchemaId: optional(
    kinds.integer(1, 0x7fffffff),
    'Writes with the schema of this id. Wins over useLatestWithMetadata and useLatestVersion.',
  ),
  latestCompatibilityStrict: withDefault(
    kinds.boolean,
    true,
    'Refuses a latest version that cannot read what the own schema writes.',
  ),
  idCompatibilityStrict: withDefault(
    kinds.boolean,
    true,
    'Refuses a schema of useSchemaId that cannot read what the own schema writes.',
  ),
  schemaIdIn: withDefault(
    kinds.oneOf('prefix', 'header'),
    'prefix',
    'Where the schema is named: by its id in the five bytes before the payload, or by its GUID in a header of the record (`__key_schema_id`, `__value_schema_id`).',
  ),
};

export const registryDeserializerOptions = {
  ...sharedRows,
  onPoison: optional(
    poisonHandler,
    'Called with bytes that cannot be read, as for a dead-letter topic. What it returns takes the place of the value; a throw goes on. Not for failures of the registry or of the configuration.',
  ),
};

/** What a caller may write. */
export type RegistrySerializerOptions = OptionsInput<typeof registrySerializerOptions>;
export type RegistryDeserializerOptions = OptionsInput<typeof registryDeserializerOptions>;
/** With defaults filled in. */
export type RegistrySerializerSettings = ResolvedOptions<typeof registrySerializerOptions>;
export type RegistryDeserializerSettings = ResolvedOptions<typeof registryDeserializerOptions>;

/** Options of a factory, told apart: those of this file, and the factory's own. */
export interface SplitOptions<Shared, Own> {
  readonly shared: Shared;
  readonly own: Own;
}

/**
 * Checks what a caller gave a factory that has rows of its own. Throws ConfigError.
 * @example
 * const { shared, own } = serializerOptions('jsonSchemaSerializer', { validate: withDefault(kinds.boolean, true, '…') }, options);
 */
export function serializerOptions<Own extends OptionTable>(
  factory: string,
  ownRows: Own,
  given: unknown,
): SplitOptions<RegistrySerializerSettings, ResolvedOptions<Own>> {
  return splitOptions(factory, { shared: registrySerializerOptions, own: ownRows }, given);
}

/** As `serializerOptions`, for a deserializer. */
export function deserializerOptions<Own extends OptionTable>(
  factory: string,
  ownRows: Own,
  given: unknown,
): SplitOptions<RegistryDeserializerSettings, ResolvedOptions<Own>> {
  return splitOptions(factory, { shared: registryDeserializerOptions, own: ownRows }, given);
}

function splitOptions<Shared extends OptionTable, Own extends OptionTable>(
  factory: string,
  tables: { readonly shared: Shared; readonly own: Own },
  given: unknown,
): SplitOptions<ResolvedOptions<Shared>, ResolvedOptions<Own>> {
  refuseMistakenOptions(factory, given, 'schema' in tables.own ? [] : ['schema', 'subject', 'file', 'id']);
  const all: OptionTable = { ...tables.shared, ...tables.own };
  refuseForeignNames(factory, all, given);
  // What was given is checked against the table now; each half of the result holds the names of its own table.
  const resolved = resolveOptions(factory, all, given as OptionsInput<OptionTable>);
  const part = (table: OptionTable): Readonly<Record<string, unknown>> =>
    Object.freeze(Object.fromEntries(Object.keys(table).map((name) => [name, resolved[name]])));
  return {
    shared: part(tables.shared) as ResolvedOptions<Shared>,
    own: part(tables.own) as ResolvedOptions<Own>,
  };
}

/** What programs without types pass in the place of options. Throws ConfigError `OPTIONS_MISTAKEN`. */
export function refuseMistakenOptions(
  factory: string,
  given: unknown,
  membersOfSchemas: readonly string[] = [],
): void {
  const problem = mistake(given, membersOfSchemas);
  if (problem === null) return;
  throw new ConfigError(`${factory}: ${problem}`, 'OPTIONS_MISTAKEN');
}

function mistake(given: unknown, membersOfSchemas: readonly string[]): string | null {
  if (given === undefined || given === null) {
    return 'options are missing; give { registry } with a schema registry, such as new RegistryClient({ url })';
  }
  if (!isObject(given)) return `options must be an object such as { registry }, got ${kindOf(given)}`;
  if (typeof given['then'] === 'function') return 'options are a promise; await it first';
  if (registry.check(given)) return 'options are a registry; give { registry }';
  if (looksLikeSchema(given, membersOfSchemas)) {
    return 'options are a schema; the schema comes first and options, such as { registry }, second';
  }
  return null;
}

/** A constant of generated code, the JSON of an Avro or a JSON Schema, or where one is. */
function looksLikeSchema(given: Readonly<Record<string, unknown>>, more: readonly string[]): boolean {
  if ('registry' in given) return false;
  return ['fingerprint', 'type', 'fields', '$schema', 'properties', ...more].some((name) => name in given);
}

/** Names that other clients have for our options, without dots and capitals, where they are not near enough. */
const FOREIGN_NAMES: ReadonlyMap<string, string> = new Map([
  ['autoregisterschemas', 'autoRegister'],
  ['normalizeschemas', 'normalize'],
  ['subjectnamestrategy', 'subject'],
  ['subjectnamestrategytype', 'subject'],
  ['keysubjectnamestrategy', 'subject'],
  ['valuesubjectnamestrategy', 'subject'],
  ['schemaidserializer', 'schemaIdIn'],
  ['keyschemaidserializer', 'schemaIdIn'],
  ['valueschemaidserializer', 'schemaIdIn'],
  ['schemaregistryurl', 'registry'],
  ['jsonfailinvalidschema', 'validate'],
  ['ruleexecutors', 'rules'],
  ['logicaltypes', 'choices'],
]);

/** Throws ConfigError `UNKNOWN_OPTION`. */
function refuseForeignNames(factory: string, table: OptionTable, given: unknown): void {
  for (const name of Object.keys(given as object)) {
    const ours = FOREIGN_NAMES.get(name.replaceAll(/[._-]/g, '').toLowerCase());
    if (ours === undefined || Object.hasOwn(table, name) || !Object.hasOwn(table, ours)) continue;
    throw new ConfigError(`${factory}: unknown option '${name}'; here it is '${ours}'`, 'UNKNOWN_OPTION');
  }
}
