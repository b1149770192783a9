/**
 * Decodes payloads of one writer's schema into one reader's representation.
 *
 * Order: scan where a payload could ask for too much, then the fast plan. When that fails, the scan says what
 * is wrong with the bytes; sound bytes go through the exact plan, which reads longs in full and gives the
 * error its reason. avsc's own errors carry values and go no further than here.
 */
import { OttlaError } from '@ottla/kernel';
import type { Representation, Schema } from '@ottla/schema';
import type { AvscType } from '../engine/avsc-type.ts';
import { withinStack } from '../schema-depth.ts';
import { canAmplify } from './amplification.ts';
import { PayloadScan } from './payload-scan.ts';
import { malformed } from './read-error.ts';
import { readType } from './read-plan.ts';

export class ValueReader {
  readonly #writer: Schema;
  readonly #reader: Representation;
  readonly #fast: AvscType;
  readonly #scansFirst: boolean;
  #scan: PayloadScan | undefined;
  #exact: AvscType | undefined;

  constructor(writer: Schema, reader: Representation) {
    this.#writer = writer;
    this.#reader = reader;
    this.#fast = withinStack(() => readType(writer, reader, false));
    this.#scansFirst = withinStack(() => canAmplify(writer));
  }

  /** The datum that begins at `start`; bytes after it are ignored. Throws SerializationError. */
  read(payload: Buffer, start: number): unknown {
    if (this.#scansFirst) this.#check(payload, start);
    try {
      const { value, offset } = this.#fast.decode(payload, start);
      if (offset >= 0) return value;
    } catch {
      // Found out below.
    }
    return this.#readExactly(payload, start);
  }

  #check(payload: Buffer, start: number): void {
    this.#scan ??= withinStack(() => new PayloadScan(this.#writer));
    this.#scan.check(payload, start);
  }

  #readExactly(payload: Buffer, start: number): unknown {
    this.#check(payload, start);
    this.#exact ??= withinStack(() => readType(this.#writer, this.#reader, true));
    try {
      const { value, offset } = this.#exact.decode(payload, start);
      if (offset >= 0) return value;
    } catch (error) {
      if (error instanceof OttlaError) throw error;
    }
    throw malformed('they cannot be read with the schema they were written with');
  }
}
