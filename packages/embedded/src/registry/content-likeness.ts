/**
 * When a sent schema counts as a stored one though their identities differ.
 *
 * Texts may differ in layout (Avro), references may be written out, and one side may leave unsaid the version
 * in its metadata. Source: confluentinc/schema-registry, ParsedSchema.canLookup and AbstractSchemaProvider.
 */
import type { SchemaMetadata } from '@ottla/kernel';
import { sameSchema } from '@ottla/schema';
import type { SchemaContent } from './schema-content.ts';
import { saidVersion, withoutVersion } from './schema-metadata.ts';
import type { StoredVersion } from './schema-store.ts';

/** Equal by value; members are always in the registry's order. */
const equalJson = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

function equalSchema(left: SchemaContent, right: SchemaContent): boolean {
  if (left.contract.type === 'AVRO' && right.contract.type === 'AVRO') {
    return sameSchema(left.contract.schema, right.contract.schema);
  }
  return left.contract.type === right.contract.type && left.schema === right.schema;
}

/** Equal metadata, where one side alone may say of which version it is. */
function equalMetadata(sent: SchemaMetadata | undefined, held: StoredVersion): boolean {
  const { metadata } = held.content;
  const sentVersion = saidVersion(sent);
  const heldVersion = saidVersion(metadata);
  if (sentVersion === undefined && heldVersion !== undefined) {
    return equalJson(sent ?? {}, withoutVersion(metadata));
  }
  if (sentVersion !== undefined && heldVersion === undefined) {
    return sentVersion === held.version && equalJson(withoutVersion(sent), metadata ?? {});
  }
  return equalJson(sent, metadata);
}

/** Whether a look-up of `sent` finds this version. */
export function isLike(sent: SchemaContent, held: StoredVersion): boolean {
  const { content } = held;
  const hasReferencesOf = sent.references.length === 0 || equalJson(sent.references, content.references);
  return (
    hasReferencesOf &&
    equalMetadata(sent.metadata, held) &&
    equalJson(sent.ruleSet, content.ruleSet) &&
    equalSchema(sent, content)
  );
}
