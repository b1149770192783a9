/**
 * Reads a message by its plan into a plain object that shares nothing with the bytes.
 *
 * What the wire allows is allowed: fields in any order and twice, packed or not, unknown ones skipped, messages in
 * parts merged, the last member of a oneof. Depth is bounded, and memory by the bytes. Every member is the object's
 * own, whatever its name. Source: Protocol Buffers, "Encoding".
 */
import {
  setMember,
  type FieldPlan,
  type MessagePlan,
  type MessageValue,
  type ValuePlan,
} from './message-plan.ts';
import { isPackable, isWireOf } from './message-writer.ts';
import { GROUP_END, LENGTH, MOST_DEPTH, WireReader } from './wire-reader.ts';

type Message = Record<string, unknown>;

/** Throws SerializationError `BYTES_MALFORMED`, `BYTES_TOO_LARGE` or `VALUE_UNREPRESENTABLE`. */
export function readMessage(plan: MessagePlan, payload: Buffer): Message {
  const reader = new WireReader(payload);
  const message = empty(plan, reader);
  readFields(plan, message, { reader, depth: 1, group: null });
  requireFields(plan, message, reader);
  return message;
}

interface Reading {
  readonly reader: WireReader;
  readonly depth: number;
  /** The number of the group that is being read. */
  readonly group: number | null;
}

function empty(plan: MessagePlan, reader: WireReader): Message {
  reader.fill(plan.fillCost);
  const message: Message = {};
  for (const { name, label, value } of plan.filled) {
    if (label === 'repeated') message[name] = [];
    else if (label === 'map') message[name] = {};
    else if (value.kind === 'scalar') message[name] = value.codec.makeDefault();
  }
  return message;
}

function readFields(plan: MessagePlan, message: Message, reading: Reading): void {
  const { reader, depth, group } = reading;
  if (depth > MOST_DEPTH) throw reader.malformed(`more than ${MOST_DEPTH} levels`);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    const wire = tag & 7;
    if (wire === GROUP_END && group === tag >>> 3) return;
    const field = plan.byNumber.get(tag >>> 3);
    if (field === undefined || !readField(field, message, { ...reading, wire })) reader.skip(tag, depth);
  }
  if (group !== null) throw reader.malformed(`group ${group} is not ended`);
}

type FieldReading = Reading & { readonly wire: number };

/** False for another wire type than the field has: it is unknown then. */
function readField(field: FieldPlan, message: Message, reading: FieldReading): boolean {
  const { label, value } = field;
  const { reader, wire } = reading;
  if (label === 'map') {
    if (wire !== LENGTH) return false;
    readEntry(field, message[field.name] as Message, reading); // filled in as a map
    return true;
  }
  if (label === 'repeated') return readItems(field, message[field.name] as unknown[], reading); // filled in as a list
  if (!isWireOf(value, wire)) return false;
  if (value.kind === 'scalar') {
    const scalar = value.codec.read(reader);
    if (scalar === undefined) return true;
    clearOneof(field, message);
    message[field.name] = scalar;
    return true;
  }
  clearOneof(field, message);
  const part = Object.hasOwn(message, field.name) ? message[field.name] : undefined;
  const whole = (part as Message | undefined) ?? empty(value.message, reader); // what was read of this field before
  message[field.name] = whole;
  readInto(value, whole, { ...reading, number: field.number });
  return true;
}

function readItems(field: FieldPlan, items: unknown[], reading: FieldReading): boolean {
  const { value, number } = field;
  const { reader, wire } = reading;
  if (value.kind === 'scalar' && wire === LENGTH && isPackable(value.codec.wire)) {
    within(reader, () => {
      while (reader.position < reader.end) push(items, value.codec.read(reader));
    });
    return true;
  }
  if (!isWireOf(value, wire)) return false;
  push(items, readValue(value, { ...reading, number }));
  return true;
}

/** A closed enum has no symbol for some numbers; such an item is unknown. */
function push(items: unknown[], item: unknown): void {
  if (item !== undefined) items.push(item);
}

function readEntry(field: FieldPlan, map: Message, reading: FieldReading): void {
  const { key, value } = field;
  const { reader, depth } = reading;
  let name = String(key?.makeDefault());
  let item: unknown = undefined;
  let isKnown = true;
  within(reader, () => {
    while (reader.position < reader.end) {
      const tag = reader.tag();
      const wire = tag & 7;
      if (tag >>> 3 === 1 && wire === key?.wire) name = String(key.read(reader));
      else if (tag >>> 3 === 2 && isWireOf(value, wire)) {
        item = readValue(value, { ...reading, number: 2 });
        isKnown = item !== undefined;
      } else reader.skip(tag, depth);
    }
  });
  if (!isKnown) return;
  if (item === undefined)
    item = value.kind === 'scalar' ? value.codec.makeDefault() : empty(value.message, reader);
  setMember(map, name, item);
}

type NumberedReading = Reading & { readonly number: number };

function readValue(value: ValuePlan, reading: NumberedReading): unknown {
  if (value.kind === 'scalar') return value.codec.read(reading.reader);
  const message = empty(value.message, reading.reader);
  readInto(value, message, reading);
  return message;
}

function readInto(value: MessageValue, message: Message, { reader, depth, number }: NumberedReading): void {
  if (value.isGroup) {
    readFields(value.message, message, { reader, depth: depth + 1, group: number });
  } else {
    within(reader, () => readFields(value.message, message, { reader, depth: depth + 1, group: null }));
  }
}

/** Reads what stands behind a length, and no more. */
function within(reader: WireReader, read: () => void): void {
  const length = reader.length();
  const { end } = reader;
  reader.end = reader.position + length;
  read();
  reader.end = end;
}

function clearOneof(field: FieldPlan, message: Message): void {
  const { oneof } = field;
  if (oneof === null) return;
  for (const member of oneof.members) if (member !== field) delete message[member.name];
}

/** After all parts of a message are there. Unset required fields of proto2 are an error in every implementation. */
function requireFields(plan: MessagePlan, message: Message, reader: WireReader): void {
  if (!demands(plan)) return;
  for (const { name, label, value, protoName } of plan.fields) {
    const member = Object.hasOwn(message, name) ? message[name] : undefined;
    if (member === undefined) {
      if (label === 'required') {
        throw reader.malformed(`'${protoName}', which ${plan.fullName} requires, is not there`);
      }
    } else if (value.kind === 'message') {
      const isMany = label === 'repeated' || label === 'map';
      // Read by this plan: a list, a map or one message.
      const parts = isMany ? Object.values(member as Message) : [member];
      for (const part of parts) requireFields(value.message, part as Message, reader);
    }
  }
}

const demanding = new WeakMap<MessagePlan, boolean>();

/** Whether a message, or one that it may hold, has required fields. */
function demands(plan: MessagePlan): boolean {
  const known = demanding.get(plan);
  if (known !== undefined) return known;
  const reached = new Set([plan]);
  let found = false;
  for (const each of reached) {
    for (const { label, value } of each.fields) {
      if (label === 'required') found = true;
      if (value.kind === 'message') reached.add(value.message);
    }
  }
  demanding.set(plan, found);
  return found;
}
