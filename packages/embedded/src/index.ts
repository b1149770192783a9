/** An in-process Kafka cluster and schema registry on real ports, for development and tests. */
export { EmbeddedRegistry, type EmbeddedRegistryOptions } from './registry/registry-server.ts';
