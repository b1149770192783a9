/**
 * Makes the plan of a message from what protobufjs resolved.
 *
 * Reads the library's reflection and keeps nothing of it. Throws SerializationError `SCHEMA_NOT_USABLE` for what
 * has no form in JavaScript, such as two fields of one name.
 */
import { enumCodec } from './enum-codec.ts';
import type { LongForm } from './long-form.ts';
import type { FieldLabel, FieldPlan, MessagePlan, OneofPlan, ValuePlan } from './message-plan.ts';
import { schemaProblem } from './proto-files.ts';
import {
  isGroupType,
  protoLibrary,
  type ProtoEnum,
  type ProtoField,
  type ProtoType,
} from './proto-library.ts';
import { scalarCodecs, type ScalarCodec } from './scalar-codec.ts';
import { LENGTH } from './wire-reader.ts';

/** What a field that is filled in costs, in units of some 64 bytes. */
const FILL_COSTS: Readonly<Record<string, number>> = { bytes: 4, repeated: 2, map: 3 };

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

export class PlanBuilder {
  readonly #scalars: ReadonlyMap<string, ScalarCodec>;
  readonly #plans = new Map<ProtoType, MessagePlan>();
  readonly #enums = new Map<ProtoEnum, ScalarCodec>();

  constructor(long: LongForm) {
    this.#scalars = scalarCodecs(long);
  }

  message(type: ProtoType): MessagePlan {
    const known = this.#plans.get(type);
    if (known !== undefined) return known;
    const plan: Mutable<MessagePlan> = {
      fullName: plainName(type.fullName),
      fields: [],
      byNumber: new Map(),
      byName: new Map(),
      oneofs: [],
      filled: [],
      fillCost: 1,
    };
    // Before its fields are looked at: they may hold the message itself.
    this.#plans.set(type, plan);
    const names = jsonNames(type);
    const fields = type.fieldsArray.map((field) => this.#field(field, names.get(field) ?? field.name));
    fields.sort((one, other) => one.number - other.number);
    plan.oneofs = oneofsOf(type, fields);
    plan.fields = fields;
    plan.byNumber = new Map(fields.map((field) => [field.number, field]));
    plan.byName = namedFields(plan.fullName, fields);
    plan.filled = fields.filter(({ label }) => isFilled(label));
    plan.fillCost = plan.filled.reduce((sum, field) => sum + fillCost(field), 1);
    return plan;
  }

  #field(field: ProtoField, name: string): Mutable<FieldPlan> {
    const entry = mapEntryOf(field);
    const value = this.#value(entry === undefined ? field : entry.value, entry !== undefined);
    const key = entry === undefined ? null : this.#scalar(entry.keyType, field);
    const isPackable = value.kind === 'scalar' && value.codec.wire !== LENGTH;
    return {
      name,
      protoName: protoNameOf(field),
      number: field.id,
      label: entry === undefined ? labelOf(field) : 'map',
      isPacked: field.repeated && isPackable && field.packed,
      value,
      key,
      oneof: null,
      isInheritedName: name in Object.prototype,
    };
  }

  #value(field: ProtoField, isInMap: boolean): ValuePlan {
    const library = protoLibrary();
    const { resolvedType } = field;
    if (resolvedType === null) return { kind: 'scalar', codec: this.#scalar(field.type, field) };
    if (resolvedType instanceof library.Enum) return { kind: 'scalar', codec: this.#enum(resolvedType) };
    return { kind: 'message', message: this.message(resolvedType), isGroup: !isInMap && field.delimited };
  }

  #scalar(type: string, field: ProtoField): ScalarCodec {
    const codec = this.#scalars.get(type);
    if (codec === undefined) throw schemaProblem(`field '${field.name}' has no known type ('${type}')`);
    return codec;
  }

  #enum(type: ProtoEnum): ScalarCodec {
    const known = this.#enums.get(type);
    if (known !== undefined) return known;
    // Own members are the names; the numbers stand on the prototype.
    const symbols = Object.keys(type.values).map((name) => [name, type.values[name] ?? 0] as const);
    const codec = enumCodec({ fullName: plainName(type.fullName), symbols, isClosed: isClosed(type) });
    this.#enums.set(type, codec);
    return codec;
  }
}

