/**
 * The frame of a list as Kafka writes it, taken apart: one piece of the bytes for each item that is not null.
 *
 * Bounded: each item that is announced must have its bytes, so that no count makes more work than there are
 * bytes. Pieces share the memory of the list. Source: KIP-466.
 */
import { ByteReader, MalformedBytesError, type DeserializerContext } from '@ottla/kernel';
import { serializationError } from '../errors.ts';

/** The first byte of a list whose items have a fixed size: the index of Java's strategy. */
export const CONSTANT_SIZE = 0;
/** The first byte of a list whose items come with their lengths. */
export const VARIABLE_SIZE = 1;
/** In place of a length: the item is null. */
export const NULL_LENGTH = -1;

const INT32_BYTES = 4;

/** `size` is that of the deserializer of the items. Throws SerializationError `BYTES_MALFORMED`. */
export function listItems(
  bytes: Uint8Array,
  size: number | undefined,
  context: DeserializerContext,
): (Uint8Array | null)[] {
  const reader = new ByteReader(bytes);
  try {
    const items = itemsOf(reader, size);
    if (reader.remaining > 0) throw new MalformedBytesError(`${reader.remaining} bytes follow the last item`);
    return items;
  } catch (error) {
    if (!(error instanceof MalformedBytesError)) throw error;
    throw serializationError(`the bytes are no list: ${error.message}`, 'BYTES_MALFORMED', context);
  }
}

function itemsOf(reader: ByteReader, size: number | undefined): (Uint8Array | null)[] {
  const strategy = reader.readUint8();
  if (strategy === VARIABLE_SIZE) return variableItems(reader);
  if (strategy !== CONSTANT_SIZE) {
    throw new MalformedBytesError('the first byte must be 00 (items of a fixed size) or 01 (of any)');
  }
  if (size === undefined) {
    const problem =
      'its items have a fixed size (the first byte is 00), and the deserializer of the items has none';
    throw new MalformedBytesError(`${problem}; take that of the type it was written with`);
  }
  return constantItems(reader, size);
}

function constantItems(reader: ByteReader, size: number): (Uint8Array | null)[] {
  const nulls = reader.checkCount(reader.readInt32(), INT32_BYTES);
  const nullsAt = reader.take(nulls * INT32_BYTES);
  const nullAt = (index: number): number =>
    index < nulls ? reader.buffer.readInt32BE(nullsAt + index * INT32_BYTES) : -1;
  const count = reader.readInt32();
  reader.checkCount(count - nulls, size);
  const items: (Uint8Array | null)[] = [];
  let passed = 0;
  for (let index = 0; index < count; index++) {
    if (passed < nulls && nullAt(passed) === index) {
      passed++;
      items.push(null);
    } else {
      const start = reader.take(size);
      items.push(reader.buffer.subarray(start, start + size));
    }
  }
  if (passed < nulls)
    throw new MalformedBytesError('the indexes of its nulls are not rising, or beyond its end');
  return items;
}

function variableItems(reader: ByteReader): (Uint8Array | null)[] {
  const count = reader.checkCount(reader.readInt32(), INT32_BYTES);
  const items: (Uint8Array | null)[] = [];
  for (let index = 0; index < count; index++) {
    const length = reader.readInt32();
    if (length === NULL_LENGTH) {
      items.push(null);
    } else {
      const start = reader.take(length);
      items.push(reader.buffer.subarray(start, start + length));
    }
  }
  return items;
}
