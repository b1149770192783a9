/**
 * The contract between whoever reads records and what turns bytes into values.
 *
 * Mirrors Serializer: what must be fetched first (the writer's schema) goes through `ready`, reading
 * itself is synchronous. A null payload is a tombstone and reads as null.
 */
import { expectBytes, expectCoder, expectContext } from './call-check.ts';
import type { RecordHeader } from './serializer.ts';

export interface DeserializerContext {
  readonly topic: string;
  readonly isKey: boolean;
  readonly headers: readonly RecordHeader[];
}

export interface Deserializer<T> {
  /** Whether these bytes can be read at once; a promise that settles when they can, or rejects with why not. */
  ready?(bytes: Uint8Array, context: DeserializerContext): true | PromiseLike<void>;
  /** Throws SerializationError for bytes that cannot be read, or whose schema is not at hand yet. */
  deserialize(bytes: Uint8Array, context: DeserializerContext): T;
  close?(): void | PromiseLike<void>;
}

/**
 * Reads one payload, waiting for what the deserializer needs.
 * @example
 * const text: Deserializer<string> = { deserialize: (bytes) => Buffer.from(bytes).toString() };
 * await deserializeValue(text, Buffer.from('Ada'), { topic: 'names', isKey: false, headers: [] }); // 'Ada'
 */
export async function deserializeValue<T>(
  source: Deserializer<T>,
  bytes: Uint8Array | null,
  context: DeserializerContext,
): Promise<T | null> {
  if (bytes === null) return null;
  expectCoder('deserializeValue', source, ['deserialize']);
  expectBytes('deserializeValue', bytes);
  expectContext('deserializeValue', context);
  if (source.ready !== undefined) await source.ready(bytes, context);
  return source.deserialize(bytes, context);
}
