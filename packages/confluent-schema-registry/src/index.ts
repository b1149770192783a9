/** A drop-in for @kafkajs/confluent-schema-registry: the same API, errors exported, faster. */
export { COMPATIBILITY } from './constants.ts';
