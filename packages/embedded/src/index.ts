/** An in-process Kafka cluster and schema registry on real ports, for development and tests. */
export { EmbeddedRegistry, type EmbeddedRegistryOptions } from './registry/registry-server.ts';
export type {
  InterceptedRegistryRequest,
  RegistryControl,
  RegistryStandIn,
  RegistryVerdict,
} from './registry/registry-interception.ts';
export { EmbeddedRegistryError, type EmbeddedRegistryErrorCode } from './embedded-registry-error.ts';
export {
  EmbeddedCluster,
  type EmbeddedClusterPorts,
  type EmbeddedLog,
  type EmbeddedTopicOptions,
} from './embedded-cluster.ts';
export { clusterOptions, type EmbeddedClusterOptions } from './cluster-options.ts';
export { EmbeddedClusterError, type EmbeddedClusterErrorCode } from './embedded-cluster-error.ts';
export type { InterceptControl, InterceptVerdict, InterceptedRequest } from './server/interception.ts';
export {
  BrokerCore,
  type BrokerAnswer,
  type BrokerRequest,
  type SettledAnswer,
} from './broker/broker-core.ts';
export {
  ClusterState,
  type BrokerNode,
  type ClusterSettings,
  type NewTopic,
} from './broker/cluster-state.ts';
export type { Partition, Topic } from './broker/topic.ts';
export type { LogRead, PartitionLog, StoredBatch } from './broker/partition-log.ts';
