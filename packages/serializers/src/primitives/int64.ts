/**
 * Integers of 64 bits in eight bytes, big-endian, as Kafka's LongSerializer writes them.
 *
 * A number holds no integer beyond 2^53 exactly, so reading gives bigints unless numbers are asked for, and then
 * an integer that a number cannot hold is an error and never another integer.
 */
import {
  ConfigError,
  kindOf,
  type Deserializer,
  type DeserializerContext,
  type RichSerializer,
} from '@ottla/kernel';
import { serializationError } from '../errors.ts';
import { fixedSizeDeserializer, fixedSizeSerializer } from './fixed-size.ts';

const INT64_BYTES = 8;
const SMALLEST = -(2n ** 63n);
const LARGEST = 2n ** 63n - 1n;

function isInt64(value: unknown): value is bigint | number {
  if (typeof value === 'bigint') return value >= SMALLEST && value <= LARGEST;
  return Number.isSafeInteger(value);
}

function foundInstead(value: unknown): string | undefined {
  return typeof value === 'bigint' ? 'a bigint out of that range' : undefined;
}

/**
 * Writes a bigint from -2^63 to 2^63 - 1, or a safe integer. Anything else fails with SerializationError
 * `VALUE_MISFIT`.
 * @example
 * await serializeValue(int64Serializer(), 258n, { topic: 'ids', isKey: true, headers: [] }); // Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 2)
 */
export function int64Serializer(): RichSerializer<bigint | number> {
  return fixedSizeSerializer<bigint | number>({
    size: INT64_BYTES,
    expected: 'an int64 (a bigint from -2^63 to 2^63 - 1, or a safe integer)',
    fits: isInt64,
    found: foundInstead,
    write: (value, writer) =>
      typeof value === 'bigint' ? writer.writeInt64(value) : writer.writeInt64Number(value),
  });
}

/** What reading an int64 gives. */
export interface Int64DeserializerOptions {
  /** Default: 'bigint'. 'number' fails with SerializationError `VALUE_UNREPRESENTABLE` beyond 2^53. */
  readonly as?: 'bigint' | 'number' | undefined;
}

/**
 * Reads exactly eight bytes; any other length fails with SerializationError `BYTES_MALFORMED`.
 * @example
 * int64Deserializer({ as: 'number' });
 */
export function int64Deserializer(options?: { readonly as?: 'bigint' | undefined }): Deserializer<bigint>;
export function int64Deserializer(options: { readonly as: 'number' }): Deserializer<number>;
export function int64Deserializer(
  options?: Int64DeserializerOptions,
): Deserializer<bigint> | Deserializer<number>;
export function int64Deserializer({ as = 'bigint' }: Int64DeserializerOptions = {}):
  Deserializer<bigint> | Deserializer<number> {
  if (as === 'bigint') {
    return fixedSizeDeserializer('an int64', INT64_BYTES, (bytes) => bytes.readBigInt64BE(0));
  }
  if (as !== 'number') {
    const problem = `int64Deserializer: option 'as' must be 'bigint' or 'number', got ${kindOf(as)}`;
    throw new ConfigError(problem, 'OPTION_INVALID');
  }
  return fixedSizeDeserializer('an int64', INT64_BYTES, safeNumber);
}

function safeNumber(bytes: Buffer, context: DeserializerContext): number {
  const value = Number(bytes.readBigInt64BE(0));
  if (Number.isSafeInteger(value)) return value;
  const problem =
    "the int64 is beyond what a number holds exactly (2^53); read it with int64Deserializer({ as: 'bigint' })";
  throw serializationError(problem, 'VALUE_UNREPRESENTABLE', context);
}
