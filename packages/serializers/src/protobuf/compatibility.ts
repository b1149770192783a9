/**
 * Whether messages written by one version of a file can be read with another, by the wire: numbers, kinds, presence.
 *
 * Goes by Confluent's rules for Protobuf as far as they concern reading: a message that is gone, a field of another
 * kind, a number that was one and is many, required fields, members of a oneof that are gone or newly exclude each
 * other. Names are free: the wire knows numbers. Each pair of messages is compared once, so circles end.
 */
import type { FieldPlan, MessagePlan, OneofPlan } from './message-plan.ts';
import type { ScalarCodec } from './scalar-codec.ts';
import { LENGTH } from './wire-reader.ts';

export interface ComparedMessage {
  readonly fullName: string;
  readonly writer: MessagePlan;
  /** Undefined: the reader's file does not declare it. */
  readonly reader: MessagePlan | undefined;
}

/** In words; empty when everything that is written can be read. */
export function findIncompatibilities(messages: readonly ComparedMessage[]): readonly string[] {
  const comparison = new Comparison();
  for (const { fullName, writer, reader } of messages) {
    if (reader === undefined) comparison.reasons.push(`message '${fullName}' is gone`);
    else comparison.messages(writer, reader);
  }
  return comparison.reasons;
}

class Comparison {
  readonly reasons: string[] = [];
  readonly #seen = new Map<MessagePlan, Set<MessagePlan>>();

  messages(writer: MessagePlan, reader: MessagePlan): void {
    const seen = this.#seen.get(writer) ?? new Set();
    if (seen.has(reader)) return;
    this.#seen.set(writer, seen.add(reader));
    for (const field of writer.fields) this.#written(field, writer, reader);
    for (const field of reader.fields) {
      if (field.label === 'required' && !writer.byNumber.has(field.number)) {
        this.reasons.push(
          `${placeOf(reader, field)} is required, and the writer has no field ${field.number}`,
        );
      }
    }
    for (const oneof of reader.oneofs) this.#exclusion(oneof, writer, reader);
  }

  #written(field: FieldPlan, writer: MessagePlan, reader: MessagePlan): void {
    const there = reader.byNumber.get(field.number);
    if (there === undefined) {
      const { oneof } = field;
      // A oneof that is gone as a whole is a removal like that of any field.
      const isPartlyKept = oneof?.members.some(({ number }) => reader.byNumber.has(number)) === true;
      if (field.label === 'required')
        this.reasons.push(`${placeOf(writer, field)}, which is required, is gone`);
      else if (isPartlyKept) this.reasons.push(`${placeOf(writer, field)} of oneof ${oneof.name} is gone`);
      return;
    }
    this.#field(field, there, reader);
  }

  #field(writer: FieldPlan, reader: FieldPlan, owner: MessagePlan): void {
    const place = placeOf(owner, reader);
    if ((writer.label === 'map') !== (reader.label === 'map')) {
      this.reasons.push(`${place} is ${kindWords(reader)}, and was ${kindWords(writer)}`);
      return;
    }
    if (writer.key !== null && reader.key !== null && kindOfScalar(writer.key) !== kindOfScalar(reader.key)) {
      this.reasons.push(`${place} has keys of ${reader.key.type}, and had keys of ${writer.key.type}`);
    }
    if (writer.value.kind === 'message' && reader.value.kind === 'message') {
      const [from, to] = [writer.value, reader.value];
      if (from.isGroup !== to.isGroup || localName(from.message) !== localName(to.message)) {
        this.reasons.push(`${place} is ${kindWords(reader)}, and was ${kindWords(writer)}`);
      } else this.messages(from.message, to.message);
      return;
    }
    const kind = kindOf(reader);
    if (kind !== kindOf(writer)) {
      this.reasons.push(`${place} is ${kindWords(reader)}, and was ${kindWords(writer)}`);
    } else if (writer.label !== 'map' && isMany(writer) !== isMany(reader) && kind !== TEXT) {
      this.reasons.push(
        `${place} is ${isMany(reader) ? 'repeated' : 'single'}, and was ${isMany(writer) ? 'repeated' : 'single'}`,
      );
    }
  }

  /** Of fields that could be written together a reader of one oneof keeps one. */
  #exclusion(oneof: OneofPlan, writer: MessagePlan, reader: MessagePlan): void {
    const origins = new Set<unknown>();
    for (const { number } of oneof.members) {
      const field = writer.byNumber.get(number);
      if (field !== undefined) origins.add(field.oneof ?? field);
    }
    if (origins.size > 1) {
      this.reasons.push(
        `oneof ${oneof.name} of '${reader.fullName}' holds fields that could be written together`,
      );
    }
  }
}

const TEXT = 'text or bytes';

function kindOf({ value }: FieldPlan): string {
  return value.kind === 'message' ? 'message' : kindOfScalar(value.codec);
}

/** Types of one kind are read for each other. */
function kindOfScalar({ type, wire }: ScalarCodec): string {
  if (wire === LENGTH) return TEXT;
  if (type === 'sint32' || type === 'sint64') return 'signed';
  if (type === 'float' || type === 'double') return type;
  return `wire type ${wire}`;
}

function isMany({ label }: FieldPlan): boolean {
  return label === 'repeated';
}

function kindWords({ value, label, key }: FieldPlan): string {
  const type = value.kind === 'message' ? `message ${value.message.fullName}` : value.codec.type;
  if (label === 'map') return `a map of ${key?.type ?? '?'} to ${type}`;
  return label === 'repeated' ? `repeated ${type}` : type;
}

function placeOf({ fullName }: MessagePlan, { protoName, number }: FieldPlan): string {
  return `field ${number} ('${protoName}') of '${fullName}'`;
}

/** A type may move to another package: nothing of its name is written. */
function localName({ fullName }: MessagePlan): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}
