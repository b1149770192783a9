/** A drop-in for @kafkajs/confluent-schema-registry: the same API, errors exported, faster. */
export { SchemaRegistry, type DecodeOptions } from './schema-registry.ts';
export { SchemaType } from './schema-types.ts';
export { COMPATIBILITY } from './constants.ts';
export { avdlToAVSC, avdlToAVSCAsync } from './avro-files/avdl-to-avsc.ts';
export { readAVSC, readAVSCAsync } from './avro-files/read-avsc.ts';
export {
  ConfluentSchemaRegistryArgumentError,
  ConfluentSchemaRegistryCompatibilityError,
  ConfluentSchemaRegistryError,
  ConfluentSchemaRegistryInvalidSchemaError,
  ConfluentSchemaRegistryValidationError,
} from './errors.ts';
export { ResponseError } from './api/middleware/error-middleware.ts';
