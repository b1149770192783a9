/**
 * One content: what an id stands for.
 *
 * Text as the registry prints it, what it refers to, metadata and rules: these make its identity and its
 * GUID. Protobuf is not parsed here (there is no parser in this house yet): its texts are kept as they came.
 */
import type { SchemaMetadata, SchemaReference, SchemaRuleSet, SchemaType } from '@ottla/kernel';
import { contentGuid, type Contract } from '@ottla/schema';

type AvroContract = Extract<Contract, { readonly type: 'AVRO' }>;
type JsonContract = Extract<Contract, { readonly type: 'JSON' }>;

/** A JSON Schema as its nodes, without the model that is made of them. */
type JsonNodes = { readonly type: 'JSON'; readonly schema: Omit<JsonContract['schema'], 'schema'> };

export type StoredContract =
  AvroContract | JsonContract | JsonNodes | { readonly type: Extract<SchemaType, 'PROTOBUF'> };

/** In the order in which Confluent's registry lists them. */
export const schemaTypes: readonly SchemaType[] = ['JSON', 'PROTOBUF', 'AVRO'];

export interface ContentParts {
  readonly contract: StoredContract;
  /** As printed by the registry, not as it was sent. */
  readonly schema: string;
  /** Versions as numbers. */
  readonly references: readonly SchemaReference[];
  readonly metadata: SchemaMetadata | undefined;
  readonly ruleSet: SchemaRuleSet | undefined;
}

export interface SchemaContent extends ContentParts {
  readonly guid: string;
}

/** A content with its id, which it has within one context. */
export interface StoredSchema extends SchemaContent {
  readonly id: number;
}

export function schemaContent(parts: ContentParts): SchemaContent {
  return { ...parts, guid: contentGuid(parts) };
}

/**
 * The content as it is remembered. A model holds the models of all that its schema refers to: were those kept,
 * a chain of references would take memory in the square of its length.
 */
export function withoutModel<Content extends SchemaContent>(content: Content): Content {
  const { contract, references } = content;
  if (contract.type !== 'JSON' || references.length === 0) return content;
  const { root, dialect } = contract.schema;
  return { ...content, contract: { type: 'JSON', schema: { root, dialect } } };
}

/** Whether a contract can be compared; one without a model must be parsed again, and Protobuf cannot be. */
export function isComparable(contract: StoredContract): contract is Contract {
  return contract.type === 'AVRO' || (contract.type === 'JSON' && 'schema' in contract.schema);
}

/** A text can be a schema of two types, which the GUID does not see. */
export function guidKey(type: SchemaType, guid: string): string {
  return `${type} ${guid}`;
}

/** Equal for equal content. */
export function contentKey({ contract, guid }: SchemaContent): string {
  return guidKey(contract.type, guid);
}

export function isSameContent(left: SchemaContent, right: SchemaContent): boolean {
  return left.guid === right.guid && left.contract.type === right.contract.type;
}
