/**
 * Writes a value by its plan, fields in the order of their numbers, straight into the producer's bytes.
 *
 * Checks as it goes and throws MISFIT, a constant that says nothing: why a value does not fit is found by a walk of
 * its own, `findMisfits`, which must agree with this one. What has a length is written first and moved when its
 * length takes more than a byte. Source: Protocol Buffers, "Encoding".
 */
import type { ByteWriter } from '@ottla/kernel';
import { isRecordLike } from '../found-kind.ts';
import { keyOfName } from './map-key.ts';
import { memberOf, type FieldPlan, type MessagePlan, type ValuePlan } from './message-plan.ts';
import { FIXED32, FIXED64, GROUP_END, GROUP_START, LENGTH, MOST_DEPTH, VARINT } from './wire-reader.ts';

/** What is thrown for a value that does not fit. */
export const MISFIT: unique symbol = Symbol('the value does not fit');

export interface MessageWriteOptions {
  /** Members that are no fields. */
  readonly undeclaredFields: 'refuse' | 'ignore';
}

const ONE_BYTE = 0x7f;

/** Throws MISFIT, and leaves the writer where it was then. */
export function writeMessage(
  plan: MessagePlan,
  value: unknown,
  target: { readonly writer: ByteWriter; readonly options: MessageWriteOptions },
): void {
  new MessageWriter(target.writer, target.options).message(plan, value, 1);
}

class MessageWriter {
  readonly #writer: ByteWriter;
  readonly #strict: boolean;

  constructor(writer: ByteWriter, { undeclaredFields }: MessageWriteOptions) {
    this.#writer = writer;
    this.#strict = undeclaredFields === 'refuse';
  }

  message(plan: MessagePlan, value: unknown, depth: number): void {
    if (depth > MOST_DEPTH || !isRecordLike(value)) throw MISFIT;
    let written = 0;
    for (const field of plan.fields) {
      const member = memberOf(value, field);
      if (member === undefined || member === null) {
        if (field.label === 'required') throw MISFIT;
        if (member === null) written++;
        continue;
      }
      written++;
      this.#field(field, member, depth);
    }
    for (const oneof of plan.oneofs) if (isAmbiguous(value, oneof.members)) throw MISFIT;
    if (!this.#strict) return;
    // Every member was a field: nothing is left to look for. What a class inherits is counted but is no own member.
    const isSettled = Object.keys(value).length === written && isPlain(value);
    if (!isSettled && hasUndeclared(plan, value)) throw MISFIT;
  }

  #field(field: FieldPlan, member: unknown, depth: number): void {
    const { label, value } = field;
    if (label === 'repeated') this.#repeated(field, member, depth);
    else if (label === 'map') this.#map(field, member, depth);
    else if (value.kind === 'scalar') {
      if (!value.codec.fits(member)) throw MISFIT;
      if (label === 'implicit' && value.codec.isDefault(member)) return;
      this.#tag(field.number, value.codec.wire);
      value.codec.write(member, this.#writer);
    } else this.#item(field.number, value, { value: member, depth });
  }

  #repeated(field: FieldPlan, items: unknown, depth: number): void {
    if (!Array.isArray(items)) throw MISFIT;
    const { value, number } = field;
    if (items.length === 0) return;
    if (!field.isPacked) {
      for (const item of items) this.#item(number, value, { value: item, depth });
      return;
    }
    this.#tag(number, LENGTH);
    const start = this.#begin();
    for (const item of items) this.#scalar(value, item);
    this.#close(start);
  }

  #map(field: FieldPlan, members: unknown, depth: number): void {
    const { key, value, number } = field;
    if (key === null || !isRecordLike(members)) throw MISFIT;
    for (const name of Object.keys(members)) {
      const keyValue = keyOfName(name, key);
      if (keyValue === undefined) throw MISFIT;
      this.#tag(number, LENGTH);
      const start = this.#begin();
      this.#tag(1, key.wire);
      key.write(keyValue, this.#writer);
      this.#item(2, value, { value: members[name], depth });
      this.#close(start);
    }
  }

  #scalar(plan: ValuePlan, value: unknown): void {
    if (plan.kind !== 'scalar' || !plan.codec.fits(value)) throw MISFIT;
    plan.codec.write(value, this.#writer);
  }

  /** One value behind a tag of its own. */
  #item(number: number, plan: ValuePlan, item: { readonly value: unknown; readonly depth: number }): void {
    if (plan.kind === 'scalar') {
      this.#tag(number, plan.codec.wire);
      this.#scalar(plan, item.value);
    } else if (plan.isGroup) {
      this.#tag(number, GROUP_START);
      this.message(plan.message, item.value, item.depth + 1);
      this.#tag(number, GROUP_END);
    } else {
      this.#tag(number, LENGTH);
      const start = this.#begin();
      this.message(plan.message, item.value, item.depth + 1);
      this.#close(start);
    }
  }

  #tag(number: number, wire: number): void {
    this.#writer.writeUnsignedVarint(((number << 3) | wire) >>> 0);
  }

  /** Leaves a byte for the length. */
  #begin(): number {
    this.#writer.writeInt8(0);
    return this.#writer.position;
  }

  #close(start: number): void {
    const writer = this.#writer;
    const length = writer.position - start;
    if (length <= ONE_BYTE) {
      writer.buffer[start - 1] = length;
      return;
    }
    const extra = varintBytes(length) - 1;
    const end = writer.position + extra;
    writer.reserve(extra);
    writer.buffer.copyWithin(start + extra, start, writer.position);
    writer.position = start - 1;
    writer.writeUnsignedVarint(length);
    writer.position = end;
  }
}

function varintBytes(value: number): number {
  return Math.ceil((32 - Math.clz32(value | 1)) / 7);
}

/** Without members of a prototype of its own. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The members of a oneof that are set, when there is more than one. */
export function isAmbiguous(
  value: Readonly<Record<string, unknown>>,
  members: readonly FieldPlan[],
): boolean {
  let set = 0;
  for (const field of members) {
    const member = memberOf(value, field);
    if (member !== undefined && member !== null) set++;
  }
  return set > 1;
}

function hasUndeclared(plan: MessagePlan, value: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(value).some((name) => isUndeclared(plan, value, name));
}

/** Whether a member is no field, or a field a second time under its other name. */
export function isUndeclared(
  plan: MessagePlan,
  value: Readonly<Record<string, unknown>>,
  name: string,
): boolean {
  const field = plan.byName.get(name);
  if (field === undefined) return value[name] !== undefined;
  return field.name !== name && Object.hasOwn(value, field.name) && value[field.name] !== undefined;
}

/** Which wire types a field of this plan may arrive in, its own first. */
export function isWireOf(plan: ValuePlan, wire: number): boolean {
  if (plan.kind === 'message') return wire === (plan.isGroup ? GROUP_START : LENGTH);
  return wire === plan.codec.wire;
}

/** Whether values of this wire type may stand together behind one length. */
export function isPackable(wire: number): boolean {
  return wire === VARINT || wire === FIXED32 || wire === FIXED64;
}
