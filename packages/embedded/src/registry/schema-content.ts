/**
 * One content: what an id stands for.
 *
 * Text as the registry prints it, what it refers to, metadata and rules: these make its identity and its
 * GUID. Protobuf is not parsed here (there is no parser in this house yet): its texts are kept as they came.
 */
import type { SchemaMetadata, SchemaReference, SchemaRuleSet, SchemaType } from '@ottla/kernel';
import { contentGuid, type Contract } from '@ottla/schema';

export type StoredContract = Contract | { readonly type: Extract<SchemaType, 'PROTOBUF'> };

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

/** Equal for equal content. A text can be a schema of two types, which the GUID does not see. */
export function contentKey({ contract, guid }: SchemaContent): string {
  return `${contract.type} ${guid}`;
}

export function isSameContent(left: SchemaContent, right: SchemaContent): boolean {
  return left.guid === right.guid && left.contract.type === right.contract.type;
}
