/**
 * A short key for a schema text: equal type, text and references give equal keys.
 *
 * Serializers ask with the same SchemaText object for every record, so its key is remembered with it.
 */
import { createHash } from 'node:crypto';
import type { SchemaText } from '@ottla/kernel';

const keys = new WeakMap<SchemaText, string>();

export function schemaKey(schema: SchemaText): string {
  let key = keys.get(schema);
  if (key === undefined) {
    const references = (schema.references ?? []).map(({ name, subject, version }) => [
      name,
      subject,
      version,
    ]);
    key = createHash('sha256')
      .update(JSON.stringify([schema.schemaType, schema.schema, references]))
      .digest('base64url');
    keys.set(schema, key);
  }
  return key;
}
