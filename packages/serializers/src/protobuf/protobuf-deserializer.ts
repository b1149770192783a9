/**
 * Protobuf values of the message that a payload's indexes name, for a consumer.
 *
 * Owns the options that only Protobuf has and the forms a schema is given in; everything else is
 * RegistryDeserializer's.
 */
import { ConfigError, kinds, optional, withDefault, type Deserializer } from '@ottla/kernel';
import { deserializerOptions, type RegistryDeserializerOptions } from '../registry/registry-options.ts';
import { RegistryDeserializer } from '../registry/registry-deserializer.ts';
import { codecWith, type ProtobufCodec } from './generated-codec.ts';
import type { LongForm } from './long-form.ts';
import { ProtobufFormat } from './protobuf-format.ts';
import { protoLibrary } from './proto-library.ts';
import { givenProtobuf, messageTypeOf, type ProtobufSource } from './protobuf-source.ts';

export const protobufDeserializerRows = {
  messageType: optional(
    kinds.string,
    'The one message that is read, by its full name or its name within the package; a payload of another one is poison. Default: whichever the payload is.',
  ),
  codec: optional(
    codecWith('decode'),
    'A generated message class with decode (ts-proto, protobufjs), used in the place of our own codec; needs messageType.',
  ),
  long: withDefault(
    kinds.oneOf('bigint', 'number', 'string'),
    'bigint',
    'What 64-bit integers are read as. `number` fails for one beyond 2^53.',
  ),
};

export type ProtobufDeserializerOptions<T = unknown> = RegistryDeserializerOptions & {
  /** The one message that is read; another one is poison. Default: whichever the payload is. */
  readonly messageType?: string | undefined;
  /** A generated message class in the place of our own codec; needs messageType. */
  readonly codec?: Pick<ProtobufCodec<T>, 'decode'> | undefined;
  /** What 64-bit integers are read as. Default: 'bigint'. */
  readonly long?: LongForm | undefined;
};

/**
 * A deserializer into plain objects, by the schema each payload was written with; with a source, into the message of
 * the same name there. Fields without presence, lists and maps are always there; other absent fields are not. Bytes that
 * are no such message fail with SerializationError `BYTES_MALFORMED`. Throws ConfigError.
 * @example
 * const items = protobufDeserializer<{ id: bigint; itemNames: string[] }>({ registry, messageType: 'Item' });
 */
export function protobufDeserializer<T = unknown>(
  source: ProtobufSource,
  options: ProtobufDeserializerOptions<T>,
): Deserializer<NoInfer<T>>;
export function protobufDeserializer<T = unknown>(
  options: ProtobufDeserializerOptions<T>,
): Deserializer<NoInfer<T>>;
export function protobufDeserializer<T>(
  ...given:
    readonly [ProtobufSource, ProtobufDeserializerOptions<T>] | readonly [ProtobufDeserializerOptions<T>]
): Deserializer<T> {
  const [source, options] = given.length === 1 ? [null, given[0]] : given;
  const { shared, own } = deserializerOptions('protobufDeserializer', protobufDeserializerRows, options);
  const messageType = (source === null ? undefined : messageTypeOf(source)) ?? own.messageType;
  if (own.codec !== undefined && messageType === undefined) {
    const problem = "protobufDeserializer: 'codec' reads one message; say which by 'messageType'";
    throw new ConfigError(problem, 'OPTIONS_CONTRADICT');
  }
  protoLibrary();
  const { codec, long } = own;
  const reader = source === null ? null : givenProtobuf(source);
  const format = new ProtobufFormat({ messageType, codec, long, undeclaredFields: 'refuse' });
  const deserializer = new RegistryDeserializer(format, reader, shared);
  return deserializer as Deserializer<T>; // what the caller says the message is
}
