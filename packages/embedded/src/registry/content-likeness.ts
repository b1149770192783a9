/**
 * When a sent schema counts as a stored one though their identities differ.
 *
 * Texts may differ in layout (Avro), references may be written out, and one side may leave unsaid the version
 * in its metadata. Source: confluentinc/schema-registry, ParsedSchema.canLookup and AbstractSchemaProvider.
 */
import type { SchemaMetadata } from '@ottla/kernel';
import { canonicalForm, sameSchema, type Schema } from '@ottla/schema';
import type { SchemaContent } from './schema-content.ts';
import { saidVersion, withoutVersion } from './schema-metadata.ts';
import type { StoredVersion } from './schema-store.ts';

/** Equal by value; members are always in the registry's order. */
function equalJson(left: object | undefined, right: object | undefined): boolean {
  if (left === right || left === undefined || right === undefined) return left === right;
  return JSON.stringify(left) === JSON.stringify(right);
}

function equalReferences(left: SchemaContent, right: SchemaContent): boolean {
  return (
    left.references.length === right.references.length &&
    left.references.every((reference, index) => equalJson(reference, right.references[index]))
  );
}

/** Equal schemas have equal forms, which are quick to compare: a subject may have thousands of versions. */
const forms = new WeakMap<Schema, string>();

function formOf(schema: Schema): string {
  const form = forms.get(schema) ?? canonicalForm(schema);
  forms.set(schema, form);
  return form;
}

function equalSchema(left: SchemaContent, right: SchemaContent): boolean {
  if (left.contract.type === 'AVRO' && right.contract.type === 'AVRO') {
    const [sent, held] = [left.contract.schema, right.contract.schema];
    return formOf(sent) === formOf(held) && sameSchema(sent, held);
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
  return (
    (sent.references.length === 0 || equalReferences(sent, content)) &&
    equalMetadata(sent.metadata, held) &&
    equalJson(sent.ruleSet, content.ruleSet) &&
    equalSchema(sent, content)
  );
}
