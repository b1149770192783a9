/**
 * Reads a message by its plan into a plain object that shares nothing with the bytes.
 *
 * What the wire allows is allowed: fields in any order and twice, packed or not, unknown ones skipped, messages in
 * parts merged, the last member of a oneof. Depth is bounded, and memory by the bytes. Every member is the object's
 * own, whatever its name. Source: Protocol Buffers, "Encoding".
 */
import { setMember } from '../own-member.ts';
import type { FieldPlan, MessagePlan, MessageValue, ValuePlan } from './message-plan.ts';
import { isPackable, isWireOf } from './message-writer.ts';
import { GROUP_END, LENGTH, MOST_DEPTH, WireReader } from './wire-reader.ts';

type Message = Record<string, unknown>;

const NO_GROUP = 0;

/** Throws SerializationError `BYTES_MALFORMED`, `BYTES_TOO_LARGE` or `VALUE_UNREPRESENTABLE`. */
export function readMessage(plan: MessagePlan, payload: Buffer): Message {
  const reader = new WireReader(payload);
  const message = new MessageReader(reader).root(plan);
  requireFields(plan, message, reader);
  return message;
}

class MessageReader {
  readonly #reader: WireReader;
  #depth = 0;

  constructor(reader: WireReader) {
    this.#reader = reader;
  }

  root(plan: MessagePlan): Message {
    const message = this.#empty(plan);
    this.#fields(plan, message, NO_GROUP);
    return message;
  }

  #empty(plan: MessagePlan): Message {
    this.#reader.fill(plan.fillCost);
    const message: Message = {};
    for (const { name, label, value } of plan.filled) {
      if (label === 'repeated') message[name] = [];
      else if (label === 'map') message[name] = {};
      else if (value.kind === 'scalar') message[name] = value.codec.makeDefault();
    }
    return message;
  }

  /** To the end of what has a length, or of the group of that number. */
  #fields(plan: MessagePlan, message: Message, group: number): void {
    const reader = this.#reader;
    if (++this.#depth > MOST_DEPTH) throw reader.malformed(`more than ${MOST_DEPTH} levels`);
    while (reader.position < reader.end) {
      const tag = reader.tag();
      const wire = tag & 7;
      if (wire === GROUP_END && group !== NO_GROUP && group === tag >>> 3) {
        this.#depth--;
        return;
      }
      const field = plan.byNumber.get(tag >>> 3);
      if (field === undefined || !this.#field(field, message, wire)) reader.skip(tag, this.#depth);
    }
    if (group !== NO_GROUP) throw reader.malformed(`group ${group} is not ended`);
    this.#depth--;
  }

  /** False for another wire type than the field has: it is unknown then. */
  #field(field: FieldPlan, message: Message, wire: number): boolean {
    const { label, value, name } = field;
    if (label === 'map') {
      if (wire !== LENGTH) return false;
      this.#entry(field, message[name] as Message); // filled in as a map
      return true;
    }
    if (label === 'repeated') return this.#items(field, message[name] as unknown[], wire); // filled in as a list
    if (!isWireOf(value, wire)) return false;
    if (value.kind === 'scalar') {
      const scalar = value.codec.read(this.#reader);
      if (scalar === undefined) return true;
      if (field.oneof !== null) clearOneof(field, message);
      message[name] = scalar;
      return true;
    }
    if (field.oneof !== null) clearOneof(field, message);
    const part = Object.hasOwn(message, name) ? message[name] : undefined;
    const whole = (part as Message | undefined) ?? this.#empty(value.message); // what was read of this field before
    message[name] = whole;
    this.#into(value, whole, field.number);
    return true;
  }

  #items({ value, number }: FieldPlan, items: unknown[], wire: number): boolean {
    const reader = this.#reader;
    if (value.kind === 'scalar' && wire === LENGTH && isPackable(value.codec.wire)) {
      const { codec } = value;
      const outer = reader.open();
      while (reader.position < reader.end) push(items, codec.read(reader));
      reader.end = outer;
      return true;
    }
    if (!isWireOf(value, wire)) return false;
    push(items, this.#value(value, number));
    return true;
  }

  #entry({ key, value }: FieldPlan, map: Message): void {
    const reader = this.#reader;
    let name: unknown = key?.makeDefault();
    let item: unknown = undefined;
    let isKnown = true;
    const outer = reader.open();
    while (reader.position < reader.end) {
      const tag = reader.tag();
      const wire = tag & 7;
      if (tag >>> 3 === 1 && wire === key?.wire) name = key.read(reader);
      else if (tag >>> 3 === 2 && isWireOf(value, wire)) {
        item = this.#value(value, 2);
        isKnown = item !== undefined;
      } else reader.skip(tag, this.#depth);
    }
    reader.end = outer;
    if (!isKnown) return;
    if (item === undefined) {
      item = value.kind === 'scalar' ? value.codec.makeDefault() : this.#empty(value.message);
    }
    setMember(map, String(name), item);
  }

  #value(value: ValuePlan, number: number): unknown {
    if (value.kind === 'scalar') return value.codec.read(this.#reader);
    const message = this.#empty(value.message);
    this.#into(value, message, number);
    return message;
  }

  #into({ message: plan, isGroup }: MessageValue, message: Message, number: number): void {
    if (isGroup) {
      this.#fields(plan, message, number);
      return;
    }
    const reader = this.#reader;
    const outer = reader.open();
    this.#fields(plan, message, NO_GROUP);
    reader.end = outer;
  }
}

/** A closed enum has no symbol for some numbers; such an item is unknown. */
function push(items: unknown[], item: unknown): void {
  if (item !== undefined) items.push(item);
}

function clearOneof(field: FieldPlan, message: Message): void {
  for (const member of field.oneof?.members ?? []) if (member !== field) delete message[member.name];
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
