/**
 * Protobuf values behind a schema id and message indexes, for a producer.
 *
 * Owns the options that only Protobuf has and the forms a schema is given in; everything else is RegistrySerializer's.
 */
import { kinds, optional, withDefault, type RichSerializer } from '@ottla/kernel';
import { serializerOptions, type RegistrySerializerOptions } from '../registry/registry-options.ts';
import { RegistrySerializer } from '../registry/registry-serializer.ts';
import { codecWith, type ProtobufCodec } from './generated-codec.ts';
import { ProtobufFormat, type MessageType } from './protobuf-format.ts';
import { protoLibrary } from './proto-library.ts';
import { givenProtobuf, messageTypeOf, type ProtobufSource } from './protobuf-source.ts';

const messageType = kinds.of<MessageType>(
  'the name of a message, or a function that gives one for a value',
  (value): value is MessageType => kinds.string.check(value) || typeof value === 'function',
);

export const protobufSerializerRows = {
  messageType: optional(
    messageType,
    'Which message of the file values are: its full name or its name within the package, or a function of the value. Default: the first of the file.',
  ),
  codec: optional(
    codecWith('encode'),
    'A generated message class with encode (ts-proto, protobufjs), used in the place of our own codec; values are what it takes.',
  ),
  undeclaredFields: withDefault(
    kinds.oneOf('refuse', 'ignore'),
    'refuse',
    'Members of a value that are no fields of its message: an error that names the nearest, or left out.',
  ),
};

export type ProtobufSerializerOptions<T = unknown> = RegistrySerializerOptions & {
  /** Full name, or the name within the package; or which one a value is. Default: the first message of the file. */
  readonly messageType?: string | ((value: T) => string) | undefined;
  /** A generated message class in the place of our own codec. */
  readonly codec?: Pick<ProtobufCodec<T>, 'encode'> | undefined;
  /** Default: 'refuse'. */
  readonly undeclaredFields?: 'refuse' | 'ignore' | undefined;
};

/**
 * A serializer for the messages of one .proto file. Values are plain objects with the names of Protobuf's JSON mapping
 * (lowerCamelCase); one that does not fit fails with SerializationError `VALUE_MISFIT`, which names every place. Bytes
 * are those of Confluent's KafkaProtobufSerializer: id, message indexes, message. Throws ConfigError.
 * @example
 * const items = protobufSerializer<{ id: bigint; itemNames: string[] }>(
 *   { schema: 'syntax = "proto3"; message Item { int64 id = 1; repeated string item_names = 2; }' },
 *   { registry, autoRegister: true },
 * );
 * await serializeValue(items, { id: 7n, itemNames: ['tea'] }, { topic: 'items', isKey: false, headers: [] });
 */
export function protobufSerializer<T = unknown>(
  source: ProtobufSource,
  options: ProtobufSerializerOptions<T>,
): RichSerializer<NoInfer<T>>;
/** With the schema that the registry says: `useLatestVersion`, `useSchemaId` or `useLatestWithMetadata`. */
export function protobufSerializer<T = unknown>(
  options: ProtobufSerializerOptions<T>,
): RichSerializer<NoInfer<T>>;
export function protobufSerializer<T>(
  ...given: readonly [ProtobufSource, ProtobufSerializerOptions<T>] | readonly [ProtobufSerializerOptions<T>]
): RichSerializer<T> {
  const [source, options] = given.length === 1 ? [null, given[0]] : given;
  const { shared, own } = serializerOptions('protobufSerializer', protobufSerializerRows, options);
  protoLibrary();
  const schema = source === null ? null : givenProtobuf(source);
  const format = new ProtobufFormat({
    messageType: (source === null ? undefined : messageTypeOf(source)) ?? own.messageType,
    codec: own.codec,
    long: 'bigint',
    undeclaredFields: own.undeclaredFields,
  });
  return new RegistrySerializer(format, schema, shared);
}
