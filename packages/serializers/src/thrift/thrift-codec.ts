/**
 * Generated Thrift structs as bytes, without a frame: a registry has no schemas of Thrift.
 *
 * Generated classes know their fields; the two protocols here know bytes, checks and bounds.
 */
import {
  ByteWriter,
  ConfigError,
  SerializationError,
  asBuffer,
  kinds,
  resolveOptions,
  withDefault,
  type Deserializer,
  type DeserializerContext,
  type RichSerializer,
  type SerializerContext,
} from '@ottla/kernel';
import { placed, serializationError } from '../errors.ts';
import { foundKind, isRecordLike } from '../found-kind.ts';
import { misfitError } from '../misfit.ts';
import { BinaryReader, BinaryWriter } from './binary-wire.ts';
import { CompactReader, CompactWriter } from './compact-wire.ts';
import { longReader, type ThriftLong } from './int64-form.ts';
import { ThriftInput } from './thrift-input.ts';
import { ThriftOutput } from './thrift-output.ts';
import { structMethod, type ThriftStructClass } from './thrift-types.ts';

const protocol = withDefault(
  kinds.oneOf('binary', 'compact'),
  'binary',
  'Which of the protocols of Thrift the bytes are: TBinaryProtocol or TCompactProtocol.',
);

export const thriftSerializerRows = { protocol };

export const thriftDeserializerRows = {
  protocol,
  long: withDefault(
    kinds.oneOf('int64', 'bigint', 'number', 'string'),
    'int64',
    'What i64 is read as. `int64` is the class that generated code declares, and what code of `js:bigint` expects; `number` fails beyond 2^53.',
  ),
  trailingBytes: withDefault(
    kinds.oneOf('ignore', 'refuse'),
    'ignore',
    'Bytes behind the struct: left alone, as in other languages, or an error.',
  ),
};

export interface ThriftSerializerOptions {
  /** Default: 'binary'. */
  readonly protocol?: 'binary' | 'compact' | undefined;
}

export interface ThriftDeserializerOptions extends ThriftSerializerOptions {
  /** What i64 is read as. Default: 'int64', the class that generated code declares. */
  readonly long?: ThriftLong | undefined;
  /** Default: 'ignore'. */
  readonly trailingBytes?: 'ignore' | 'refuse' | undefined;
}

/**
 * A serializer for structs of `thrift --gen js:node`, or for plain objects that such a class is made from. A value that
 * does not fit fails with SerializationError `VALUE_MISFIT`, which names its path. Throws ConfigError.
 * @example
 * const lines = thriftSerializer(Line, { protocol: 'compact' });
 */
export function thriftSerializer<T extends object>(
  structClass: ThriftStructClass<T>,
  options: ThriftSerializerOptions = {},
): RichSerializer<T> {
  const { protocol: chosen } = resolveOptions('thriftSerializer', thriftSerializerRows, options);
  expectStructClass(structClass, 'thriftSerializer');
  return {
    serializeInto: (value, writer, context) => {
      const start = writer.position;
      try {
        writeStruct(
          structClass,
          value,
          chosen === 'compact' ? new CompactWriter(writer) : new BinaryWriter(writer),
        );
      } catch (error) {
        writer.truncate(start);
        throw inPlace(error, context);
      }
    },
  };
}

/**
 * A deserializer into objects of a class of `thrift --gen js:node`. Bytes that are no such struct fail with
 * SerializationError `BYTES_MALFORMED`; sizes and depth are bounded before anything is made of them. Throws ConfigError.
 * @example
 * const lines = thriftDeserializer(Line, { protocol: 'compact', long: 'bigint' });
 */
