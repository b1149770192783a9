/** Reads one Avro value that fills a buffer from `start` to its end; fails in avsc's words otherwise. */
import avsc, { type Resolver, type Type } from 'avsc';
import type { Schema, Untyped } from '../schema-types.ts';

const avscFromBuffer: unknown = Reflect.get(avsc.Type.prototype, 'fromBuffer');

/** One of avsc's types as avsc made it: not a user's, and no spy on it. */
export const readsInPlace = (schema: Schema | Type): schema is Type => schema.fromBuffer === avscFromBuffer;

export function readAvro(
  type: Type,
  buffer: Buffer,
  { start, resolver }: { start: number; resolver?: Resolver | undefined },
): Untyped {
  const { value, offset } = type.decode(buffer, start, resolver);
  if (offset < 0) throw new Error('truncated buffer');
  if (offset < buffer.length) throw new Error('trailing data');
  return value;
}
