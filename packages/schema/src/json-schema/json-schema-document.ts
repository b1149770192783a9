/** A JSON Schema as parsed: its text as nodes with positions. */
import type { JsonNode } from '../json/json-node.ts';

export interface JsonSchemaDocument {
  readonly root: JsonNode;
}
