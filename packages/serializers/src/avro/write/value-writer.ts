/**
 * Encodes values of one schema into a ByteWriter.
 *
 * The fast plan takes what is common at avsc's own speed. What it refuses is examined: either the value does
 * not fit, which becomes an error with its path, or it is rare and the exact plan takes it. The writer's
 * position moves only on success. avsc's own errors carry values and go no further than here.
 */
import { OttlaError, SerializationError, type ByteWriter } from '@ottla/kernel';
import type { Representation } from '@ottla/schema';
import { misfitError } from '../../misfit.ts';
import { withinStack } from '../schema-depth.ts';
import { findMisfit } from './value-check.ts';
import { rootWriting, type RootWriting } from './write-plan.ts';

export class ValueWriter {
  readonly #representation: Representation;
  readonly #fast: RootWriting;
  #exact: RootWriting | undefined;

  constructor(representation: Representation) {
    this.#representation = representation;
    this.#fast = rootWriting(representation, false);
  }

  /** Throws SerializationError `VALUE_MISFIT`; ConfigError `TOO_LARGE` of the writer passes through. */
  write(value: unknown, writer: ByteWriter): void {
    try {
      encode(this.#fast, value, writer);
    } catch (error) {
      if (error instanceof OttlaError) throw error;
      this.#writeRare(value, writer);
    }
  }

  #writeRare(value: unknown, writer: ByteWriter): void {
    const misfit = findMisfit(this.#representation, value);
    if (misfit !== undefined) throw misfitError(misfit);
    this.#exact ??= withinStack(() => rootWriting(this.#representation, true));
    try {
      encode(this.#exact, value, writer);
    } catch (error) {
      if (error instanceof OttlaError) throw error;
      // avsc's reason contains the value and is dropped.
      throw new SerializationError('the value fits its schema but cannot be encoded', {
        code: 'ENCODING_FAILED',
      });
    }
  }
}

/** A negative end says how many bytes were missing beyond the end of the buffer. */
function encode({ type, toAvsc }: RootWriting, value: unknown, writer: ByteWriter): void {
  const ready = toAvsc === undefined ? value : toAvsc(value);
  let end = type.encode(ready, writer.buffer, writer.position);
  if (end < 0) {
    writer.reserve(writer.buffer.length - writer.position - end);
    end = type.encode(ready, writer.buffer, writer.position);
    if (end < 0)
      throw new SerializationError('the value grew while it was encoded', { code: 'ENCODING_FAILED' });
  }
  writer.position = end;
}
