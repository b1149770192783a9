/**
 * The drafts of JSON Schema, and which one a text is written in.
 *
 * Confluent reads two families, each with a library of its own: drafts 4 to 7, and 2019-09 with 2020-12. A
 * text without `$schema`, or with one nobody knows, is draft 7.
 */
import { memberOf, type JsonNode } from '../json/json-node.ts';

export type Dialect = 'draft-04' | 'draft-06' | 'draft-07' | '2019-09' | '2020-12';

const DIALECTS: ReadonlyMap<string, Dialect> = new Map([
  ['json-schema.org/schema', 'draft-04'],
  ['json-schema.org/draft-04/schema', 'draft-04'],
  ['json-schema.org/draft-06/schema', 'draft-06'],
  ['json-schema.org/draft-07/schema', 'draft-07'],
  ['json-schema.org/draft/2019-09/schema', '2019-09'],
  ['json-schema.org/draft/2020-12/schema', '2020-12'],
]);

/** The draft whose meta-schema stands under an address; undefined for any other address. */
export function metaSchemaDialect(address: string): Dialect | undefined {
  return DIALECTS.get(address.replace(/^https?:\/\//, '').replace(/#$/, ''));
}

/** What `$schema` says, or draft 7. */
export function dialectOf(root: JsonNode): Dialect {
  const address = root.kind === 'object' ? memberOf(root, '$schema') : undefined;
  return (address?.kind === 'string' ? metaSchemaDialect(address.value) : undefined) ?? 'draft-07';
}

/** True for 2019-09 and 2020-12, where keywords beside `$ref` count and tuples have a keyword of their own. */
export function isModern(dialect: Dialect): boolean {
  return dialect === '2019-09' || dialect === '2020-12';
}
