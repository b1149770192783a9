/**
 * Field names that metadata reserve: no version may use one at its top level, nor give one up again.
 *
 * Checked where a config has `validateFields`, at every level. Protobuf is not parsed, so only giving up is
 * seen there. Source: confluentinc/schema-registry, AbstractSchemaRegistry.validateReservedFields.
 */
import type { SchemaContent } from './schema-content.ts';
import { propertyOf } from './schema-metadata.ts';

const RESERVED_PROPERTY = 'confluent:reserved';

function reservedFields({ metadata }: SchemaContent): ReadonlySet<string> {
  const names = (propertyOf(metadata, RESERVED_PROPERTY) ?? '').split(',').map((name) => name.trim());
  return new Set(names.filter((name) => name !== ''));
}

function hasTopLevelField({ contract }: SchemaContent, name: string): boolean {
  if (contract.type === 'PROTOBUF') return false;
  if (contract.type === 'AVRO') {
    return contract.schema.type === 'record' && contract.schema.fields.some((field) => field.name === name);
  }
  const { root } = contract.schema;
  const properties = root.kind === 'object' ? root.members.get('properties')?.value : undefined;
  return properties?.kind === 'object' && properties.members.has(name);
}

/** What is wrong about the reserved fields of a version that follows another, in Confluent's words. */
export function reservedFieldProblems(
  candidate: SchemaContent,
  previous: SchemaContent | undefined,
): string[] {
  const reserved = reservedFields(candidate);
  const removed =
    previous === undefined ? [] : [...reservedFields(previous)].filter((name) => !reserved.has(name));
  const conflicting = [...reserved].filter((name) => hasTopLevelField(candidate, name));
  return [
    ...removed.map(
      (name) =>
        `The new schema has reserved field ${name} removed from its metadata which is present in the old schema's metadata.`,
    ),
    ...conflicting.map((name) => `The new schema has field that conflicts with the reserved field ${name}.`),
  ];
}
