/**
 * The parts of Avro IDL that stand inside declarations: JSON values, annotations and types, read to the JSON
 * that says the same.
 *
 * Nesting is bounded as in JSON. Names of types come out in full, as Java takes them: in IDL a name without
 * dots belongs to the namespace around it and to no other.
 */
import { MAXIMUM_DEPTH } from '../json/json-parser.ts';
import type { JsonMember, JsonNode, JsonObject } from '../json/json-node.ts';
import { fullNameIn } from '../names.ts';
import { KNOWN_ATTRIBUTES } from '../parse/attribute-reader.ts';
import { isPrimitiveName } from '../schema.ts';
import { SchemaError, quoted } from '../schema-error.ts';
import type { IdlLexer, IdlToken } from './idl-lexer.ts';
import { arrayNode, extendedNode, numberNode, objectNode, stringNode } from './idl-node.ts';
import { integerOf, jsonNumberText } from './idl-text.ts';

export type Annotations = ReadonlyMap<string, JsonMember>;

/** A type, and whether it was written `type?`: where `null` stands then, the default decides. */
interface IdlType {
  readonly node: JsonNode;
  readonly isOptional: boolean;
}

/** Types that IDL has a word for and JSON has not. */
const LOGICAL_WORDS: ReadonlyMap<string, readonly [type: string, logicalType: string]> = new Map([
  ['date', ['int', 'date']],
  ['time_ms', ['int', 'time-millis']],
  ['timestamp_ms', ['long', 'timestamp-millis']],
  ['local_timestamp_ms', ['long', 'local-timestamp-millis']],
  ['uuid', ['string', 'uuid']],
]);
const NON_FINITE: ReadonlySet<string> = new Set(['NaN', 'Infinity', '-Infinity']);
const MAXIMUM_INT = 0x7fffffffn;

/** Annotations: `@name(value)`, any number of them. */
export function annotationsOf(lexer: IdlLexer): Annotations {
  const annotations = new Map<string, JsonMember>();
  while (lexer.takeIf('@')) {
    const name = lexer.expectName('the name of an annotation');
    if (annotations.has(name.text)) {
      const message = `the annotation ${quoted(name.text)} stands twice; keep one of them`;
      throw new SchemaError(message, 'IDL_INVALID', name.position);
    }
    lexer.expect('(', 'after the name of an annotation');
    annotations.set(name.text, { keyPosition: name.position, value: jsonOf(lexer, 1) });
    lexer.expect(')', 'after the value of an annotation');
  }
  return annotations;
}

/** Annotations as attributes Avro does not know; throws for one that is an attribute of Avro's own. */
export function propertiesFrom(
  annotations: Annotations,
  on: keyof typeof KNOWN_ATTRIBUTES,
  besides: ReadonlySet<string> = new Set(),
): Annotations {
  const properties = new Map<string, JsonMember>();
  for (const [name, member] of annotations) {
    if (besides.has(name)) continue;
    if (KNOWN_ATTRIBUTES[on].has(name)) {
      const remedy =
        name === 'aliases' || name === 'order'
          ? 'write it directly before the name of the field'
          : 'rename it, or remove it';
      const message = `the annotation ${quoted(name)} has no place here, being Avro's own; ${remedy}`;
      throw new SchemaError(message, 'IDL_INVALID', member.keyPosition);
    }
    properties.set(name, member);
  }
  return properties;
}

/** A JSON value, with Java's numbers and escapes. */
export function jsonOf(lexer: IdlLexer, depth: number): JsonNode {
  refuseDepth(lexer, depth);
  const { kind, text, position } = lexer.next;
  if (lexer.takeIf('{')) return jsonObjectOf(lexer, position, depth);
  if (lexer.takeIf('[')) {
    const items: JsonNode[] = [];
    for (let more = !lexer.isAt(']'); more; more = lexer.takeIf(',')) items.push(jsonOf(lexer, depth + 1));
    lexer.expect(']', "or ',' after an item");
    return arrayNode(items, position);
  }
  if (kind === 'string') {
    lexer.take();
    return stringNode(text, position);
  }
  if (kind === 'word' && (text === 'null' || text === 'true' || text === 'false')) {
    lexer.take();
    return { kind: text, position };
  }
  const number = kind === 'number' || NON_FINITE.has(text) ? jsonNumberText(text) : null;
  if (number === null) throw lexer.unexpected('a JSON value');
  lexer.take();
  return NON_FINITE.has(number) ? stringNode(number, position) : numberNode(number, position);
}

function jsonObjectOf(lexer: IdlLexer, position: IdlToken['position'], depth: number): JsonNode {
  const members = new Map<string, JsonMember>();
  for (let more = !lexer.isAt('}'); more; more = lexer.takeIf(',')) {
    const key = lexer.expectString('a key');
    if (members.has(key.text)) {
      const message = `the key ${quoted(key.text)} stands twice in one object; keep one of them`;
      throw new SchemaError(message, 'JSON_DUPLICATE_KEY', key.position);
    }
    lexer.expect(':', 'after the key');
    members.set(key.text, { keyPosition: key.position, value: jsonOf(lexer, depth + 1) });
  }
  lexer.expect('}', "or ',' after a member");
  return { kind: 'object', members, position };
}

/** A type with its annotations. `namespace` is the one around it. */
export function typeOf(lexer: IdlLexer, namespace: string, depth = 1): IdlType {
  const annotations = annotationsOf(lexer);
  const { position } = lexer.next;
  const plain = plainTypeOf(lexer, namespace, depth);
  if (annotations.size === 0) return plain;
  return { ...plain, node: annotatedNode(plain.node, annotations, position) };
}