export function thriftDeserializer<T extends object>(
  structClass: ThriftStructClass<T>,
  options: ThriftDeserializerOptions = {},
): Deserializer<T> {
  const settings = resolveOptions('thriftDeserializer', thriftDeserializerRows, options);
  expectStructClass(structClass, 'thriftDeserializer');
  const longOf = longReader(settings.long);
  return {
    deserialize: (bytes, context) => {
      const payload = asBuffer(bytes);
      const wire = settings.protocol === 'compact' ? new CompactReader(payload) : new BinaryReader(payload);
      try {
        const struct = readStruct(structClass, new ThriftInput(wire, { longOf }));
        if (settings.trailingBytes === 'refuse' && wire.remaining > 0) {
          throw serializationError(`${wire.remaining} bytes follow the struct`, 'TRAILING_BYTES');
        }
        return struct;
      } catch (error) {
        throw inPlace(error, context);
      }
    },
  };
}

/** Structs as bytes, without a producer or a consumer. */
export interface ThriftCodec<T> {
  readonly encode: (value: T) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => T;
}

/**
 * The bytes alone, for an encoder of your own. `encode` and `decode` are those of the two factories.
 * @example
 * const { encode, decode } = thriftCodec(Line);
 * decode(encode(new Line({ sku: 'tea' }))).sku; // 'tea'
 */
export function thriftCodec<T extends object>(
  structClass: ThriftStructClass<T>,
  options: ThriftDeserializerOptions = {},
): ThriftCodec<T> {
  const deserializer = thriftDeserializer(structClass, options);
  const { protocol: chosen } = options;
  const serializer = thriftSerializer(structClass, { protocol: chosen });
  const nowhere = { topic: '', isKey: false, headers: [] };
  return {
    encode: (value) => {
      const writer = new ByteWriter();
      serializer.serializeInto(value, writer, nowhere);
      return writer.toBytes();
    },
    decode: (bytes) => deserializer.deserialize(bytes, nowhere),
  };
}

function writeStruct<T extends object>(
  structClass: ThriftStructClass<T>,
  value: unknown,
  wire: BinaryWriter | CompactWriter,
): void {
  const output = new ThriftOutput(wire);
  const expected = `a ${structClass.name || 'struct'}, or an object to make one from`;
  if (!isRecordLike(value)) {
    throw misfitError({ path: '', expected, found: foundKind(value) });
  }
  try {
    const struct = structMethod(value, 'write') === undefined ? new structClass(value as never) : value; // members are what its constructor takes
    structMethod(struct, 'write')?.(output);
  } catch (cause) {
    if (cause instanceof SerializationError) throw cause;
    const at = output.path === '' ? '' : ` at '${output.path}'`;
    const problem = `the generated code cannot write the value${at}: ${reasonOf(cause)}`;
    throw serializationError(problem, 'SERIALIZATION_FAILED', { cause });
  }
}

function readStruct<T extends object>(structClass: ThriftStructClass<T>, input: ThriftInput): T {
  try {
    const struct = new structClass();
    structMethod(struct, 'read')?.(input);
    return struct;
  } catch (cause) {
    if (cause instanceof SerializationError) throw cause;
    const problem = `the generated code cannot read the bytes: ${reasonOf(cause)}`;
    throw serializationError(problem, 'BYTES_MALFORMED', { cause });
  }
}

/** Found when the serializer is made, not with the first record. Throws ConfigError `STRUCT_INVALID`. */
function expectStructClass(structClass: unknown, factory: string): void {
  const prototype: unknown = typeof structClass === 'function' ? structClass.prototype : undefined;
  const isStruct =
    typeof prototype === 'object' &&
    prototype !== null &&
    structMethod(prototype, 'read') !== undefined &&
    structMethod(prototype, 'write') !== undefined;
  if (isStruct) return;
  throw new ConfigError(`${factory}: give a struct class that 'thrift --gen js:node' made`, 'STRUCT_INVALID');
}

function inPlace(error: unknown, { topic, isKey }: SerializerContext | DeserializerContext): unknown {
  return error instanceof SerializationError && topic !== '' ? placed(error, { topic, isKey }) : error;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
