/**
 * Primitives that always take the same number of bytes, and which ones they are.
 *
 * A list writes their sizes once and not with every item, so it must know them: those Kafka's ListSerializer
 * knows, and no others. A serializer of the caller's own is never one of them, as in Java.
 */
import {
  asBuffer,
  type ByteWriter,
  type Deserializer,
  type DeserializerContext,
  type RichSerializer,
} from '@ottla/kernel';
import { serializationError } from '../errors.ts';
import { foundKind } from '../found-kind.ts';
import { misfitError } from '../misfit.ts';

export interface FixedSizeForm<T> {
  readonly size: number;
  /** Completes "must be …". */
  readonly expected: string;
  readonly fits: (value: unknown) => value is T;
  /** Better words than the kind alone, for what does not fit. */
  readonly found?: ((value: unknown) => string | undefined) | undefined;
  readonly write: (value: T, writer: ByteWriter) => void;
}

/** By the objects that were made here; an object that is not in it has no size that a list may rely on. */
const sizes = new WeakMap<object, number>();

/** The size that a list may rely on. */
export function fixedSizeOf(codec: object): number | undefined {
  return sizes.get(codec);
}

export function fixedSizeSerializer<T>(form: FixedSizeForm<T>): RichSerializer<T> {
  const { expected, fits, write } = form;
  const serializer: RichSerializer<T> = {
    serializeInto(value, writer, context) {
      if (!fits(value)) {
        const found = form.found?.(value) ?? foundKind(value);
        throw misfitError({ path: '', expected, found }, context);
      }
      write(value, writer);
    },
  };
  sizes.set(serializer, form.size);
  return serializer;
}

/** `name` completes "… takes 4 bytes". Any other length fails with SerializationError `BYTES_MALFORMED`. */
export function fixedSizeDeserializer<T>(
  name: string,
  size: number,
  read: (bytes: Buffer, context: DeserializerContext) => T,
): Deserializer<T> {
  const deserializer: Deserializer<T> = {
    deserialize(bytes, context) {
      if (bytes.length !== size) {
        const problem = `${name} takes ${size} bytes, found ${bytes.length}`;
        throw serializationError(problem, 'BYTES_MALFORMED', context);
      }
      return read(asBuffer(bytes), context);
    },
  };
  sizes.set(deserializer, size);
  return deserializer;
}

/** Words for an integer that is one, but not of this many bits. */
export function outOfRange(value: unknown): string | undefined {
  return typeof value === 'number' && Number.isInteger(value) ? 'an integer out of that range' : undefined;
}