/** The library keeps what a file's edition, syntax and options come to in this member, and tells it nowhere else. */
function isClosed(type: ProtoEnum): boolean {
  const { _features: features } = type as { readonly _features?: { readonly enum_type?: string } };
  return features?.enum_type === 'CLOSED';
}

function labelOf(field: ProtoField): FieldLabel {
  if (field.repeated) return 'repeated';
  if (field.required) return 'required';
  if (field.resolvedType instanceof protoLibrary().Type) return 'explicit';
  return field.hasPresence ? 'explicit' : 'implicit';
}

function isFilled(label: FieldLabel): boolean {
  return label === 'implicit' || label === 'repeated' || label === 'map';
}

function fillCost({ label, value }: FieldPlan): number {
  const type = value.kind === 'scalar' ? value.codec.type : '';
  return FILL_COSTS[label === 'implicit' ? type : label] ?? 1;
}

interface MapEntry {
  readonly keyType: string;
  readonly value: ProtoField;
}

/** A map as it is written in a file, or as Java registers it: repeated messages marked as entries of a map. */
function mapEntryOf(field: ProtoField): MapEntry | undefined {
  const library = protoLibrary();
  if (field instanceof library.MapField) return { keyType: field.keyType, value: field };
  const { resolvedType } = field;
  if (!field.repeated || !(resolvedType instanceof library.Type)) return undefined;
  if (resolvedType.options?.['map_entry'] !== true) return undefined;
  const key = resolvedType.fieldsArray.find(({ id }) => id === 1);
  const value = resolvedType.fieldsArray.find(({ id }) => id === 2);
  return key === undefined || value === undefined ? undefined : { keyType: key.type, value };
}

function oneofsOf(type: ProtoType, fields: readonly Mutable<FieldPlan>[]): readonly OneofPlan[] {
  const oneofs: OneofPlan[] = [];
  for (const oneof of type.oneofsArray) {
    const numbers = new Set(oneof.fieldsArray.map(({ id }) => id));
    // One alone excludes nothing; so `optional` of proto3 is declared.
    if (numbers.size < 2) continue;
    const members = fields.filter(({ number }) => numbers.has(number));
    const plan = { name: oneof.name, members };
    for (const member of members) member.oneof = plan;
    oneofs.push(plan);
  }
  return oneofs;
}

function namedFields(fullName: string, fields: readonly FieldPlan[]): ReadonlyMap<string, FieldPlan> {
  const named = new Map(fields.map((field) => [field.name, field]));
  if (named.size < fields.length) {
    throw schemaProblem(`two fields of '${fullName}' have one JSON name; give one of them another json_name`);
  }
  if (named.has('__proto__')) {
    throw schemaProblem(`a field of '${fullName}' has the JSON name __proto__, which no object can hold`);
  }
  for (const field of fields) if (!named.has(field.protoName)) named.set(field.protoName, field);
  return named;
}

/** Fields whose names differ in proto2 and are one in JSON keep the names of the file. */
function jsonNames(type: ProtoType): ReadonlyMap<ProtoField, string> {
  const counts = new Map<string, number>();
  const named = type.fieldsArray.map((field) => [field, jsonNameOf(field)] as const);
  for (const [, name] of named) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(named.map(([field, name]) => [field, counts.get(name) === 1 ? name : protoNameOf(field)]));
}

function jsonNameOf(field: ProtoField): string {
  const protoName = protoNameOf(field);
  if (protoName.startsWith('[')) return protoName;
  const given: unknown = field.options?.['json_name'];
  return typeof given === 'string' ? given : lowerCamelCase(protoName);
}

function protoNameOf(field: ProtoField): string {
  // The field of an extension stands in the extended message under its full name.
  if (field.name.startsWith('.')) return `[${field.name.slice(1)}]`;
  const { resolvedType } = field;
  // A group's field is its name in small letters; the library lowers the first alone.
  const isGroup = resolvedType instanceof protoLibrary().Type && isGroupType(resolvedType);
  return isGroup ? field.name.toLowerCase() : field.name;
}

function lowerCamelCase(name: string): string {
  return name.replaceAll(/_+([^_]|$)/g, (_all, next: string) =>
    next >= 'a' && next <= 'z' ? next.toUpperCase() : next,
  );
}

function plainName(fullName: string): string {
  return fullName.replace(/^\./, '');
}
