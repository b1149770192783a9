/**
 * Decodes the payload of a message, at once, with the schema that wrote it and, for Avro, the reader's.
 *
 * Fails in the words of avsc, ajv and protobufjs. Checks no frame and fetches no schema.
 */
import type { Type } from 'avsc';
import { readAvro, readsInPlace } from './avro/avro-reading.ts';
import { ReaderSchemas, type ReaderSchema } from './avro/reader-schemas.ts';
import type { CacheEntry } from './cache.ts';
import type { AvroOptions, Untyped } from './schema-types.ts';
import { FRAME_BYTES } from './wire-encoder.ts';

interface AvroDecodeOptions {
  /** Values take the shape of this schema instead of the writer's. Parsed once: do not change it afterwards. */
  readerSchema?: ReaderSchema;
}
export interface DecodeOptions {
  AVRO?: AvroDecodeOptions;
}

export class PayloadDecoder {
  readonly #readers: ReaderSchemas;

  constructor(readerOptions: () => AvroOptions | undefined) {
    this.#readers = new ReaderSchemas(readerOptions);
  }

  decode(message: Buffer, { type, schema }: CacheEntry, options: DecodeOptions | undefined): Untyped {
    const readerSchema = type === 'AVRO' ? options?.AVRO?.readerSchema : undefined;
    if (readerSchema) {
      const writer = schema as unknown as Type; // Avro schemas are avsc's types
      const { type: reader, resolver } = this.#readers.reading(readerSchema, writer);
      return readAvro(reader, message, { start: FRAME_BYTES, resolver });
    }
    if (readsInPlace(schema)) return readAvro(schema, message, { start: FRAME_BYTES });
    return schema.fromBuffer(message.subarray(FRAME_BYTES));
  }
}
