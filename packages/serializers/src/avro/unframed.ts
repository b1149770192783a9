/**
 * Avro without a registry: Avro's single-object encoding, and the bare datum.
 *
 * The schema is at hand, so nothing is waited for. A reader of single objects finds the writer's schema by its
 * fingerprint among those it was given. Source: Avro 1.12 specification, "Single-object encoding".
 */
import {
  SerializationError,
  asBuffer,
  type Deserializer,
  type DeserializerContext,
  type RichSerializer,
} from '@ottla/kernel';
import { fingerprint } from '@ottla/schema';
import { placed, serializationError, type ErrorPlace } from '../errors.ts';
import { SINGLE_OBJECT_BYTES, readSingleObject, singleObjectFrame } from '../framing/single-object.ts';
import type { PayloadFormat, PayloadReader, PayloadWriter } from '../registry/payload-format.ts';
import type { PoisonHandler } from '../registry/poison.ts';
import { aloneSchema } from '../registry/resolved-text.ts';
import type { OwnSchema } from './schema-source.ts';

export type OtherFraming = 'single-object' | 'raw';

const NO_BYTES = new Uint8Array(0);

/** Writes values of one schema. */
export function unframedSerializer(
  format: PayloadFormat,
  own: OwnSchema,
  { framing, showValues }: { readonly framing: OtherFraming; readonly showValues: boolean },
): RichSerializer<unknown> {
  const frame = framing === 'raw' ? NO_BYTES : singleObjectFrame(fingerprint(own.schema));
  let payload: PayloadWriter | undefined;
  return {
    serializeInto(value, writer, { topic, isKey }) {
      payload ??= format.writer(aloneSchema(own.text));
      const start = writer.position;
      writer.writeBytes(frame);
      try {
        payload.write(value, writer);
      } catch (error) {
        writer.truncate(start);
        if (!(error instanceof SerializationError)) throw error;
        throw placed(error, { topic, isKey }, showValues ? { value } : undefined);
      }
    },
  };
}

export interface UnframedReading {
  readonly framing: OtherFraming;
  readonly showValues: boolean;
  readonly onPoison: PoisonHandler | undefined;
  /** What payloads may have been written with; the first is what `raw` takes. */
  readonly writers: readonly OwnSchema[];
}

/** Reads values into one schema; null: as they were written. */
export class UnframedDeserializer implements Deserializer<unknown> {
  readonly #format: PayloadFormat;
  readonly #reader: OwnSchema | null;
  readonly #reading: UnframedReading;
  readonly #writers: ReadonlyMap<string, OwnSchema>;
  readonly #payloads = new Map<OwnSchema, PayloadReader>();

  constructor(format: PayloadFormat, reader: OwnSchema | null, reading: UnframedReading) {
    this.#format = format;
    this.#reader = reader;
    this.#reading = reading;
    this.#writers = new Map(reading.writers.map((writer) => [fingerprint(writer.schema), writer]));
  }

  deserialize(bytes: Uint8Array, { topic, isKey, headers }: DeserializerContext): unknown {
    const { framing, showValues, onPoison } = this.#reading;
    const place = { topic, isKey };
    try {
      const start = framing === 'raw' ? 0 : SINGLE_OBJECT_BYTES;
      return this.#read(this.#writerOf(bytes, place), asBuffer(bytes), start);
    } catch (error) {
      if (!(error instanceof SerializationError)) throw error;
      const failure = placed(error, place, showValues ? { value: bytes } : undefined);
      if (onPoison === undefined || failure.failure !== 'poison') throw failure;
      return onPoison({ topic, isKey, headers, bytes, error: failure });
    }
  }

  #writerOf(bytes: Uint8Array, place: ErrorPlace): OwnSchema | undefined {
    if (this.#reading.framing === 'raw') return this.#reading.writers[0];
    const print = readSingleObject(bytes, place);
    const writer = this.#writers.get(print);
    if (writer !== undefined) return writer;
    const problem = `no schema of fingerprint ${print} was given; add it to 'writerSchemas'`;
    throw serializationError(problem, 'FINGERPRINT_UNKNOWN', place);
  }

  #read(writer: OwnSchema | undefined, bytes: Buffer, start: number): unknown {
    if (writer === undefined)
      throw serializationError('no schema was given to read with', 'SCHEMA_NOT_USABLE');
    let payload = this.#payloads.get(writer);
    if (payload === undefined) {
      const reader = this.#reader === null ? null : aloneSchema(this.#reader.text);
      payload = this.#format.reader(aloneSchema(writer.text), reader);
      this.#payloads.set(writer, payload);
    }
    return payload.readAt === undefined
      ? payload.read(bytes.subarray(start), null)
      : payload.readAt(bytes, start);
  }
}
