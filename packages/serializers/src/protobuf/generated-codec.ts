/**
 * Generated message classes in the place of our own codec: ts-proto, protobufjs' static code, and whatever has their
 * two functions.
 *
 * What such a codec checks, and what its values look like, is its own business; the .proto text goes to the registry.
 */
import { SerializationError, isStrayPromise, kindOf, kinds, type OptionKind } from '@ottla/kernel';
import { serializationError } from '../errors.ts';
import { reasonOf } from './proto-files.ts';

export interface ProtobufCodec<T> {
  /** The bytes, or a writer that gives them by `finish()`. */
  encode(value: T): Uint8Array | { finish(): Uint8Array };
  decode(bytes: Uint8Array): T;
}

/** Of any message, once its type has been left behind; a serializer uses one half, a deserializer the other. */
export interface MessageCodec {
  encode?(value: unknown): unknown;
  decode?(bytes: Uint8Array): unknown;
}

/** An option that is such a codec: an object of functions as ts-proto's, or a class with static ones as protobufjs'. */
export function codecWith(method: 'encode' | 'decode'): OptionKind<MessageCodec> {
  return kinds.of<MessageCodec>(
    `a generated message with ${method}()`,
    (value): value is MessageCodec =>
      (typeof value === 'object' || typeof value === 'function') &&
      value !== null &&
      typeof (value as Readonly<Record<string, unknown>>)[method] === 'function', // any member may be asked for
  );
}

/** Throws SerializationError `SERIALIZATION_FAILED`, or `SERIALIZER_ASYNC`. */
export function codecBytes(codec: MessageCodec, value: unknown): Uint8Array {
  let encoded: unknown;
  try {
    encoded = codec.encode?.(value);
    if (isWriter(encoded)) encoded = encoded.finish();
  } catch (cause) {
    throw serializationError(`the codec cannot write the value: ${reasonOf(cause)}`, 'SERIALIZATION_FAILED', {
      cause,
    });
  }
  if (encoded instanceof Uint8Array) return encoded;
  if (isStrayPromise(encoded)) {
    throw serializationError('the codec answered with a promise; it must answer at once', 'SERIALIZER_ASYNC');
  }
  throw serializationError(`the codec gave ${kindOf(encoded)}, not bytes`, 'SERIALIZATION_FAILED');
}

function isWriter(value: unknown): value is { finish(): unknown } {
  return (
    typeof value === 'object' && value !== null && 'finish' in value && typeof value.finish === 'function'
  );
}

/** Throws SerializationError `BYTES_MALFORMED`. */
export function decoded(codec: MessageCodec, payload: Buffer): unknown {
  try {
    // A copy: generated code may keep views of what it reads.
    return codec.decode?.(new Uint8Array(payload));
  } catch (cause) {
    if (cause instanceof SerializationError) throw cause;
    throw serializationError(`the codec cannot read the bytes: ${reasonOf(cause)}`, 'BYTES_MALFORMED', {
      cause,
    });
  }
}
