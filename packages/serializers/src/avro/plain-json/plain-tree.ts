/**
 * A binary datum as plain JSON, by its schema.
 *
 * The bytes are known to be a datum of the schema: our own codec has just written them, or the reader has gone
 * through them. A branch of a union says which it is where its JSON would be read as another. Source:
 * docs/reference/plain-json.md.
 */
import type { ByteReader } from '@ottla/kernel';
import type { FixedSchema, JsonMember, JsonNode, LogicalType } from '@ottla/schema';
import type { PrimitiveSchema, RecordSchema, Schema, UnionBranch, UnionSchema } from '@ottla/schema';
import { doubleText, floatText } from '../json-encoding/datum-text.ts';
import { NOWHERE } from '../json-encoding/json-tree.ts';
import { bigDecimalOfBytes } from '../logical/big-decimal.ts';
import { decimalText, MOST_DIGITS, unscaledOfBytes } from '../logical/decimal-text.ts';
import { durationOfBytes } from '../logical/duration.ts';
import { uuidOfBytes } from '../logical/uuid.ts';
import { unholdable } from '../read/read-error.ts';
import { TYPE_KEY } from '../union-tag.ts';
import type { BranchChoice } from './branch-choice.ts';
import { bigDecimalText } from './decimal-json.ts';
import { isTemporal, temporalText } from './temporal-text.ts';

const NULL: JsonNode = { kind: 'null', position: NOWHERE };
const TRUE: JsonNode = { kind: 'true', position: NOWHERE };
const FALSE: JsonNode = { kind: 'false', position: NOWHERE };

/** Throws SerializationError `VALUE_UNREPRESENTABLE` for a decimal that no text shows. */
export function plainTree(choice: BranchChoice, schema: Schema, datum: ByteReader): JsonNode {
  const { logical = null } = schema as { readonly logical?: LogicalType | null }; // absent where there is none
  if (logical !== null) return logicalTree(schema as PrimitiveSchema | FixedSchema, logical, datum); // as above
  switch (schema.type) {
    case 'null':
      return NULL;
    case 'boolean':
      return datum.readInt8() === 0 ? FALSE : TRUE;
    case 'int':
    case 'long':
      return numberNode(datum.readVarlong().toString());
    case 'float':
      return floatingNode(floatText(datum.buffer.readFloatLE(datum.take(4))));
    case 'double':
      return floatingNode(doubleText(datum.buffer.readDoubleLE(datum.take(8))));
    case 'string':
      return stringNode(datum.readUtf8(length(datum)));
    case 'bytes':
    case 'fixed':
      return stringNode(bytesOf(schema, datum).toString('latin1'));
    case 'enum':
      return stringNode(schema.symbols[length(datum)] ?? '');
    case 'array':
      return arrayNode(items(datum, () => plainTree(choice, schema.items, datum)));
    case 'map':
      return objectNode(
        items(datum, () => [datum.readUtf8(length(datum)), plainTree(choice, schema.values, datum)]),
      );
    case 'record':
      return recordTree(choice, schema, datum);
    case 'union':
      return branchTree(choice, schema, datum);
  }
}

/** On one line; numbers as they are spelled. */
export function treeText(node: JsonNode): string {
  switch (node.kind) {
    case 'array':
      return `[${node.items.map(treeText).join(',')}]`;
    case 'object': {
      const members = [...node.members].map(
        ([key, { value }]) => `${JSON.stringify(key)}:${treeText(value)}`,
      );
      return `{${members.join(',')}}`;
    }
    case 'string':
      return JSON.stringify(node.value);
    case 'number':
      return node.text;
    case 'null':
    case 'true':
    case 'false':
      return node.kind;
  }
}

function recordTree(choice: BranchChoice, { fields }: RecordSchema, datum: ByteReader): JsonNode {
  return objectNode(fields.map(({ name, schema }) => [name, plainTree(choice, schema, datum)]));
}

