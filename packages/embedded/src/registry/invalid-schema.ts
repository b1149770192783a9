/**
 * How Confluent words that a schema is invalid: with all that was sent, in the form Java prints it.
 *
 * Clients match on the beginning. Only the last part, why, is ours. Source: confluentinc/schema-registry,
 * AbstractSchemaRegistry.loadSchema, the schema providers, and toString of the entities.
 */
import type { SchemaMetadata, SchemaRule, SchemaRuleSet } from '@ottla/kernel';
import { contentGuid } from '@ottla/schema';
import { refuse, type RegistryFailure } from './registry-failure.ts';
import type { SubmittedReference, SubmittedSchema } from './schema-body.ts';

const text = (value: string | number | boolean | null | undefined): string => String(value ?? null);

function listText<T>(list: readonly T[] | null | undefined, print: (item: T) => string): string {
  return `[${(list ?? []).map(print).join(', ')}]`;
}

const textsText = (texts: readonly string[] | null | undefined): string => listText(texts, text);

function mapText<T>(map: Readonly<Record<string, T>> | null | undefined, print: (item: T) => string): string {
  return `{${Object.entries(map ?? {})
    .map(([key, value]) => `${key}=${print(value)}`)
    .join(', ')}}`;
}

export function referenceText({ name, subject, version }: SubmittedReference): string {
  return `{name='${text(name)}', subject='${text(subject)}', version=${text(version)}}`;
}

function metadataText(metadata: SchemaMetadata | undefined): string {
  if (metadata === undefined) return 'null';
  const { tags, properties, sensitive } = metadata;
  return `Metadata{tags=${mapText(tags, textsText)}, properties=${mapText(properties, text)}, sensitive=${textsText(sensitive)}}`;
}

function ruleText(rule: SchemaRule): string {
  const { name, doc, kind, mode, type, tags, params, expr, onSuccess, onFailure, disabled } = rule;
  return `Rule{name=${text(name)}, doc=${text(doc)}, kind=${text(kind)}, mode=${text(mode)}, type='${text(type)}', tags='${textsText(tags)}', params='${mapText(params, text)}', expr='${text(expr)}', onSuccess='${text(onSuccess)}', onFailure='${text(onFailure)}', disabled='${text(disabled)}'}`;
}

function ruleSetText(ruleSet: SchemaRuleSet | undefined): string {
  if (ruleSet === undefined) return 'null';
  const { migrationRules, domainRules, encodingRules, enableAt } = ruleSet;
  return `Rules{migrationRules=${listText(migrationRules, ruleText)}, domainRules=${listText(domainRules, ruleText)}, encodingRules=${listText(encodingRules, ruleText)}, enableAt=${text(enableAt)}}`;
}

/** Reads what a schema refers to as far as it was said. */
function hashedReferences(references: readonly SubmittedReference[]) {
  return references.map(({ name = '', subject = '', version = 0 }) => ({ name, subject, version }));
}

function submissionText(subject: string, submitted: SubmittedSchema, numbers: string): string {
  const { schemaType, schema, references, metadata, ruleSet } = submitted;
  const guid = contentGuid({ schema, references: hashedReferences(references), metadata, ruleSet });
  return `{subject=${subject},${numbers},guid=${guid},schemaType=${schemaType},references=${listText(references, referenceText)},metadata=${metadataText(metadata)},ruleSet=${ruleSetText(ruleSet)},schema=${schema},schemaTags=null,ts=null,deleted=null}`;
}

/** 42201 for a text that cannot be read, or whose references cannot be. */
export function unreadableSchema(subject: string, submitted: SubmittedSchema, why: string): RegistryFailure {
  const { schemaType, references } = submitted;
  const sent =
    schemaType === 'AVRO'
      ? `Invalid schema ${submissionText(subject, submitted, 'version=null,id=null')} with refs ${listText(references, referenceText)} of type AVRO`
      : `Invalid schema of type ${schemaType}`;
  return refuse.invalidSchema(`Invalid schema of type ${schemaType}, details: ${sent}, details: ${why}`);
}

/** 42201 for JSON that is no JSON Schema: the registry finds that only when it looks again. */
export function brokenSchema(subject: string, submitted: SubmittedSchema, why: string): RegistryFailure {
  const numbers = `version=${submitted.version},id=${submitted.id}`;
  return refuse.invalidSchema(
    `Invalid schema ${submissionText(subject, submitted, numbers)}, details: ${why}`,
  );
}
