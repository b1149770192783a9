/**
 * Confluent's `normalize`: one text for schemas that differ in layout only.
 *
 * A canonical form that keeps docs, aliases, defaults, orders, logical types and properties, with aliases and
 * keys sorted and numbers in the form of their type; then parsed and printed in Avro's layout. Its losses are
 * kept too, because ids hang on the text: `error` becomes `record`, an empty doc of a type goes, a default
 * that is a whole number beyond a long goes, and a name without namespace takes the one around it.
 * Source: confluentinc/schema-registry, AvroSchemaUtils.toNormalizedString; Avro's JacksonUtils.toObject.
 */
import {
  doubleLayout,
  floatLayout,
  nodeLayout,
  numberLayout,
  stringLayout,
  valueLayout,
} from '../json/json-layout.ts';
import { parseJson } from '../json/json-parser.ts';
import type { JsonMember, JsonNode } from '../json/json-node.ts';
import { parseSchema } from '../parse/schema-parser.ts';
import { printPieces, type Piece } from '../piece-printer.ts';
import {
  isNamed,
  isPrimitive,
  type Field,
  type NamedSchema,
  type PropertyCarrier,
  type RecordSchema,
  type Schema,
  type UnionSchema,
} from '../schema.ts';
import { namesOf, schemaText, type SchemaTextOptions } from '../schema-text.ts';

const LONGEST_LONG = 20;
/** By name, made once for each record: a default may have as many members as the record has fields. */
const fieldSchemas = new WeakMap<RecordSchema, ReadonlyMap<string, Schema>>();
/** Beside one of these Java sees no logical type. */
const JAVA_CLASSES = ['avro.java.string', 'java-class', 'java-key-class', 'java-element-class'];
const STRING_TYPES: ReadonlySet<string> = new Set(['string', 'enum', 'float', 'double']);
const WHOLE = /^-?\d+$/;

/**
 * The normalized text; types of references stay names. Throws SchemaError where a type without namespace loses
 * its name within one that has one (`TYPE_UNKNOWN`, `NAME_REDEFINED`): the registry refuses such a schema too.
 * @example
 * normalizedText(parseSchema('{"type": "int", "b": 1, "a": 2}')); // '{"type":"int","a":2,"b":1}'
 */
export function normalizedText(schema: Schema, options: SchemaTextOptions = {}): string {
  const printed = namesOf(options.references);
  const text = printPieces(schema, null, (next) => {
    if (!isNamed(next)) return anonymousPieces(next);
    if (printed.has(next.fullName)) return [stringLayout(next.fullName)];
    printed.add(next.fullName);
    return definitionPieces(next);
  });
  return schemaText(parseSchema(text, { references: options.references, lenient: true }), options);
}

function anonymousPieces(schema: Exclude<Schema, NamedSchema>): readonly Piece<null>[] {
  if (isPrimitive(schema)) {
    const attributes = logicalText(schema) + propertiesText(schema);
    return [attributes === '' ? `"${schema.type}"` : `{"type":"${schema.type}"${attributes}}`];
  }
  switch (schema.type) {
    case 'array':
      return ['{"type":"array","items":', part(schema.items), `${propertiesText(schema)}}`];
    case 'map':
      return ['{"type":"map","values":', part(schema.values), `${propertiesText(schema)}}`];
    case 'union': {
      const branches = schema.branches.flatMap((branch): Piece<null>[] => [',', part(branch)]);
      return ['[', ...branches.slice(1), ']'];
    }
  }
}

function definitionPieces(type: NamedSchema): readonly Piece<null>[] {
  const head = `{"name":${stringLayout(type.fullName)},"type":"${type.type}"`;
  const prose = docText(type.doc === '' ? null : type.doc) + aliasesText(fullAliases(type));
  const tail = `${prose}${type.type === 'enum' ? symbolText(type.defaultSymbol) : ''}${propertiesText(type)}}`;
  switch (type.type) {
    case 'fixed':
      return [`${head},"size":${type.size}${logicalText(type)}${tail}`];
    case 'enum':
      return [`${head},"symbols":${valueLayout(type.symbols)}${tail}`];
    case 'record': {
      const fields = type.fields.flatMap((field): Piece<null>[] => [
        `,{"name":${stringLayout(field.name)},"type":`,
        part(field.schema),
        `${fieldText(field)}}`,
      ]);
      return [`${head},"fields":[`, ...withoutComma(fields), `]${tail}`];
    }
  }
}

function part(schema: Schema): Piece<null> {
  return { schema, state: null };
}

function withoutComma(pieces: readonly Piece<null>[]): readonly Piece<null>[] {
  const [first, ...rest] = pieces;
  return typeof first === 'string' ? [first.slice(1), ...rest] : pieces;
}

function fieldText(field: Field): string {
  const node = field.defaultNode ?? nodeOf(field);
  const text = node === undefined ? undefined : defaultText(field.schema, node);
  const fallback = text === undefined ? '' : `,"default":${text}`;
  return `,"order":"${field.order}"${docText(field.doc)}${aliasesText(field.aliases)}${fallback}${propertiesText(field)}`;
}

function nodeOf({ defaultValue }: Field): JsonNode | undefined {
  return defaultValue === undefined ? undefined : parseJson(valueLayout(defaultValue));
}

function docText(doc: string | null): string {
  return doc === null ? '' : `,"doc":${stringLayout(doc)}`;
}

