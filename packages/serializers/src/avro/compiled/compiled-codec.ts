/**
 * The contract of compiled codecs: functions that codegen printed from a schema, for that schema alone.
 *
 * Such a function does what the closures of the plan do, or throws; whoever called it then lets the closures judge
 * the same value or the same bytes from the start. So it may refuse what it likes, and no error message is its own.
 */
import type { ByteWriter } from '@ottla/kernel';
import { MISFIT } from '../write/misfit-signal.ts';
import type { DatumReader } from '../read/datum-reader.ts';

/**
 * Writes a value from the byte `at` on and gives the place behind it; the writer's position means nothing meanwhile.
 * `depth` is that of a record which stands here, from 1. Throws to refuse.
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

/** Sees to it that so many bytes are free behind `at`; a writer at its limit refuses. */
export function room(writer: ByteWriter, at: number, bytes: number): void {
  if (at + bytes <= writer.buffer.length) return;
  // What was written up to there comes along.
  writer.position = at;
  writer.reserve(bytes);
}

/** Writes at the writer's position. False, with the position where it was, for what the closures must judge. */
export function compiledWrite(write: DatumWrite<never>, value: unknown, writer: ByteWriter): boolean {
  // It judges whatever it is given.
  const judge = write as DatumWrite<unknown>;
  const start = writer.position;
  try {
    writer.position = judge(value, writer, start, 1);
    return true;
  } catch {
    // Whatever it was, the closures find it again; a limit too, which spare bytes may have passed alone.
    writer.position = start;
    return false;
  }
}

/** Leaves a value, or bytes, to the closures. */
export function refuse(): never {
  throw MISFIT;
}
