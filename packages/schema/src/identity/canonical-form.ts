/**
 * Avro's Parsing Canonical Form: what a schema says about the bytes, as text.
 *
 * Two schemas with one canonical form write the same bytes. Docs, aliases, defaults, order and logical types
 * are not in it, so a fingerprint says nothing about reading: never key caches of readers by it alone.
 * Source: Avro 1.12 specification, "Transforming into Parsing Canonical Form".
 */
import { printPieces, type Piece } from '../piece-printer.ts';
import { isNamed, isPrimitive, type NamedSchema, type Schema } from '../schema.ts';

/**
 * The canonical form as text.
 * @example
 * canonicalForm(parseSchema('{"name": "foo", "namespace": "x.y", "type": "record", "fields": []}'));
 * // '{"name":"x.y.foo","type":"record","fields":[]}'
 */
export function canonicalForm(schema: Schema): string {
  const printed = new Set<string>();
  return printPieces(schema, null, (next) => {
    if (!isNamed(next)) return anonymousPieces(next);
    if (printed.has(next.fullName)) return [JSON.stringify(next.fullName)];
    printed.add(next.fullName);
    return definitionPieces(next);
  });
}

function anonymousPieces(schema: Exclude<Schema, NamedSchema>): readonly Piece<null>[] {
  if (isPrimitive(schema)) return [`"${schema.type}"`];
  switch (schema.type) {
    case 'array':
      return ['{"type":"array","items":', { schema: schema.items, state: null }, '}'];
    case 'map':
      return ['{"type":"map","values":', { schema: schema.values, state: null }, '}'];
    case 'union': {
      const pieces: Piece<null>[] = ['['];
      for (const branch of schema.branches) {
        if (pieces.length > 1) pieces.push(',');
        pieces.push({ schema: branch, state: null });
      }
      pieces.push(']');
      return pieces;
    }
  }
}

function definitionPieces(type: NamedSchema): readonly Piece<null>[] {
  const head = `{"name":${JSON.stringify(type.fullName)},"type":"${type.type}"`;
  if (type.type === 'fixed') return [`${head},"size":${type.size}}`];
  if (type.type === 'enum') return [`${head},"symbols":${JSON.stringify(type.symbols)}}`];
  const pieces: Piece<null>[] = [`${head},"fields":[`];
  type.fields.forEach((field, index) => {
    pieces.push(`${index === 0 ? '' : ','}{"name":${JSON.stringify(field.name)},"type":`);
    pieces.push({ schema: field.schema, state: null }, '}');
  });
  pieces.push(']}');
  return pieces;
}
