/**
 * The GUID by which Confluent's registry knows a content: an MD5 over text, references, metadata and rules.
 *
 * A client can compute and so verify it without the registry. Sets and maps are hashed sorted, as the
 * registry stores them; rules without kind or mode get its defaults; absent metadata differ from empty ones.
 * Source: confluentinc/schema-registry, Schema.updateHash and the entities it walks.
 */
import type { Hash } from 'node:crypto';
import type { SchemaMetadata, SchemaReference, SchemaRule, SchemaRuleSet } from '@ottla/kernel';
import { newHash } from './digest.ts';

/** What a content is made of. Null is as absent, because registries answer so. */
export interface SchemaContent {
  /** As the registry stores it, of any schema type: for Avro the text of schemaText. */
  readonly schema: string;
  /** In the order of the registration. */
  readonly references?: readonly SchemaReference[] | null | undefined;
  readonly metadata?: SchemaMetadata | null | undefined;
  readonly ruleSet?: SchemaRuleSet | null | undefined;
}

type Text = string | null | undefined;

const PRESENT = Uint8Array.of(1);

/**
 * The GUID of a content, as 36 characters.
 * @example
 * contentGuid({ schema: '"string"' }); // '095d71cf-1255-6b9d-5e33-0ad575b3df5d'
 */
export function contentGuid(content: SchemaContent): string {
  const hash = newHash('md5');
  addText(hash, content.schema);
  for (const { name, subject, version } of content.references ?? []) {
    addText(hash, name);
    addText(hash, subject);
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setInt32(0, version);
    hash.update(bytes);
  }
  addMetadata(hash, content.metadata);
  addRuleSet(hash, content.ruleSet);
  return hash.digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function addMetadata(hash: Hash, metadata: SchemaMetadata | null | undefined): void {
  if (metadata === null || metadata === undefined) return;
  hash.update(PRESENT);
  for (const [tag, values] of sortedEntries(metadata.tags)) {
    addText(hash, tag);
    addSet(hash, values);
  }
  addMap(hash, metadata.properties);
  addSet(hash, metadata.sensitive);
}

function addRuleSet(hash: Hash, ruleSet: SchemaRuleSet | null | undefined): void {
  if (ruleSet === null || ruleSet === undefined) return;
  hash.update(PRESENT);
  for (const rules of [ruleSet.migrationRules, ruleSet.domainRules, ruleSet.encodingRules]) {
    for (const rule of rules ?? []) addRule(hash, rule);
  }
  addText(hash, ruleSet.enableAt);
}

function addRule(hash: Hash, rule: SchemaRule): void {
  for (const text of [rule.name, rule.doc, rule.kind ?? 'TRANSFORM', rule.mode ?? 'WRITEREAD', rule.type]) {
    addText(hash, text);
  }
  addSet(hash, rule.tags);
  addMap(hash, rule.params);
  for (const text of [rule.expr, rule.onSuccess, rule.onFailure]) addText(hash, text);
  if (rule.disabled === true) hash.update(PRESENT);
}

/** Java writes half of a surrogate pair as a question mark. */
function addText(hash: Hash, text: Text): void {
  if (text !== null && text !== undefined) hash.update(text.replaceAll(/\p{Surrogate}/gu, '?'), 'utf8');
}

function addSet(hash: Hash, texts: readonly string[] | null | undefined): void {
  for (const text of [...new Set(texts)].toSorted()) addText(hash, text);
}

function addMap(hash: Hash, map: Readonly<Record<string, string>> | null | undefined): void {
  for (const [key, value] of sortedEntries(map)) {
    addText(hash, key);
    addText(hash, value);
  }
}

/** By UTF-16 units, as Java sorts. Keys of an object are unique. */
function sortedEntries<T>(map: Readonly<Record<string, T>> | null | undefined): [string, T][] {
  return Object.entries(map ?? {}).toSorted(([left], [right]) => (left < right ? -1 : 1));
}