function aliasesText(aliases: readonly string[]): string {
  return aliases.length === 0 ? '' : `,"aliases":${valueLayout([...new Set(aliases)].toSorted())}`;
}

/** Beside a namespace a leading dot says that there is none. */
function fullAliases({ fullName, aliases }: NamedSchema): readonly string[] {
  return fullName.includes('.')
    ? aliases.map((alias) => (alias.includes('.') ? alias : `.${alias}`))
    : aliases;
}

function symbolText(symbol: string | null): string {
  return symbol === null ? '' : `,"default":${stringLayout(symbol)}`;
}

/** What a logical type says itself, first. What the text says beyond that follows among the properties. */
function saidByLogicalType(schema: Schema): ReadonlyMap<string, string> {
  if (!isPrimitive(schema) && schema.type !== 'fixed') return new Map();
  if (JAVA_CLASSES.some((key) => typeof schema.properties?.[key] === 'string')) return new Map();
  const { logical } = schema;
  const said = new Map<string, string>();
  if (logical !== null) said.set('logicalType', stringLayout(logical.name));
  if (logical?.name !== 'decimal') return said;
  said.set('precision', String(logical.precision));
  if (logical.scale !== 0) said.set('scale', String(logical.scale));
  return said;
}

function logicalText(schema: Schema): string {
  return [...saidByLogicalType(schema)].map(([key, value]) => `,"${key}":${value}`).join('');
}

function propertiesText(carrier: Exclude<Schema, UnionSchema> | Field): string {
  const said = 'type' in carrier ? saidByLogicalType(carrier) : new Map<string, string>();
  return sortedEntries(propertyNodesOf(carrier))
    .filter(([key]) => !said.has(key))
    .map(([key, { value }]) => `,${stringLayout(key)}:${sortedText(value)}`)
    .join('');
}

function propertyNodesOf({ properties, propertyNodes }: PropertyCarrier): ReadonlyMap<string, JsonMember> {
  if (propertyNodes !== undefined || properties === undefined) return propertyNodes ?? new Map();
  const node = parseJson(valueLayout(properties));
  return node.kind === 'object' ? node.members : new Map();
}

/** Any JSON with its keys sorted, as Java sorts: by UTF-16 units. */
function sortedText(node: JsonNode): string {
  if (node.kind === 'array') return `[${node.items.map(sortedText).join(',')}]`;
  if (node.kind !== 'object') return nodeLayout(node);
  const members = sortedEntries(node.members);
  return `{${members.map(([key, { value }]) => `${stringLayout(key)}:${sortedText(value)}`).join(',')}}`;
}

function sortedEntries(members: ReadonlyMap<string, JsonMember>): [string, JsonMember][] {
  return [...members].toSorted(([left], [right]) => (left < right ? -1 : 1));
}

/**
 * A default in the form of its type; undefined when Java finds none for it. A union takes its first branch
 * but null that has a form for the value; an array or object has one in any.
 */
function defaultText(schema: Schema | undefined, node: JsonNode): string | undefined {
  if (node.kind === 'null' || node.kind === 'true' || node.kind === 'false') return node.kind;
  if (schema?.type === 'union') {
    for (const branch of schema.branches) {
      const text = branch.type === 'null' ? undefined : defaultText(branch, node);
      if (text !== undefined) return text;
    }
    return undefined;
  }
  switch (node.kind) {
    case 'number':
      return numberText(schema, node.text);
    case 'string':
      return stringText(schema, node.value);
    case 'array': {
      const items = schema?.type === 'array' ? schema.items : undefined;
      return `[${node.items.map((item) => defaultText(items, item) ?? nodeLayout(item)).join(',')}]`;
    }
    case 'object': {
      const members = sortedEntries(node.members).map(([key, { value }]) => {
        const inner = memberSchema(schema, key);
        return `${stringLayout(key)}:${defaultText(inner, value) ?? nodeLayout(value)}`;
      });
      return `{${members.join(',')}}`;
    }
  }
}

function memberSchema(schema: Schema | undefined, key: string): Schema | undefined {
  if (schema?.type === 'map') return schema.values;
  if (schema?.type !== 'record') return undefined;
  const fields =
    fieldSchemas.get(schema) ?? new Map(schema.fields.map((field) => [field.name, field.schema]));
  fieldSchemas.set(schema, fields);
  return fields.get(key);
}

function numberText(schema: Schema | undefined, text: string): string | undefined {
  const whole = WHOLE.test(text);
  if (whole && !isLong(text)) return undefined;
  const type = schema?.type;
  if (type === 'float') return floatLayout(Math.fround(doubleOf(text)));
  if (type === 'double') return doubleLayout(doubleOf(text));
  if (type === undefined) return numberLayout(text);
  return whole && (type === 'int' || type === 'long') ? numberLayout(text) : undefined;
}

/** NaN and the infinities are strings. Bytes are one for each character; what has none is a question mark. */
function stringText(schema: Schema | undefined, value: string): string | undefined {
  const type = schema?.type;
  if (type === 'bytes' || type === 'fixed') return stringLayout(value.replaceAll(/[\u0100-\uffff]/g, '?'));
  return type === undefined || STRING_TYPES.has(type) ? stringLayout(value) : undefined;
}

function isLong(text: string): boolean {
  return text.length <= LONGEST_LONG && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

/** Java reads `-0` as a whole number, which has no sign. */
function doubleOf(text: string): number {
  return text === '-0' ? 0 : Number(text);
}
