/** What all packages of Ottla share. No dependencies; nothing acts at import. */
export {
  ConfigError,
  InvariantError,
  MalformedBytesError,
  OttlaError,
  SerializationError,
  isOttlaError,
  type DeliveryOutcome,
  type ErrorAction,
  type OttlaErrorOptions,
  type SerializationErrorOptions,
  type SerializationFailure,
  type ValueMisfit,
} from './errors.ts';
export { ByteWriter } from './byte-writer.ts';
export { ByteReader, asBuffer } from './byte-reader.ts';
export {
  serializer,
  serializeValue,
  type RecordHeader,
  type RichSerializer,
  type SerializedBy,
  type Serializer,
  type SerializerContext,
  type SimpleSerializer,
} from './serializer.ts';
export { deserializeValue, type Deserializer, type DeserializerContext } from './deserializer.ts';
export type {
  ReferencedSchema,
  RegisteredSchema,
  SchemaIdOptions,
  SchemaMetadata,
  SchemaReference,
  SchemaRegistry,
  SchemaRule,
  SchemaRuleSet,
  SchemaText,
  SchemaType,
  SubjectAssociation,
} from './schema-registry.ts';
export {
  seededRandom,
  silentLogger,
  systemClock,
  systemRandom,
  type Clock,
  type Logger,
  type Random,
  type Timer,
} from './ports.ts';
export { backoffMs, type BackoffRange } from './backoff.ts';
export { Alarm, type AlarmSlot } from './alarm.ts';
export { nodeModule } from './node-module.ts';
export { printable } from './printable-text.ts';
export { isStrayPromise } from './stray-promise.ts';
export { isObject, kindOf } from './value-kind.ts';
export { editDistance, nearestName } from './nearest-name.ts';
export {
  HIGHEST_PORT,
  kinds,
  optional,
  required,
  resolveOptions,
  withDefault,
  type OptionKind,
  type OptionRow,
  type OptionTable,
  type OptionsInput,
  type ResolvedOptions,
} from './options.ts';
