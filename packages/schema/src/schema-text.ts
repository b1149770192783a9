/**
 * A schema as JSON text again: compact, complete, and parsed alone it gives the same schema.
 *
 * The layout is the one Java prints and registries store: each named type in full where it first appears and
 * by name afterwards; the namespace where it differs from the one around it; attributes unknown to Avro are
 * kept, numbers as Java spells them. Works without recursion, so that no schema is too deep for it. One thing
 * differs from Java: an alias without namespace on a type with one keeps its leading dot, or it would be lost.
 */
import { nodeLayout, stringLayout, valueLayout } from './json/json-layout.ts';
import { isReservedName, namespaceOf, simpleName } from './names.ts';
import { printPieces, type Piece } from './piece-printer.ts';
import {
  isNamed,
  isPrimitive,
  namedTypesOf,
  type Field,
  type LogicalType,
  type NamedSchema,
  type PropertyCarrier,
  type Schema,
} from './schema.ts';
import { SchemaError, quoted } from './schema-error.ts';

export interface SchemaTextOptions {
  /** Schemas whose named types, at any depth, are written by name only; the text then parses with them. */
  readonly references?: readonly Schema[] | undefined;
}

/**
 * The schema as compact JSON that parses alone. Throws SchemaError `NAME_UNREACHABLE` for the one thing
 * Avro's text cannot say: a second mention of a type without namespace where its name means another type.
 * @example
 * schemaText(parseSchema('{"type": "array", "items": {"type": "string"}}')); // '{"type":"array","items":"string"}'
 */
export function schemaText(schema: Schema, options: SchemaTextOptions = {}): string {
  const printed = namesOf(options.references);
  return printPieces(schema, '', (next, namespace) => {
    if (!isNamed(next)) return anonymousPieces(next, namespace);
    if (printed.has(next.fullName)) return [stringLayout(mention(next, namespace, printed))];
    printed.add(next.fullName);
    return definitionPieces(next, namespace, true);
  });
}

/** The full names of the types in some schemas. */
export function namesOf(schemas: readonly Schema[] = []): Set<string> {
  return new Set(namedTypesOf(schemas).map((type) => type.fullName));
}

/**
 * What two definitions of one name must share to be equal, as Java counts it: all but docs and aliases. Named
 * types inside appear by full name only; they are compared under their own names.
 */
export function definitionText(type: NamedSchema): string {
  let opened = false;
  return printPieces(type, '', (next, namespace) => {
    if (!isNamed(next)) return anonymousPieces(next, namespace);
    if (opened) return [stringLayout(next.fullName)];
    opened = true;
    return definitionPieces(next, namespace, false);
  });
}

function anonymousPieces(schema: Exclude<Schema, NamedSchema>, namespace: string): readonly Piece<string>[] {
  if (isPrimitive(schema)) {
    const properties = propertiesText(schema, schema.logical);
    return [properties === '' ? `"${schema.type}"` : `{"type":"${schema.type}"${properties}}`];
  }
  switch (schema.type) {
    case 'array':
      return [
        '{"type":"array","items":',
        { schema: schema.items, state: namespace },
        `${propertiesText(schema, null)}}`,
      ];
    case 'map':
      return [
        '{"type":"map","values":',
        { schema: schema.values, state: namespace },
        `${propertiesText(schema, null)}}`,
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
  const kind = prose && type.type === 'record' && type.isError === true ? 'error' : type.type;
  const head = `{"type":"${kind}","name":${stringLayout(simpleName(type.fullName))}`;
  const space = namespace === enclosing ? '' : `,"namespace":${stringLayout(namespace)}`;
  const properties = propertiesText(type, type.type === 'fixed' ? type.logical : null);
  const tail = `${properties}${prose ? aliasesText(type, namespace) : ''}}`;
  const pieces: Piece<string>[] = [head, space, prose ? docText(type.doc) : ''];
  switch (type.type) {
    case 'fixed':
      pieces.push(`,"size":${type.size}`);
      break;
    case 'enum':
      pieces.push(`,"symbols":${valueLayout(type.symbols)}`);
      if (type.defaultSymbol !== null) pieces.push(`,"default":${stringLayout(type.defaultSymbol)}`);
      break;
    case 'record':
      pieces.push(',"fields":[');
      type.fields.forEach((field, index) => {
        pieces.push(`${index === 0 ? '' : ','}{"name":${stringLayout(field.name)},"type":`);
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
  if (field.defaultNode !== undefined) parts.push(`,"default":${nodeLayout(field.defaultNode)}`);
  else if (field.defaultValue !== undefined) parts.push(`,"default":${valueLayout(field.defaultValue)}`);
  if (field.order !== 'ascending') parts.push(`,"order":"${field.order}"`);
  if (prose && field.aliases.length > 0) parts.push(`,"aliases":${valueLayout(unique(field.aliases))}`);
  parts.push(propertiesText(field, null));
  return `${parts.join('')}}`;
}

/** Properties as they stood; a schema made without them may still have a logical type. */
function propertiesText(carrier: PropertyCarrier, logical: LogicalType | null): string {
  const { properties = {}, propertyNodes } = carrier;
  const members =
    propertyNodes === undefined
      ? Object.entries(properties).map(([key, value]) => [key, valueLayout(value)] as const)
      : [...propertyNodes].map(([key, { value }]) => [key, nodeLayout(value)] as const);
  const text = members.map(([key, value]) => `,${stringLayout(key)}:${value}`).join('');
  return logical !== null && properties['logicalType'] === undefined ? logicalText(logical) + text : text;
}

function docText(doc: string | null): string {
  return doc === null ? '' : `,"doc":${stringLayout(doc)}`;
}

function aliasesText(type: NamedSchema, namespace: string): string {
  if (type.aliases.length === 0) return '';
  const aliases = unique(type.aliases).map((alias) => {
    if (namespaceOf(alias) === namespace) return shortName(alias);
    // A name without dots would take the type's namespace; the leading dot keeps it without one.
    return alias.includes('.') ? alias : `.${alias}`;
  });
  return `,"aliases":${valueLayout(aliases)}`;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

/** The name as it is written within its namespace: a word that means a type of Avro only in full. */
function shortName(fullName: string): string {
  const name = simpleName(fullName);
  return isReservedName(name) ? fullName : name;
}

function logicalText(logical: LogicalType): string {
  const name = `,"logicalType":"${logical.name}"`;
  if (logical.name !== 'decimal') return name;
  return `${name},"precision":${logical.precision},"scale":${logical.scale}`;
}

/** The name by which a printed type is found from within a namespace. */
function mention(type: NamedSchema, namespace: string, printed: ReadonlySet<string>): string {
  const own = namespaceOf(type.fullName);
  if (own === namespace) return shortName(type.fullName);
  const hiding = `${namespace}.${type.fullName}`;
  if (own !== '' || !printed.has(hiding)) return type.fullName;
  const message = `${quoted(type.fullName)} has no namespace and cannot be named beside ${quoted(hiding)}; give it a namespace`;
  throw new SchemaError(message, 'NAME_UNREACHABLE', type.position);
}