function branchTree(choice: BranchChoice, union: UnionSchema, datum: ByteReader): JsonNode {
  const index = length(datum);
  const branch = choice.branches(union)[index];
  if (branch === undefined) return NULL;
  const natural = taggedTree(branch, plainTree(choice, branch.representation.schema, datum));
  if (branch.tagging !== 'none') return natural;
  const chosen = choice.choose(union, natural);
  return chosen?.index === index && chosen.isNatural ? natural : wrapped(branch, natural);
}

function taggedTree(branch: UnionBranch, node: JsonNode): JsonNode {
  if (branch.tagging === 'wrapped') return wrapped(branch, node);
  if (branch.tagging === 'none' || node.kind !== 'object') return node;
  const members = [...node.members].map(([key, { value }]): [string, JsonNode] => [key, value]);
  return objectNode([[TYPE_KEY, stringNode(branch.tag)], ...members]);
}

function wrapped({ tag }: UnionBranch, value: JsonNode): JsonNode {
  return objectNode([
    [TYPE_KEY, stringNode(tag)],
    ['value', value],
  ]);
}

function logicalTree(
  schema: PrimitiveSchema | FixedSchema,
  logical: LogicalType,
  datum: ByteReader,
): JsonNode {
  const { name } = logical;
  if (isTemporal(name)) {
    const count = datum.readVarlong();
    const text = temporalText(name, count);
    return text === undefined ? numberNode(count.toString()) : stringNode(text);
  }
  const bytes = bytesOf(schema, datum);
  if (logical.name === 'decimal') {
    const unscaled = unscaledOfBytes(bytes, logical.precision);
    const isShown = unscaled !== undefined && logical.scale <= MOST_DIGITS;
    if (isShown) return stringNode(decimalText(unscaled, logical.scale));
  } else if (name === 'big-decimal') {
    const decimal = bigDecimalOfBytes(bytes);
    if (decimal !== undefined) return stringNode(bigDecimalText(decimal));
  } else if (name === 'duration') {
    const parts = Object.entries(durationOfBytes(bytes));
    return objectNode(parts.map(([part, count]) => [part, numberNode(String(count))]));
  } else {
    return stringNode(schema.type === 'fixed' ? uuidOfBytes(bytes) : bytes.toString('utf8'));
  }
  throw unholdable(`the bytes are no ${name} of up to ${MOST_DIGITS} digits`, '');
}

function bytesOf(schema: Schema, datum: ByteReader): Buffer {
  return datum.readBytes(schema.type === 'fixed' ? schema.size : length(datum));
}

/** A length or a position, which are longs. */
function length(datum: ByteReader): number {
  return Number(datum.readVarlong());
}

function items<T>(datum: ByteReader, item: () => T): T[] {
  const found: T[] = [];
  for (let count = length(datum); count !== 0; count = length(datum)) {
    // A negative count is followed by the size of the block.
    if (count < 0) length(datum);
    for (let index = 0; index < Math.abs(count); index++) found.push(item());
  }
  return found;
}

function numberNode(text: string): JsonNode {
  return { kind: 'number', text, position: NOWHERE };
}

function stringNode(value: string): JsonNode {
  return { kind: 'string', value, position: NOWHERE };
}

/** NaN and the infinities come in quotes. */
function floatingNode(text: string): JsonNode {
  return text.startsWith('"') ? stringNode(text.slice(1, -1)) : numberNode(text);
}

function arrayNode(nodes: readonly JsonNode[]): JsonNode {
  return { kind: 'array', items: nodes, position: NOWHERE };
}

/** Of equal keys the last one counts. */
function objectNode(entries: readonly (readonly [string, JsonNode])[]): JsonNode {
  const members = entries.map(([key, value]): [string, JsonMember] => [key, { keyPosition: NOWHERE, value }]);
  return { kind: 'object', members: new Map(members), position: NOWHERE };
}
