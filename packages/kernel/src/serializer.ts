/**
 * The contract between the producer and everything that turns values into bytes.
 *
 * A serializer has one of two forms. The rich form writes into the producer's scratch ByteWriter and is
 * copied once into its batch. The simple form returns bytes. What must be fetched first (a schema id)
 * goes through `ready`, so that serializing itself is always synchronous. `null` is a tombstone: the
 * producer writes it as such and calls no serializer.
 */
import { ByteWriter } from './byte-writer.ts';
import { expectCoder, expectContext } from './call-check.ts';

/** A header of a record. Kafka keeps order and duplicates; the value may be null. */
export interface RecordHeader {
  readonly key: string;
  readonly value: Uint8Array | null;
}

export interface SerializerContext {
  readonly topic: string;
  /** True for the key of a record, false for its value. */
  readonly isKey: boolean;
  readonly headers: readonly RecordHeader[];
  /**
   * Adds a header to the record that is being serialized; one that is there already, equal in key and value, is
   * not added twice. Absent where there is no record, or while `ready` is asked.
   */
  readonly addHeader?: ((header: RecordHeader) => void) | undefined;
}

interface SerializerLife<T> {
  /**
   * Whether this value can be serialized at once. A promise holds back this topic, first in first out,
   * until it settles; a rejection fails this record only.
   */
  ready?(value: T, context: SerializerContext): true | PromiseLike<void>;
  /** Called once by the producer before the first record. */
  configure?(role: { readonly isKey: boolean }): void;
  /** Called once when the producer closes. */
  close?(): void | PromiseLike<void>;
}

/** Writes the value at the writer's position. A throw leaves no trace: the producer rewinds the writer. */
export interface RichSerializer<T> extends SerializerLife<T> {
  serializeInto(value: T, writer: ByteWriter, context: SerializerContext): void;
}

/** Returns the bytes of the value, or null for a tombstone. */
export interface SimpleSerializer<T> extends SerializerLife<T> {
  serialize(value: T, context: SerializerContext): Uint8Array | null;
}

export type Serializer<T> = RichSerializer<T> | SimpleSerializer<T>;

/** The value type of a serializer. */
export type SerializedBy<S> = S extends Serializer<infer T> ? T : never;

/**
 * Makes a serializer from a function.
 * @example
 * const json = serializer((value: object) => Buffer.from(JSON.stringify(value)));
 */
export function serializer<T>(
  serialize: (value: T, context: SerializerContext) => Uint8Array | null,
): SimpleSerializer<T> {
  return { serialize };
}

/**
 * Serializes without a producer: waits until the serializer is ready, then returns a copy of the bytes.
 * @example
 * const upper = serializer((value: string) => Buffer.from(value.toUpperCase()));
 * const bytes = await serializeValue(upper, 'ada', { topic: 'names', isKey: false, headers: [] });
 * Buffer.from(bytes ?? []).toString(); // 'ADA'
 */
export async function serializeValue<T>(
  target: Serializer<T>,
  value: T | null,
  context: SerializerContext,
): Promise<Uint8Array | null> {
  if (value === null) return null;
  expectCoder('serializeValue', target, ['serialize', 'serializeInto']);
  expectContext('serializeValue', context);
  if (target.ready !== undefined) await target.ready(value, context);
  if ('serialize' in target) return target.serialize(value, context);
  const scratch = new ByteWriter();
  target.serializeInto(value, scratch, context);
  return scratch.toBytes();
}
