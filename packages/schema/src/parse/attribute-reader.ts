/**
 * Reads the attributes of a schema object: the right kind of JSON or a located error.
 *
 * What the specification calls optional and a reader can do without (`doc`, in lenient reading also
 * `aliases` and `order`) is dropped when it is of the wrong kind; everything else is an error.
 */
import {
  memberOf,
  nodeKindText,
  type JsonMember,
  type JsonNode,
  type JsonObject,
} from '../json/json-node.ts';
import { jsonObjectOf, jsonValueOf } from '../json/json-value.ts';
import { fullNameIn, isAcceptedName, isNamespace, namespaceOf, simpleName } from '../names.ts';
import { isPrimitiveName, type Field, type LogicalType, type PropertyCarrier } from '../schema.ts';
import { SchemaError, quoted } from '../schema-error.ts';
import { logicalTypeOf } from './logical-type.ts';

const ORDERS = ['ascending', 'descending', 'ignore'] as const;
export const NO_ALIASES: readonly string[] = [];
const MAXIMUM_SIZE = 0x7fffffff;

/** What Avro itself knows, by what it stands on; the names Java reserves. */
const SCHEMA_ATTRIBUTES = [
  'doc',
  'fields',
  'items',
  'name',
  'namespace',
  'size',
  'symbols',
  'values',
  'type',
  'aliases',
];
export const KNOWN_ATTRIBUTES = {
  schema: new Set(SCHEMA_ATTRIBUTES),
  enum: new Set([...SCHEMA_ATTRIBUTES, 'default']),
  field: new Set(['default', 'doc', 'name', 'order', 'type', 'aliases']),
} as const;

/** The name of a type with its namespace, and where the name stands. */
export interface TypeName {
  readonly fullName: string;
  readonly namespace: string;
}

/** Text of an attribute that must be there. `owner` says whose it is: `a record`. */
export function requiredText(node: JsonObject, key: string, owner: string): string {
  const value = memberOf(node, key);
  if (value?.kind === 'string') return value.value;
  const problem = value === undefined ? 'is missing' : `is ${nodeKindText(value)}, not a string`;
  const message = `the "${key}" of ${owner} ${problem}`;
  throw new SchemaError(message, 'SCHEMA_MALFORMED', (value ?? node).position);
}

export function requiredArray(node: JsonObject, key: string, owner: string): readonly JsonNode[] {
  const value = memberOf(node, key);
  if (value?.kind === 'array') return value.items;
  const problem = value === undefined ? 'is missing; write' : `is ${nodeKindText(value)}; write`;
  const message = `the "${key}" of ${owner} ${problem} an array`;
  throw new SchemaError(message, 'SCHEMA_MALFORMED', (value ?? node).position);
}

/** A required member that is a schema. */
export function requiredNode(node: JsonObject, key: string, owner: string): JsonNode {
  const value = memberOf(node, key);
  if (value !== undefined) return value;
  throw new SchemaError(`the "${key}" of ${owner} is missing`, 'SCHEMA_MALFORMED', node.position);
}

export function docOf(node: JsonObject): string | null {
  const value = memberOf(node, 'doc');
  return value?.kind === 'string' ? value.value : null;
}

/** The name under which a definition is known. `enclosing` is the namespace around it. */
export function typeNameOf(node: JsonObject, enclosing: string, lenient: boolean): TypeName {
  const kind = `a ${requiredText(node, 'type', 'a schema')}`;
  const name = requiredText(node, 'name', kind);
  const position = requiredNode(node, 'name', kind).position;
  const given = memberOf(node, 'namespace');
  const own = given?.kind === 'string' ? given.value : enclosing;
  const fullName = fullNameIn(name, own);
  const namespace = namespaceOf(fullName);
  if (!isAcceptedName(simpleName(fullName), lenient))
    throw invalidName(name, `the name of ${kind}`, position);
  if (!lenient && !isNamespace(namespace)) {
    const message = `the namespace ${quoted(namespace)} must be names joined by dots, of letters, digits and underscores`;
    throw new SchemaError(message, 'NAME_INVALID', (given ?? node).position);
  }
  if (isPrimitiveName(fullName)) {
    const message = `${kind} cannot be called ${quoted(fullName)}, which is a primitive type; give it another name or a namespace`;
    throw new SchemaError(message, 'NAME_INVALID', position);
  }
  return { fullName, namespace };
}

