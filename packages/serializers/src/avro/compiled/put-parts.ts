/**
 * What compiled codecs ask of records, enums, arrays and maps while they write them.
 *
 * Source: Avro 1.12 specification, "Complex Types".
 */
import type { ByteWriter } from '@ottla/kernel';
import { isRecordLike } from '../../found-kind.ts';
import { asName, fieldValue, isHarmlessKey, type Members } from '../write/members.ts';
import { MISFIT } from '../write/misfit-signal.ts';
import { DEEPEST_VALUE } from '../write/write-contract.ts';
import { room, SPARE_BYTES, type DatumWrite } from './compiled-codec.ts';
import { putVarint } from './put-number.ts';
import { putString } from './put-text.ts';

/** The fields of a record by name, in the order of its schema. */
export interface FieldNames {
  readonly fullName: string;
  readonly names: readonly string[];
  readonly places: ReadonlyMap<string, number>;
}

/* @__NO_SIDE_EFFECTS__ */
export function fieldNames(fullName: string, names: readonly string[]): FieldNames {
  return { fullName, names: names.map(asName), places: new Map(names.map((name, place) => [name, place])) };
}

/** An object with no members but these fields, and not nested too deeply: a value may contain itself. */
export function expectRecord(value: unknown, fields: FieldNames, depth: number): void {
  if (depth > DEEPEST_VALUE || typeof value !== 'object' || value === null) throw MISFIT;
  if (!isInOrder(value, fields.names)) expectFields(value, fields);
}

/**
 * Whether the members are the first of these names, in this order, as most come: each key is compared once, and two
 * names that V8 keeps are compared as pointers.
 */
function isInOrder(record: object, names: readonly string[]): boolean {
  let next = 0;
  for (const key in record) if (key !== names[next++]) return false;
  return next > 0;
}

function expectFields(value: object, { places, fullName }: FieldNames): void {
  let next = 0;
  for (const key in value) {
    const place = places.get(key);
    if (place === undefined) {
      // Any object may be asked for any key.
      if (!isHarmlessKey(value as Members, key, fullName)) throw MISFIT;
    } else {
      if (place < next && !isRecordLike(value)) throw MISFIT;
      next = place + 1;
    }
  }
  if (next === 0 && !isRecordLike(value)) throw MISFIT;
}

/** A field by a name that every object inherits; undefined when the record has none of its own. */
export function memberOf<Value extends object, Name extends keyof Value & string>(
  value: Value,
  name: Name,
): Value[Name] | undefined {
  // Any object may be asked for any key; what is there is judged where it is put.
  return fieldValue(value as Members, name) as Value[Name] | undefined;
}

/** An array; unlike Array.isArray it takes readonly ones out of what else a value may be. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The symbols of an enum by position. */
export interface SymbolList<Name extends string = string> {
  readonly names: readonly Name[];
  readonly positions: ReadonlyMap<unknown, number>;
}

/** Few enough to be compared one by one. */
const FEW_SYMBOLS = 8;

/* @__NO_SIDE_EFFECTS__ */
export function symbols<const Name extends string>(names: readonly Name[]): SymbolList<Name> {
  return {
    // The same texts.
    names: names.map(asName) as unknown as readonly Name[],
    positions: new Map(names.map((name, position) => [name, position])),
  };
}

/** Refuses what is none of them. */
export function positionOf({ names, positions }: SymbolList, value: unknown): number {
  if (names.length <= FEW_SYMBOLS) {
    for (let position = 0; position < names.length; position++)
      if (names[position] === value) return position;
    throw MISFIT;
  }
  const position = positions.get(value);
  if (position === undefined) throw MISFIT;
  return position;
}

/** A position of an enum, or a branch; at most 5 bytes. */
export function putSymbol({ buffer }: ByteWriter, at: number, position: number): number {
  return putVarint(buffer, at, position << 1);
}

/** Called with a `this`: of a loop over its keys V8 knows the answer; Object.hasOwn looks for each. */
// oxlint-disable-next-line typescript/unbound-method -- only by `call`
const { hasOwnProperty } = Object.prototype;

/** Of a count. */
const LONGEST_COUNT = 5;
/** What one byte of a zigzag varint can count. */
const MOST_IN_ONE_BYTE = 63;

/** One block with its count, then 0. */
// oxlint-disable-next-line max-params -- the hot path makes no object for an array
export function putArray<Item>(
  writer: ByteWriter,
  at: number,
  items: unknown,
  write: DatumWrite<Item>,
  depth: number,
): number {
  if (!Array.isArray(items)) throw MISFIT;
  const { length } = items;
  let place = at;
  if (length > 0) {
    room(writer, place, LONGEST_COUNT);
    place = putVarint(writer.buffer, place, length * 2);
    // What does not fit, the writer of items refuses. Array.isArray gives any[].
    for (let index = 0; index < length; index++) place = write(items[index] as Item, writer, place, depth);
  }
  return putEnd(writer, place);
}

/** Only the map's own members count. */
// oxlint-disable-next-line max-params -- as above
export function putMap<Item>(
  writer: ByteWriter,
  at: number,
  map: unknown,
  write: DatumWrite<Item>,
  depth: number,
): number {
  if (!isRecordLike(map)) throw MISFIT;
  // Most maps count in one byte: the others are moved once they are counted.
  let place = at + 1;
  let count = 0;
  for (const key in map) {
    if (!hasOwnProperty.call(map, key)) continue;
    const item = map[key];
    count++;
    place = putString(writer, place, key);
    // What does not fit, the writer of values refuses.
    place = write(item as Item, writer, place, depth);
  }
  if (count > MOST_IN_ONE_BYTE) return putEnd(writer, moveForCount(writer, { at, end: place, count }));
  room(writer, place, 1 + SPARE_BYTES);
  writer.buffer[at] = count << 1;
  if (count > 0) writer.buffer[place++] = 0;
  return place;
}

/** Puts a count of several bytes where room was left for one; gives the new end. */
function moveForCount(
  writer: ByteWriter,
  { at, end, count }: { readonly at: number; readonly end: number; readonly count: number },
): number {
  const zigzag = count * 2;
  let more = 0;
  for (let rest = zigzag >>> 7; rest > 0; rest >>>= 7) more++;
  room(writer, end, more);
  writer.buffer.copyWithin(at + 1 + more, at + 1, end);
  putVarint(writer.buffer, at, zigzag);
  return end + more;
}

/** The end of the blocks, with the spare bytes behind it. */
function putEnd(writer: ByteWriter, at: number): number {
  room(writer, at, 1 + SPARE_BYTES);
  writer.buffer[at] = 0;
  return at + 1;
}
