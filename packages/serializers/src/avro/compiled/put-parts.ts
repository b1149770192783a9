/**
 * What compiled codecs ask of records, enums, arrays and maps while they write them.
 *
 * Source: Avro 1.12 specification, "Complex Types".
 */
import type { ByteWriter } from '@ottla/kernel';
import { isRecordLike } from '../../found-kind.ts';
import { asName, fieldValue, isHarmlessKey, type Members } from '../write/members.ts';
import { MISFIT } from '../write/misfit-signal.ts';
import { expectDepth, noRoom, SPARE_BYTES, type DatumWrite } from './compiled-codec.ts';
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

/**
 * An object with no members but these fields. In the order of the schema, as most come, each key is compared once,
 * and two names that V8 keeps are compared as pointers.
 */
export function expectRecord(value: unknown, fields: FieldNames, depth: number): void {
  expectDepth(depth);
  if (typeof value !== 'object' || value === null) throw MISFIT;
  const { names } = fields;
  let next = 0;
  for (const key in value) {
    // Any object may be asked for any key.
    next = key === names[next] ? next + 1 : placeBehind(value as Members, key, { fields, next });
  }
  if (next === 0 && !isRecordLike(value)) throw MISFIT;
}

function placeBehind(
  record: Members,
  key: string,
  { fields, next }: { readonly fields: FieldNames; readonly next: number },
): number {
  const place = fields.places.get(key);
  if (place === undefined) {
    if (!isHarmlessKey(record, key, fields.fullName)) throw MISFIT;
    return next;
  }
  if (place < next && !isRecordLike(record)) throw MISFIT;
  return place + 1;
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
export function putSymbol(buffer: Buffer, at: number, position: number): number {
  return putVarint(buffer, at, position << 1);
}

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
  const { buffer } = writer;
  let place = at;
  if (length > 0) {
    if (place + LONGEST_COUNT > buffer.length) throw noRoom(place + LONGEST_COUNT);
    place = putVarint(buffer, place, length * 2);
    // What does not fit, the writer of items refuses. Array.isArray gives any[].
    for (let index = 0; index < length; index++) place = write(items[index] as Item, writer, place, depth);
  }
  return putEnd(buffer, place);
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
  const { buffer } = writer;
  // Most maps count in one byte: the others are moved once they are counted.
  let place = at + 1;
  let count = 0;
  for (const key in map) {
    if (!Object.hasOwn(map, key)) continue;
    count++;
    place = putString(buffer, place, key);
    // What does not fit, the writer of values refuses.
    place = write(map[key] as Item, writer, place, depth);
  }
  if (count > MOST_IN_ONE_BYTE) return putEnd(buffer, moveForCount(buffer, { at, end: place, count }));
  if (at >= buffer.length) throw noRoom(at + 1);
  buffer[at] = count << 1;
  return count === 0 ? putSpare(buffer, place) : putEnd(buffer, place);
}

/** Puts a count of several bytes where room was left for one; gives the new end. */
function moveForCount(
  buffer: Buffer,
  { at, end, count }: { readonly at: number; readonly end: number; readonly count: number },
): number {
  const zigzag = count * 2;
  let more = 0;
  for (let rest = zigzag >>> 7; rest > 0; rest >>>= 7) more++;
  if (end + more > buffer.length) throw noRoom(end + more);
  buffer.copyWithin(at + 1 + more, at + 1, end);
  putVarint(buffer, at, zigzag);
  return end + more;
}

/** The end of the blocks, with the spare bytes behind it. */
function putEnd(buffer: Buffer, at: number): number {
  if (at + 1 + SPARE_BYTES > buffer.length) throw noRoom(at + 1 + SPARE_BYTES);
  buffer[at] = 0;
  return at + 1;
}

function putSpare(buffer: Buffer, at: number): number {
  if (at + SPARE_BYTES > buffer.length) throw noRoom(at + SPARE_BYTES);
  return at;
}