export function invalidName(name: string, whose: string, position: JsonNode['position']): SchemaError {
  const message = `${whose} is ${quoted(name)}; a name begins with a letter or an underscore and goes on with these and digits`;
  return new SchemaError(message, 'NAME_INVALID', position);
}

/** Aliases as they stand; any non-empty text is one, by the specification. */
export function aliasesOf(node: JsonObject, owner: string, lenient: boolean): readonly string[] {
  const value = memberOf(node, 'aliases');
  if (value === undefined) return NO_ALIASES;
  const aliases: string[] = [];
  const items = value.kind === 'array' ? value.items : [value];
  for (const item of items) {
    if (value.kind === 'array' && item.kind === 'string' && item.value !== '') {
      aliases.push(item.value);
    } else if (!lenient) {
      const message = `the "aliases" of ${owner} must be an array of names, found ${nodeKindText(item)}`;
      throw new SchemaError(message, 'SCHEMA_MALFORMED', item.position);
    }
  }
  return aliases;
}

/** The sort order of a field; absent is ascending. */
export function orderOf(node: JsonObject, lenient: boolean): Field['order'] {
  const value = memberOf(node, 'order');
  if (value === undefined) return 'ascending';
  const order = ORDERS.find((known) => value.kind === 'string' && value.value === known);
  if (order !== undefined) return order;
  if (lenient) return 'ascending';
  const message = `the "order" of a field must be one of ${ORDERS.join(', ')}`;
  throw new SchemaError(message, 'SCHEMA_MALFORMED', value.position);
}

/** The size of a fixed, in bytes. */
export function sizeOf(node: JsonObject): number {
  const value = requiredNode(node, 'size', 'a fixed');
  const size = value.kind === 'number' && /^\d+$/.test(value.text) ? Number(value.text) : -1;
  if (size >= 0 && size <= MAXIMUM_SIZE) return size;
  const found = value.kind === 'number' ? quoted(value.text) : nodeKindText(value);
  const message = `the "size" of a fixed must be a whole number of bytes from 0 to ${MAXIMUM_SIZE}, found ${found}`;
  throw new SchemaError(message, 'SIZE_INVALID', value.position);
}

/** The logical type that stands on a primitive or fixed, when it is known and its attributes are valid. */
export function logicalOf(node: JsonObject, type: string, size: number): LogicalType | null {
  const name = memberOf(node, 'logicalType');
  if (name?.kind !== 'string') return null;
  return logicalTypeOf(name.value, { type, size }, (key) => {
    const value = memberOf(node, key);
    if (value === undefined) return undefined;
    // As in Java, 4.0 is no precision.
    return value.kind === 'number' && /^-?\d+$/.test(value.text) ? Number(value.text) : Number.NaN;
  });
}

/** Gives a schema the attributes Avro does not know; most have none. */
export function withProperties<T extends object>(
  schema: T & { -readonly [Key in keyof PropertyCarrier]: PropertyCarrier[Key] },
  node: JsonObject,
  on: keyof typeof KNOWN_ATTRIBUTES,
): T {
  const known: ReadonlySet<string> = KNOWN_ATTRIBUTES[on];
  let unknown: Map<string, JsonMember> | undefined;
  node.members.forEach((member, key) => {
    if (!known.has(key)) unknown = (unknown ?? new Map<string, JsonMember>()).set(key, member);
  });
  if (unknown === undefined) return schema;
  schema.properties = jsonObjectOf([...unknown].map(([key, { value }]) => [key, jsonValueOf(value)]));
  schema.propertyNodes = unknown;
  return schema;
}
