/**
 * What compiled codecs call: for generated code, not to be called by hand.
 *
 * What generated modules call while they are evaluated is marked as having no side effects, so that bundlers leave out
 * the codecs that a program does not use.
 */
export type { ByteWriter } from '@ottla/kernel';
export type { DatumReader } from '../read/datum-reader.ts';
export {
  refuse,
  room,
  SPARE_BYTES,
  type CompiledCodec,
  type DatumRead,
  type DatumWrite,
} from './compiled-codec.ts';
export {
  putBigint,
  putBoolean,
  putByte,
  putDate,
  putDouble,
  putFloat,
  putInt,
  putLong,
} from './put-number.ts';
export {
  expectRecord,
  fieldNames,
  isList,
  memberOf,
  positionOf,
  putArray,
  putMap,
  putSymbol,
  symbols,
  type FieldNames,
  type SymbolList,
} from './put-parts.ts';
export { expectSize, putBytes, putFixed, putString } from './put-text.ts';
export { isWrapped } from '../union-tag.ts';
export { planned } from './planned.ts';
export {
  readArray,
  readBranch,
  readBytes,
  readDate,
  readFixed,
  readLong,
  readMap,
  readSymbol,
  tagged,
} from './read-parts.ts';
