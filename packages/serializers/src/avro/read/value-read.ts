/**
 * Runs a read plan.
 *
 * One function per kind of value with parts, and a switch for the rest; see read-node.ts. Values are plain and
 * share no memory with the bytes. Counts, lengths and depths are judged before anything is made.
 */
import { InvariantError } from '@ottla/kernel';
import type { FailingReadStep, ReadStep, TaggedReadStep } from '../plan/read-step.ts';
import type { DatumReader } from './datum-reader.ts';
import { unsafeLong } from './promoted-value.ts';
import { unresolvable } from './read-error.ts';
import { ReadCode, type ReadNode } from './read-node.ts';
import { ReadNodes } from './read-nodes.ts';

/** Reads the value at the datum's position. Throws SerializationError. */
export type ValueRead = (datum: DatumReader) => unknown;

/**
 * A reader for one plan; keeps what it works out.
 * @example
 * const read = valueRead(readPlan(schema, representationOf(schema)));
 * datum.start(bytes, 0);
 * read(datum);
 */
export function valueRead(step: ReadStep): ValueRead {
  const root = new ReadNodes(valueRead, readValue).of(step);
  return (datum) => readValue(root, datum);
}

function readValue(node: ReadNode, datum: DatumReader): unknown {
  switch (node.code) {
    case ReadCode.NULL:
      return null;
    case ReadCode.BOOLEAN:
      return datum.boolean();
    case ReadCode.INT:
      return datum.int();
    case ReadCode.LONG:
      return safeLong(node, datum);
    case ReadCode.BIGINT:
      return datum.bigint();
    case ReadCode.FLOAT:
      return datum.float();
    case ReadCode.DOUBLE:
      return datum.double();
    case ReadCode.STRING:
      return datum.string();
    case ReadCode.BYTES:
      return datum.bytes(datum.long());
    case ReadCode.FIXED:
      return datum.bytes(node.size);
    case ReadCode.ENUM:
      return readSymbol(node, datum);
    case ReadCode.ARRAY:
      return readArray(node, datum);
    case ReadCode.MAP:
      return readMap(node, datum);
    case ReadCode.RECORD:
      return readRecord(node, datum);
    case ReadCode.UNION:
      return readUnion(node, datum);
    case ReadCode.TAGGED:
      // Only such steps have this code.
      return { $type: (node.step as TaggedReadStep).tag, value: readValue(childOf(node), datum) };
    case ReadCode.CONVERTED:
      return readConverted(node, datum);
    case ReadCode.SKIP:
      node.skipped?.skip(datum);
      return undefined;
    case ReadCode.FAIL: {
      const { problem, path } = node.step as FailingReadStep;
      throw unresolvable(problem, path);
    }
    default:
      node.nodes.meet(node);
      return readValue(node, datum);
  }
}

function readRecord(node: ReadNode, datum: DatumReader): unknown {
  const { record: fields } = node;
  if (fields === null) throw incomplete();
  const isCounted = node.emptyValues > 0 && datum.countRecord(node.emptyValues);
  datum.enter();
  const record = fields.shape.record();
  fields.readInto(record, datum);
  datum.leave();
  if (isCounted) datum.isEmptyInside = false;
  return record;
}

function readUnion(node: ReadNode, datum: DatumReader): unknown {
  const index = datum.index(node.size, 'branch');
  const branch = node.children[index] ?? node.nodes.meetBranch(node, index);
  if (branch.code === ReadCode.NULL) return null;
  return branch.code === ReadCode.STRING ? datum.string() : readValue(branch, datum);
}

function readArray(node: ReadNode, datum: DatumReader): unknown {
  const items = childOf(node);
  const { leastBytes, emptyValues } = node;
  const array: unknown[] = [];
  datum.enter();
  for (let count = datum.blockCount(); count !== 0; count = datum.blockCount()) {
    if (leastBytes > 0) {
      datum.checkCount(count, leastBytes);
      for (let index = 0; index < count; index++) array.push(readValue(items, datum));
      continue;
    }
    const { isEmptyInside } = datum;
    datum.countEmpty(count * emptyValues);
    datum.isEmptyInside = true;
    for (let index = 0; index < count; index++) array.push(readValue(items, datum));
    datum.isEmptyInside = isEmptyInside;
  }
  datum.leave();
  return array;
}

/** Of equal keys the last one counts. */
function readMap(node: ReadNode, datum: DatumReader): unknown {
  const values = childOf(node);
  const map: Record<string, unknown> = {};
  datum.enter();
  for (let count = datum.blockCount(); count !== 0; count = datum.blockCount()) {
    // Each entry has at least the length of its key.
    datum.checkCount(count, 1);
    for (let index = 0; index < count; index++) {
      const key = datum.string();
      const value = readValue(values, datum);
      if (key === '__proto__') {
        Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
      } else {
        map[key] = value;
      }
    }
  }
  datum.leave();
  return map;
}

function readSymbol(node: ReadNode, datum: DatumReader): string {
  const { symbols } = node;
  const symbol = symbols[datum.index(symbols.length, 'symbol')];
  if (symbol !== null && symbol !== undefined) return symbol;
  const problem = "the reader's enum lacks the symbol that was written, and has no default";
  throw unresolvable(problem, node.path);
}

function readConverted(node: ReadNode, datum: DatumReader): unknown {
  const { promoted, conversion } = node;
  let value = readValue(childOf(node), datum);
  if (promoted !== null) value = promoted(value);
  return conversion === null ? value : conversion.fromWire(value, node.path);
}

function safeLong(node: ReadNode, datum: DatumReader): number {
  const long = datum.long();
  if (long <= Number.MAX_SAFE_INTEGER && long >= -Number.MAX_SAFE_INTEGER) return long;
  throw unsafeLong(node.path);
}

function childOf({ child }: ReadNode): ReadNode {
  if (child === null) throw incomplete();
  return child;
}

function incomplete(): Error {
  return new InvariantError('a node of a read plan lacks what is inside it');
}
