/** Parsing a JSON Schema of any draft, with the schemas it refers to. */
import { parseJson } from '../json/json-parser.ts';
import { dialectOf } from './dialect.ts';
import type { JsonSchemaDocument } from './json-schema-document.ts';
import { builtModel } from './model-builder.ts';
import { SchemaDocuments, type JsonSchemaReference } from './schema-documents.ts';

export interface ParseJsonSchemaOptions {
  /** Named in positions and errors. */
  readonly file?: string;
  /** What `$ref` may name beside the text itself; a registry's `references`, resolved. */
  readonly references?: readonly JsonSchemaReference[];
}

/**
 * Parses a JSON Schema: drafts 4, 6, 7, 2019-09 and 2020-12 by `$schema`, else draft 7.
 * Throws SchemaError with the place: `JSON_INVALID`, `SCHEMA_MALFORMED`, `TYPE_UNKNOWN`, `REFERENCE_UNRESOLVED`.
 * @example
 * parseJsonSchema('{"type": "object", "properties": {"id": {"type": "string"}}}', { file: 'order.json' });
 */
export function parseJsonSchema(text: string, options: ParseJsonSchemaOptions = {}): JsonSchemaDocument {
  const root = parseJson(text, options.file);
  const dialect = dialectOf(root);
  const documents = new SchemaDocuments(root, options.references ?? [], dialect);
  return { root, dialect, schema: builtModel(documents, dialect) };
}
