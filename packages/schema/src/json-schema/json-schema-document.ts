/** A JSON Schema as parsed: its text as nodes with positions, and the model that comparisons read. */
import type { JsonNode } from '../json/json-node.ts';
import type { Dialect } from './dialect.ts';
import type { SchemaModel } from './schema-model.ts';

export interface JsonSchemaDocument {
  readonly root: JsonNode;
  readonly dialect: Dialect;
  readonly schema: SchemaModel;
}
