/**
 * A schema as JSON text again: compact, complete, and parsed alone it gives the same schema.
 *
 * The layout is the one Java prints and registries store: each named type in full where it first appears and
 * by name afterwards; the namespace where it differs from the one around it; attributes unknown to Avro are kept.
 * Works without recursion, so that no schema is too deep for it.
 */
import { jsonText } from './json/json-value.ts';
import { namespaceOf, simpleName } from './names.ts';
import { printPieces, type Piece } from './piece-printer.ts';
import {
  isNamed,
  isPrimitive,
  type Field,
  type LogicalType,
  type NamedSchema,
  type Properties,
  type Schema,
} from './schema.ts';
import { SchemaError, quoted } from './schema-error.ts';

/**
 * The schema as compact JSON that parses alone. Throws SchemaError `NAME_UNREACHABLE` for the one thing
 * Avro's text cannot say: a second mention of a type without namespace where its name means another type.
 * @example
 * schemaText(parseSchema('{"type": "array", "items": {"type": "string"}}')); // {"type":"array","items":"string"}
 */
export function schemaText(schema: Schema): string {
  const printed = new Set<string>();
  return printPieces(schema, '', (next, namespace) => {
    if (!isNamed(next)) return anonymousPieces(next, namespace);
    if (printed.has(next.fullName)) return [JSON.stringify(mention(next, namespace, printed))];
    printed.add(next.fullName);
    return definitionPieces(next, namespace, true);
  });
}

/**
 * What two definitions of one name must share to be equal, as Java counts it: all but docs and aliases. Named
 * types inside appear by full name only; they are compared under their own names.
 */
export function definitionText(type: NamedSchema): string {
  let opened = false;
  return printPieces(type, '', (next, namespace) => {
    if (!isNamed(next)) return anonymousPieces(next, namespace);
    if (opened) return [JSON.stringify(next.fullName)];
    opened = true;
    return definitionPieces(next, namespace, false);
  });
}

function anonymousPieces(schema: Exclude<Schema, NamedSchema>, namespace: string): readonly Piece<string>[] {
  if (isPrimitive(schema)) {
    const properties = propertiesText(schema.properties, schema.logical);
    return [properties === '' ? `"${schema.type}"` : `{"type":"${schema.type}"${properties}}`];
  }
  switch (schema.type) {
    case 'array':
      return [
        '{"type":"array","items":',
        { schema: schema.items, state: namespace },
        `${propertiesText(schema.properties, null)}}`,
      ];
    case 'map':
      return [
        '{"type":"map","values":',
        { schema: schema.values, state: namespace },
        `${propertiesText(schema.properties, null)}}`,
      ];
    case 'union': {
      const pieces: Piece<string>[] = ['['];
      for (const branch of schema.branches) {
        if (pieces.length > 1) pieces.push(',');
        pieces.push({ schema: branch, state: namespace });
      }
      return [...pieces, ']'];
    }
  }
}

function definitionPieces(type: NamedSchema, enclosing: string, prose: boolean): readonly Piece<string>[] {
  const namespace = namespaceOf(type.fullName);
  const head = `{"type":"${type.type}","name":${JSON.stringify(simpleName(type.fullName))}`;
  const space = namespace === enclosing ? '' : `,"namespace":${JSON.stringify(namespace)}`;
  const properties = propertiesText(type.properties, type.type === 'fixed' ? type.logical : null);
  const tail = `${properties}${prose ? aliasesText(type, namespace) : ''}}`;
  const pieces: Piece<string>[] = [head, space, prose ? docText(type.doc) : ''];
  switch (type.type) {
    case 'fixed':
      pieces.push(`,"size":${type.size}`);
      break;
    case 'enum':
      pieces.push(`,"symbols":${JSON.stringify(type.symbols)}`);
      if (type.defaultSymbol !== null) pieces.push(`,"default":${JSON.stringify(type.defaultSymbol)}`);
      break;
    case 'record':
      pieces.push(',"fields":[');
      type.fields.forEach((field, index) => {
        pieces.push(`${index === 0 ? '' : ','}{"name":${JSON.stringify(field.name)},"type":`);
        pieces.push({ schema: field.schema, state: namespace }, fieldTail(field, prose));
      });
      pieces.push(']');
      break;
  }
  pieces.push(tail);
  return pieces;
}

function fieldTail(field: Field, prose: boolean): string {
  const parts = [prose ? docText(field.doc) : ''];
  if (field.defaultValue !== undefined) parts.push(`,"default":${jsonText(field.defaultValue)}`);
  if (field.order !== 'ascending') parts.push(`,"order":"${field.order}"`);
  if (prose && field.aliases.length > 0) parts.push(`,"aliases":${JSON.stringify(field.aliases)}`);
  parts.push(propertiesText(field.properties, null));
  return `${parts.join('')}}`;
}

/** Properties as they stood; a schema made without them may still have a logical type. */
function propertiesText(properties: Properties | undefined, logical: LogicalType | null): string {
  const entries = Object.entries(properties ?? {});
  const text = entries.map(([key, value]) => `,${JSON.stringify(key)}:${jsonText(value)}`).join('');
  return logical !== null && properties?.['logicalType'] === undefined ? logicalText(logical) + text : text;
}

function docText(doc: string | null): string {
  return doc === null ? '' : `,"doc":${JSON.stringify(doc)}`;
}

function aliasesText(type: NamedSchema, namespace: string): string {
  if (type.aliases.length === 0) return '';
  const aliases = type.aliases.map((alias) => {
    if (namespaceOf(alias) === namespace) return simpleName(alias);
    // A name without dots would take the type's namespace; the leading dot keeps it without one.
    return alias.includes('.') ? alias : `.${alias}`;
  });
  return `,"aliases":${JSON.stringify(aliases)}`;
}

function logicalText(logical: LogicalType): string {
  const name = `,"logicalType":"${logical.name}"`;
  if (logical.name !== 'decimal') return name;
  return `${name},"precision":${logical.precision},"scale":${logical.scale}`;
}

/** The name by which a printed type is found from within a namespace. */
function mention(type: NamedSchema, namespace: string, printed: ReadonlySet<string>): string {
  const own = namespaceOf(type.fullName);
  if (own === namespace) return simpleName(type.fullName);
  const hiding = `${namespace}.${type.fullName}`;
  if (own !== '' || !printed.has(hiding)) return type.fullName;
  const message = `${quoted(type.fullName)} has no namespace and cannot be named beside ${quoted(hiding)}; give it a namespace`;
  throw new SchemaError(message, 'NAME_UNREACHABLE', type.position);
}
