/**
 * Contents and versions as answers print them. What is empty is left unsaid, and AVRO, the default type, too.
 *
 * Confluent's newest servers also tell when a version was registered (`ts`); this one has no clock.
 */
import type { SchemaReference } from '@ottla/kernel';
import { schemaText } from '@ottla/schema';
import { contextOf, DEFAULT_CONTEXT, subjectBeside } from './qualified-subject.ts';
import type { SchemaContent } from './schema-content.ts';
import type { StoredVersion } from './schema-store.ts';

export interface PrintingWish {
  /** `resolved` writes the references of an Avro schema out; what is unknown is ignored. */
  readonly format?: string | null;
  /** `qualified` says the context of every reference of a subject that has one. */
  readonly referenceFormat?: string | null;
}

/** The text of a content in a format. */
export function printedText({ contract, schema }: SchemaContent, format: string | null = null): string {
  const isResolved = format?.toLowerCase() === 'resolved' && contract.type === 'AVRO';
  return isResolved ? schemaText(contract.schema) : schema;
}

function printedReferences(
  references: readonly SchemaReference[],
  subject: string,
  referenceFormat: string | null | undefined,
): readonly SchemaReference[] {
  if (referenceFormat !== 'qualified' || contextOf(subject) === DEFAULT_CONTEXT) return references;
  return references.map((reference) => ({
    ...reference,
    subject: subjectBeside(subject, reference.subject),
  }));
}

/** The part of every answer that carries a schema. */
export function printedContent(
  content: SchemaContent,
  { format, referenceFormat }: PrintingWish = {},
  subject = '',
): Record<string, unknown> {
  const { contract, references, metadata, ruleSet, guid } = content;
  return {
    guid,
    ...(contract.type !== 'AVRO' && { schemaType: contract.type }),
    ...(references.length > 0 && { references: printedReferences(references, subject, referenceFormat) }),
    metadata,
    ruleSet,
    schema: printedText(content, format),
  };
}

/** A version as `GET /subjects/{s}/versions/{v}` prints it. */
export function printedVersion(held: StoredVersion, wish: PrintingWish = {}): Record<string, unknown> {
  const { subject, version, content, deleted } = held;
  return {
    subject,
    version,
    id: content.id,
    ...printedContent(content, wish, subject),
    ...(deleted && { deleted }),
  };
}
