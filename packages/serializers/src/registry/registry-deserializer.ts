/**
 * Reads values whose schema a registry knows, for any schema language.
 *
 * `ready` fetches what the frame names; then reading is synchronous. Bytes that can never be read are told by
 * `deserialize`, where `onPoison` may take them, also when it was `ready` that found out; failures of the registry and of
 * the configuration reject `ready`. What each id has come to is kept in a bounded memory of this deserializer: within a
 * context an id never changes its meaning. A miss is not kept beyond the record that asked. Whoever makes many records
 * ready before reading them must not do so with more than 1000 ids: the first would be forgotten, and SCHEMA_UNKNOWN.
 */
import {
  SerializationError,
  asBuffer,
  systemClock,
  type Deserializer,
  type DeserializerContext,
} from '@ottla/kernel';
import { placed, type ErrorPlace } from '../errors.ts';
import { PREFIX_BYTES, prefixedId, type SchemaIdRef } from '../framing/prefix.ts';
import { guidHeader, readSchemaId } from '../framing/schema-id-header.ts';
import { refuseReaderContradictions } from './option-contradictions.ts';
import type { PayloadFormat, PayloadReader } from './payload-format.ts';
import {
  deserializerOptions,
  type RegistryDeserializerOptions,
  type RegistryDeserializerSettings,
} from './registry-options.ts';
import { withLatestFollowed, type GivenSchema } from './schema-pointer.ts';
import { WriterBook } from './writer-book.ts';

/** Of a language that reads where the payload stands. */
type InPlaceReader = PayloadReader & Required<Pick<PayloadReader, 'readAt'>>;

export class RegistryDeserializer implements Deserializer<unknown> {
  readonly #settings: RegistryDeserializerSettings;
  readonly #writers: WriterBook;
  readonly #withIndexes: boolean;
  // The last id: most topics are written with one schema at a time.
  #lastId = -1;
  #lastReader: InPlaceReader | undefined;

  /** `readerSchema`: what values are read into; null: what the options say, else the writer's own. Throws ConfigError. */
  constructor(format: PayloadFormat, readerSchema: GivenSchema, options: RegistryDeserializerOptions) {
    const { shared } = deserializerOptions('the deserializer', {}, options);
    refuseReaderContradictions(readerSchema, shared);
    const { given: reader, settings } = withLatestFollowed(readerSchema, shared);
    this.#settings = settings;
    this.#withIndexes = format.hasMessageIndexes;
    this.#writers = new WriterBook(format, { reader, settings, clock: settings.clock ?? systemClock });
  }

  ready(bytes: Uint8Array, context: DeserializerContext): true | PromiseLike<void> {
    const id = idAtStart(bytes, context);
    if (id === this.#lastId && this.#lastReader !== undefined) return true;
    const ref = this.#refOrNothing(id, bytes, context);
    // Bytes without a schema are for deserialize to tell.
    return ref === undefined ? true : this.#writers.ready(ref, context);
  }

  /** Throws SerializationError; `SCHEMA_UNKNOWN` when `ready` was not waited for. */
  deserialize(bytes: Uint8Array, context: DeserializerContext): unknown {
    const id = idAtStart(bytes, context);
    try {
      const reader = id === this.#lastId ? this.#lastReader : undefined;
      if (reader === undefined) return this.#read(bytes, context);
      return reader.readAt(asBuffer(bytes), PREFIX_BYTES);
    } catch (error) {
      return this.#failed(error, bytes, context);
    }
  }

  #read(bytes: Uint8Array, context: DeserializerContext): unknown {
    const { ref, messageIndexes, payloadStart } = readSchemaId(bytes, context, this.#withIndexes);
    const route = this.#writers.route(ref, context);
    const framed = asBuffer(bytes);
    if (!route.isPlain) return route.read(framed.subarray(payloadStart), messageIndexes, context);
    const { payload } = route;
    if (payload.readAt === undefined) return payload.read(framed.subarray(payloadStart), messageIndexes);
    if (ref.id !== undefined && this.#writers.isSettled(ref)) {
      this.#lastId = ref.id;
      this.#lastReader = payload as InPlaceReader; // it has readAt, as was just seen
    }
    return payload.readAt(framed, payloadStart);
  }

  #refOrNothing(id: number, bytes: Uint8Array, context: DeserializerContext): SchemaIdRef | undefined {
    if (id !== 0) return { id };
    try {
      return readSchemaId(bytes, context, this.#withIndexes).ref;
    } catch (error) {
      if (error instanceof SerializationError) return undefined;
      throw error;
    }
  }

  /** Poison goes to onPoison, where there is one; everything else goes on. */
  #failed(error: unknown, bytes: Uint8Array, context: DeserializerContext): unknown {
    if (!(error instanceof SerializationError)) throw error;
    const { topic, isKey, headers } = context;
    const failure = placed(error, { topic, isKey, ...this.#placeOf(bytes, context) }, this.#shown(bytes));
    const { onPoison } = this.#settings;
    if (failure.failure !== 'poison' || onPoison === undefined) throw failure;
    return onPoison({ topic, isKey, headers, bytes, error: failure });
  }

  #placeOf(bytes: Uint8Array, context: DeserializerContext): ErrorPlace {
    const ref = this.#refOrNothing(idAtStart(bytes, context), bytes, context);
    return ref === undefined ? {} : this.#writers.placeOf(ref, context);
  }

  #shown(bytes: Uint8Array): { readonly value: unknown } | undefined {
    return this.#settings.showValues ? { value: bytes } : undefined;
  }
}

/** The id in the prefix, unless a header names the schema; 0 for everything else. */
function idAtStart(bytes: Uint8Array, context: DeserializerContext): number {
  if (context.headers.length > 0 && guidHeader(context) !== undefined) return 0;
  return prefixedId(bytes);
}