function annotatedNode(node: JsonNode, annotations: Annotations, position: IdlToken['position']): JsonNode {
  const properties = propertiesFrom(annotations, 'schema');
  if (node.kind === 'object') {
    for (const [name, { keyPosition }] of properties) {
      if (!node.members.has(name)) continue;
      const message = `the annotation ${quoted(name)} contradicts the type, which says it already; keep one of them`;
      throw new SchemaError(message, 'IDL_INVALID', keyPosition);
    }
    return extendedNode(node, properties);
  }
  if (node.kind === 'string' && isPrimitiveName(node.value)) {
    return extendedNode(objectNode(position, [['type', node]]), properties);
  }
  // As in Java: a union has no attributes, and nobody reads what is written on it.
  if (node.kind === 'array') return node;
  const message =
    'the name of a type cannot be annotated; annotate the field, before its name, or the type where it is declared';
  throw new SchemaError(message, 'IDL_INVALID', position);
}

/** A type without annotations; `type?` is unwrapped. */
export function plainTypeOf(lexer: IdlLexer, namespace: string, depth = 1): IdlType {
  refuseDepth(lexer, depth);
  const word = lexer.take();
  if (word.kind !== 'word') throw unexpectedType(word);
  if ((word.text === 'array' || word.text === 'map') && lexer.takeIf('<')) {
    const inner = unionOf(typeOf(lexer, namespace, depth + 1), false);
    lexer.expect('>', `after the type of the ${word.text}'s ${word.text === 'array' ? 'items' : 'values'}`);
    const node = objectNode(word.position, [
      ['type', stringNode(word.text, word.position)],
      [word.text === 'array' ? 'items' : 'values', inner],
    ]);
    return { node, isOptional: false };
  }
  if (word.text === 'union' && lexer.takeIf('{')) {
    const branches: JsonNode[] = [];
    do branches.push(unionOf(typeOf(lexer, namespace, depth + 1), false));
    while (lexer.takeIf(','));
    lexer.expect('}', "or ',' after a branch of the union");
    return { node: arrayNode(branches, word.position), isOptional: false };
  }
  const node = simpleTypeOf(lexer, word, namespace);
  return { node, isOptional: lexer.takeIf('?') };
}

function simpleTypeOf(lexer: IdlLexer, word: IdlToken, namespace: string): JsonNode {
  const { text, position } = word;
  if (isPrimitiveName(text)) return stringNode(text, position);
  const logical = LOGICAL_WORDS.get(text);
  if (logical !== undefined) {
    return objectNode(position, [
      ['type', stringNode(logical[0], position)],
      ['logicalType', stringNode(logical[1], position)],
    ]);
  }
  if (text === 'decimal' && lexer.takeIf('(')) return decimalOf(lexer, word);
  return stringNode(fullNameIn(text.replaceAll('`', ''), namespace), position);
}

function decimalOf(lexer: IdlLexer, { position }: IdlToken): JsonNode {
  const precision = wholeNumberOf(lexer, 'the precision of the decimal');
  const scale = lexer.takeIf(',')
    ? wholeNumberOf(lexer, 'the scale of the decimal')
    : { value: 0, node: numberNode('0', position) };
  lexer.expect(')', 'after the precision and scale of the decimal');
  if (precision.value < 1 || scale.value < 0 || scale.value > precision.value) {
    const message = `the decimal has precision ${precision.value} and scale ${scale.value}; the precision must be 1 or more, the scale from 0 to the precision`;
    throw new SchemaError(message, 'IDL_INVALID', position);
  }
  return objectNode(position, [
    ['type', stringNode('bytes', position)],
    ['logicalType', stringNode('decimal', position)],
    ['precision', precision.node],
    ['scale', scale.node],
  ]);
}

/** An int, as Java decodes it. */
export function wholeNumberOf(lexer: IdlLexer, what: string): { value: number; node: JsonNode } {
  const { kind, text, position } = lexer.next;
  const value = kind === 'number' && !/[lL]$/.test(text) ? integerOf(text) : null;
  if (value === null || value > MAXIMUM_INT || value < -MAXIMUM_INT - 1n) {
    throw lexer.unexpected(`${what}, a whole number of 32 bits`);
  }
  lexer.take();
  return { value: Number(value), node: numberNode(value.toString(), position) };
}

/** `type?` written out: null first, unless a default wants the other first. */
export function unionOf({ node, isOptional }: IdlType, nullLast: boolean): JsonNode {
  if (!isOptional) return node;
  const nothing = stringNode('null', node.position);
  return arrayNode(nullLast ? [node, nothing] : [nothing, node], node.position);
}

function unexpectedType({ kind, text, position }: IdlToken): SchemaError {
  const found = kind === 'end' ? 'the end of the text' : quoted(text);
  return new SchemaError(`expected a type, found ${found}`, 'IDL_INVALID', position);
}

function refuseDepth(lexer: IdlLexer, depth: number): void {
  if (depth <= MAXIMUM_DEPTH) return;
  const message = `types and values are nested deeper than ${MAXIMUM_DEPTH} levels; name the inner types and refer to them`;
  throw lexer.error(message, 'SCHEMA_TOO_COMPLEX');
}

/** The type of a reference without annotations, for lists of names. */
export function referenceNode(name: IdlToken, namespace: string): JsonObject | JsonNode {
  return stringNode(fullNameIn(name.text, namespace), name.position);
}
