/**
 * The contract of compiled codecs: functions that codegen printed from a schema, for that schema alone.
 *
 * Such a function does what the closures of the plan do, or throws; whoever called it then lets the closures judge
 * the same value or the same bytes from the start. So it may refuse what it likes, and no error message is its own.
 */
import { ConfigError, type ByteWriter } from '@ottla/kernel';
import { DEEPEST_VALUE } from '../write/write-contract.ts';
import { MISFIT } from '../write/misfit-signal.ts';
import type { DatumReader } from '../read/datum-reader.ts';

/**
 * Writes a value from the byte `at` on and gives the place behind it; the writer's position stays. `depth` is that
 * of a record which stands here, from 1. Throws NO_ROOM when the writer must grow first, anything else to refuse.
 */
// oxlint-disable-next-line max-params -- the hot path makes no object for a value
export type DatumWrite<T> = (value: T, writer: ByteWriter, at: number, depth: number) => number;

/** Reads what stands at the datum's position. Throws to refuse. */
export type DatumRead<T> = (datum: DatumReader) => T;

/** The member `compiled` of a generated constant. */
export interface CompiledCodec<Value, Input = Value> {
  readonly write: DatumWrite<Input>;
  readonly read: DatumRead<Value>;
}

/** Of any types. */
export type AnyCompiledCodec = CompiledCodec<unknown, never>;

/** Free behind every put that takes a length of its own, so that what is small and fixed needs no check. */
export const SPARE_BYTES = 64;

/** Thrown where the buffer ends too early; `end` says up to where bytes are wanted. Made once. */
export const NO_ROOM: Error & { end: number } = Object.assign(new Error('the writer has no room'), {
  end: 0,
});

/** Sees to it that so many bytes are free behind `at`. */
export function room(buffer: Buffer, at: number, bytes: number): void {
  if (at + bytes > buffer.length) throw noRoom(at + bytes);
}

export function noRoom(end: number): Error {
  NO_ROOM.end = end;
  return NO_ROOM;
}

/** Writes at the writer's position. False, with the position where it was, for what the closures must judge. */
export function compiledWrite(write: DatumWrite<never>, value: unknown, writer: ByteWriter): boolean {
  // It judges whatever it is given.
  const judge = write as DatumWrite<unknown>;
  const start = writer.position;
  for (;;) {
    try {
      writer.position = judge(value, writer, start, 1);
      return true;
    } catch (error) {
      // Whatever it was, the closures find it again.
      writer.position = start;
      if (error !== NO_ROOM || !hasGrown(writer)) return false;
    }
  }
}

/** A writer at its limit stays as it is: the closures need no spare bytes, and say it best. */
function hasGrown(writer: ByteWriter): boolean {
  const { length } = writer.buffer;
  const wanted = NO_ROOM.end - writer.position;
  try {
    writer.reserve(wanted);
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
  return writer.buffer.length > length;
}

/** Leaves a value, or bytes, to the closures. */
export function refuse(): never {
  throw MISFIT;
}

/** Records nested too deeply are refused: a value may contain itself. */
export function expectDepth(depth: number): void {
  if (depth > DEEPEST_VALUE) throw MISFIT;
}
