/** The vocabulary in which messages are declared, in one place for the files of `messages/`. */
export { array } from './array.ts';
export { bytes, records, string } from './byte-sequences.ts';
export { boolean, float64, int16, int32, int64, int8, uint16, uint32, uuid } from './primitives.ts';
export { struct } from './struct.ts';
export { ZERO_UUID } from './uuid.ts';
