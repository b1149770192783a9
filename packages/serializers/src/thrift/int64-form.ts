/**
 * Thrift's i64 in JavaScript: as node-int64's Int64, as generated code declares it, or as bigint, number or text.
 *
 * Only Int64 needs the `thrift` package, from which it is taken without loading the rest: servers and sockets cost
 * 170 ms, this class 5. Writing takes all forms.
 */
import { Buffer } from 'node:buffer';
import { createRequire } from 'node:module';
import { ConfigError, SerializationError } from '@ottla/kernel';

/** What reading gives for i64. */
export type ThriftLong = 'int64' | 'bigint' | 'number' | 'string';

/** What we use of node-int64. */
export type Int64Class = new (bytes: Buffer) => object;

const DIGITS = /^-?(?:0|[1-9]\d{0,18})$/;
const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

/** Throws ConfigError `PEER_MISSING` where thrift is not installed. */
export function int64Class(): Int64Class {
  const requireModule = createRequire(import.meta.url);
  try {
    const ofThrift = createRequire(requireModule.resolve('thrift'));
    return ofThrift('node-int64') as Int64Class; // what that module exports
  } catch (cause) {
    const remedy =
      "i64 is read as Int64 of the package thrift: npm install thrift, or choose another form by long: 'bigint'";
    throw new ConfigError(remedy, 'PEER_MISSING', cause);
  }
}

/** The integer a value stands for; undefined when it stands for none, or for one that does not fit. */
export function longOf(value: unknown): bigint | undefined {
  let long: bigint;
  if (typeof value === 'bigint') long = value;
  else if (typeof value === 'number' && Number.isSafeInteger(value)) long = BigInt(value);
  else if (typeof value === 'string' && DIGITS.test(value)) long = BigInt(value);
  else if (isInt64(value)) return value.buffer.readBigInt64BE(value.offset ?? 0);
  else return undefined;
  return long >= LEAST && long <= MOST ? long : undefined;
}

interface Int64Like {
  readonly buffer: Buffer;
  readonly offset?: number;
}

/** Of any copy of node-int64. */
function isInt64(value: unknown): value is Int64Like {
  if (typeof value !== 'object' || value === null || !('buffer' in value)) return false;
  const { buffer } = value;
  const offset: unknown = 'offset' in value ? value.offset : 0;
  return Buffer.isBuffer(buffer) && Number.isInteger(offset) && buffer.length >= 8 + (offset as number); // an integer is a number
}

/** Throws SerializationError `VALUE_UNREPRESENTABLE` for 'number' beyond 2^53. */
export function longReader(form: ThriftLong): (long: bigint, isKey: boolean) => unknown {
  if (form === 'bigint') return (long) => long;
  if (form === 'string') return (long) => long.toString();
  if (form === 'number') return safeNumber;
  const Int64 = int64Class();
  return (long, isKey) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(long);
    const value = new Int64(bytes);
    // As the key of a map it is asked for its text, and its own says Infinity for all beyond 2^53.
    if (isKey) Object.defineProperty(value, 'toString', { value: () => long.toString() });
    return value;
  };
}

function safeNumber(long: bigint): number {
  const number = Number(long);
  if (Number.isSafeInteger(number)) return number;
  throw new SerializationError(
    "the bytes hold an integer beyond 2^53, which a number cannot hold; read with long: 'bigint', 'int64' or 'string'",
    { code: 'VALUE_UNREPRESENTABLE', expected: 'a safe integer', found: 'an integer beyond 2^53' },
  );
}
