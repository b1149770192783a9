/**
 * How each kind of node is read.
 *
 * A node holds the function that reads it, so that a place which reads one member only ever calls one of them, and
 * V8 can put it in place of the call. Values are plain and share no memory with the bytes. Counts, lengths and
 * depths are judged before anything is made.
 */
import { InvariantError } from '@ottla/kernel';
import { setMember } from '../../own-member.ts';
import type { FailingReadStep, TaggedReadStep } from '../plan/read-step.ts';
import type { DatumReader } from './datum-reader.ts';
import { unsafeLong } from './promoted-value.ts';
import { unresolvable } from './read-error.ts';
import type { NodeRead, ReadNode } from './read-node.ts';

/** Items that an array is given room for at once; a long one grows as it is read. */
const MOST_ROOM = 65_536;

export const nodeReads = {
  null: () => null,
  boolean: (_node, datum) => datum.boolean(),
  int: (_node, datum) => datum.int(),
  long: (node, datum) => {
    const long = datum.long();
    if (long <= Number.MAX_SAFE_INTEGER && long >= -Number.MAX_SAFE_INTEGER) return long;
    throw unsafeLong(node.path);
  },
  bigintLong: (_node, datum) => datum.bigint(),
  float: (_node, datum) => datum.float(),
  double: (_node, datum) => datum.double(),
  string: (_node, datum) => datum.string(),
  bytes: (_node, datum) => datum.bytes(datum.long()),
  fixed: ({ size }, datum) => datum.bytes(size),
  enum: readSymbol,
  array: readArray,
  map: readMap,
  record: readRecord,
  union: readUnion,
  /** Only such steps have these two. */
  tagged: (node, datum) => {
    const value = childOf(node);
    return { $type: (node.step as TaggedReadStep).tag, value: value.read(value, datum) };
  },
  fail: (node) => {
    const { problem, path } = node.step as FailingReadStep;
    throw unresolvable(problem, path);
  },
  /** Reads as its child does, then converts. */
  converted: readConverted,
  skip: ({ skipped }, datum) => skipped?.skip(datum),
  /** A record or a union that data has not met yet. */
  unmet: (node, datum) => {
    node.nodes.meet(node);
    return node.read(node, datum);
  },
} satisfies Readonly<Record<string, NodeRead>>;

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
  return branch.read(branch, datum);
}

function readArray(node: ReadNode, datum: DatumReader): unknown {
  const items = childOf(node);
  const { leastBytes, emptyValues } = node;
  let array: unknown[] = [];
  datum.enter();
  for (let count = datum.blockCount(); count !== 0; count = datum.blockCount()) {
    if (leastBytes > 0) {
      datum.checkCount(count, leastBytes);
      if (array.length === 0 && count <= MOST_ROOM) {
        array = new Array<unknown>(count);
        for (let index = 0; index < count; index++) array[index] = items.read(items, datum);
        continue;
      }
      for (let index = 0; index < count; index++) array.push(items.read(items, datum));
      continue;
    }
    const { isEmptyInside } = datum;
    datum.countEmpty(count * emptyValues);
    datum.isEmptyInside = true;
    for (let index = 0; index < count; index++) array.push(items.read(items, datum));
    datum.isEmptyInside = isEmptyInside;
  }
  datum.leave();
  return array;
}

/** Of equal keys the last one counts. */
function readMap(node: ReadNode, datum: DatumReader): unknown {
  const values = childOf(node);
  const { keys } = node;
  if (keys === null) throw incomplete();
  const map: Record<string, unknown> = {};
  let place = 0;
  datum.enter();
  for (let count = datum.blockCount(); count !== 0; count = datum.blockCount()) {
    // Each entry has at least the length of its key.
    datum.checkCount(count, 1);
    for (let index = 0; index < count; index++) {
      const key = keys.read(datum, place++);
      setMember(map, key, values.read(values, datum));
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
  const wire = childOf(node);
  let value = wire.read(wire, datum);
  if (promoted !== null) value = promoted(value);
  return conversion === null ? value : conversion.fromWire(value, node.path);
}

function childOf({ child }: ReadNode): ReadNode {
  if (child === null) throw incomplete();
  return child;
}

function incomplete(): Error {
  return new InvariantError('a node of a read plan lacks what is inside it');
}
