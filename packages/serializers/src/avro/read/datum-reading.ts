/**
 * Reads payloads of one writer's schema into one reader's representation.
 *
 * Made once per pair; reads nothing but bytes, so that it can be kept for as long as the pair is of use.
 */
import { sameEncoding, type Representation, type Schema } from '@ottla/schema';
import type { DatumRead } from '../compiled/compiled-codec.ts';
import { readPlan } from '../plan/read-plan.ts';
import { withinStack } from '../schema-depth.ts';
import type { ValueCodecs } from '../value-codec.ts';
import { DatumReader } from './datum-reader.ts';
import { trailing } from './read-error.ts';
import { valueRead, type ValueRead } from './value-read.ts';

export interface DatumReadingOptions {
  readonly codecs?: ValueCodecs | undefined;
  /** What to do about bytes behind the datum. Default: 'ignore', as Java does. */
  readonly trailingBytes?: 'ignore' | 'refuse' | undefined;
  /** The plan of the reader's schema with itself as code, for writers whose bytes are the same. */
  readonly compiled?: DatumRead<unknown> | undefined;
}

export class DatumReading {
  readonly #read: ValueRead;
  readonly #compiled: DatumRead<unknown> | undefined;
  readonly #refusesTrailing: boolean;
  #datum: DatumReader | null = new DatumReader();
  /** Where the datum that was read last ends. */
  end = 0;

  /** Throws SerializationError `SCHEMA_TOO_DEEP`, and ConfigError for a choice that cannot be met. */
  constructor(
    writer: Schema,
    reader: Representation,
    { codecs, trailingBytes = 'ignore', compiled }: DatumReadingOptions = {},
  ) {
    this.#read = withinStack(() => valueRead(readPlan(writer, reader, codecs)));
    this.#refusesTrailing = trailingBytes === 'refuse';
    this.#compiled = compiled !== undefined && sameEncoding(writer, reader.schema) ? compiled : undefined;
  }

  /**
   * The datum that begins at `start`. Throws SerializationError `BYTES_MALFORMED`, `BYTES_TOO_LARGE`,
   * `SCHEMAS_UNRESOLVABLE`, `VALUE_UNREPRESENTABLE` or `DEFAULT_INVALID`.
   */
  read(payload: Buffer, start: number): unknown {
    // A codec of the user's may read with this very reader while it is at work.
    const datum = this.#datum ?? new DatumReader();
    this.#datum = null;
    datum.start(payload, start);
    try {
      const value =
        this.#compiled === undefined ? this.#read(datum) : this.#readCompiled(datum, this.#compiled);
      this.end = datum.position;
      if (this.#refusesTrailing && datum.position < datum.end) {
        throw trailing(datum.end - datum.position);
      }
      return value;
    } finally {
      datum.finish();
      this.#datum = datum;
    }
  }

  #readCompiled(datum: DatumReader, read: DatumRead<unknown>): unknown {
    const { buffer, position } = datum;
    try {
      return read(datum);
    } catch {
      // Whatever it was, the closures find it again, and say where.
      datum.start(buffer, position);
      return this.#read(datum);
    }
  }
}
