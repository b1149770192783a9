/**
 * Which primitive type a reader takes for which written one, as the only table of it.
 *
 * Source: Avro 1.12 specification, "Schema Resolution". What stands inside other types is the walk's business.
 */
import type { Schema } from './schema.ts';

/** What each primitive type can be read from. */
const READABLE: Readonly<Record<Schema['type'], readonly Schema['type'][]>> = {
  null: ['null'],
  boolean: ['boolean'],
  int: ['int'],
  long: ['long', 'int'],
  float: ['float', 'int', 'long'],
  double: ['double', 'int', 'long', 'float'],
  bytes: ['bytes', 'string'],
  string: ['string', 'bytes'],
  array: [],
  map: [],
  record: [],
  enum: [],
  fixed: [],
  union: [],
};

/** True when a value of the one primitive type can be read as the other. */
export function promotes(reader: Schema['type'], writer: Schema['type']): boolean {
  return READABLE[reader].includes(writer);
}

/** True for numbers among themselves, and for string and bytes: either way, since each side may read the other. */
export function promotable(before: Schema, after: Schema): boolean {
  return promotes(before.type, after.type) || promotes(after.type, before.type);
}
