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
  const nodes = new ReadNodes(valueRead);
  const root = nodes.of(step);
  return (datum) => readValue(root, datum, nodes);
}

function readValue(node: ReadNode, datum: DatumReader, nodes: ReadNodes): unknown {
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
      return readArray(node, datum, nodes);
    case ReadCode.MAP:
      return readMap(node, datum, nodes);
    case ReadCode.RECORD:
      return readRecord(node, datum, nodes);
    case ReadCode.UNION:
      return readUnion(node, datum, nodes);
    case ReadCode.TAGGED:
      // Only such steps have this code.
      return { $type: (node.step as TaggedReadStep).tag, value: readValue(childOf(node), datum, nodes) };
    case ReadCode.CONVERTED:
      return readConverted(node, datum, nodes);
    case ReadCode.SKIP:
      node.skipped?.skip(datum);
      return undefined;
    case ReadCode.FAIL: {
      const { problem, path } = node.step as FailingReadStep;
      throw unresolvable(problem, path);
    }
    default:
      nodes.meet(node);
      return readValue(node, datum, nodes);
  }
}

function readRecord(node: ReadNode, datum: DatumReader, nodes: ReadNodes): unknown {
  const { children, slots, shape, width } = node;
  const isCounted = node.emptyValues > 0 && !datum.isEmptyInside;
  if (isCounted) {
    datum.countEmpty(node.emptyValues);
    datum.isEmptyInside = true;
  }
  datum.enter();
  const start = datum.reserve(width);
  for (let index = 0; index < children.length; index++) {
    const field = children[index];
    const slot = slots[index];
    if (field === undefined || slot === undefined) continue;
    let value: unknown;
    switch (field.code) {
      case ReadCode.STRING:
        value = datum.string();
        break;
      case ReadCode.INT:
        value = datum.int();
        break;
      case ReadCode.LONG:
        value = safeLong(field, datum);
        break;
      case ReadCode.DOUBLE:
        value = datum.double();
        break;
      case ReadCode.UNION:
        value = readUnion(field, datum, nodes);
        break;
      default:
        value = readValue(field, datum, nodes);
    }
    if (slot >= 0) datum.values[start + slot] = value;
  }
  for (const { slot, read } of node.defaults) datum.values[start + slot] = read.value();
  datum.top = start;
  datum.leave();
  if (isCounted) datum.isEmptyInside = false;
  return shape?.record(datum.values, start);
}

function readUnion(node: ReadNode, datum: DatumReader, nodes: ReadNodes): unknown {
  const index = datum.index(node.size, 'branch');
  const branch = node.children[index] ?? nodes.meetBranch(node, index);
  if (branch.code === ReadCode.NULL) return null;
  return branch.code === ReadCode.STRING ? datum.string() : readValue(branch, datum, nodes);
}

function readArray(node: ReadNode, datum: DatumReader, nodes: ReadNodes): unknown {
  const items = childOf(node);
  const { leastBytes, emptyValues } = node;
  const array: unknown[] = [];
  datum.enter();
  for (let count = datum.blockCount(); count !== 0; count = datum.blockCount()) {
    if (leastBytes > 0) {
      datum.checkCount(count, leastBytes);
      for (let index = 0; index < count; index++) array.push(readValue(items, datum, nodes));
      continue;
    }
    const { isEmptyInside } = datum;
    datum.countEmpty(count * emptyValues);
    datum.isEmptyInside = true;
    for (let index = 0; index < count; index++) array.push(readValue(items, datum, nodes));
    datum.isEmptyInside = isEmptyInside;
  }
  datum.leave();
  return array;
}

/** Of equal keys the last one counts. */
function readMap(node: ReadNode, datum: DatumReader, nodes: ReadNodes): unknown {
  const values = childOf(node);
  const map: Record<string, unknown> = {};
  datum.enter();
  for (let count = datum.blockCount(); count !== 0; count = datum.blockCount()) {
    // Each entry has at least the length of its key.
    datum.checkCount(count, 1);
    for (let index = 0; index < count; index++) {
      const key = datum.string();
      const value = readValue(values, datum, nodes);
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

function readConverted(node: ReadNode, datum: DatumReader, nodes: ReadNodes): unknown {
  const { promoted, conversion } = node;
  let value = readValue(childOf(node), datum, nodes);
  if (promoted !== null) value = promoted(value);
  return conversion === null ? value : conversion.fromWire(value, node.path);
}

function safeLong(node: ReadNode, datum: DatumReader): number {
  const long = datum.long();
  if (long <= Number.MAX_SAFE_INTEGER && long >= -Number.MAX_SAFE_INTEGER) return long;
  throw unsafeLong(node.path);
}

function childOf({ child }: ReadNode): ReadNode {
  if (child === null) throw new InvariantError('a node of a read plan lacks what is inside it');
  return child;
}
