/** A Kafka cluster seen from a client: connections, metadata, topics, reading a partition. */
export { Cluster, type ClusterRequestOptions } from './cluster.ts';
export type { ClusterPorts } from './runtime/cluster-core.ts';
export type { CreateTopicOptions } from './runtime/topic-operations.ts';
export type { FetchOptions, FetchedPartition } from './runtime/partition-operations.ts';
export type { ReadPartitionOptions } from './runtime/partition-reader.ts';
export type { BrokerLink, LinkListener, RequestDone, RequestFailure, SendOptions } from './broker-link.ts';
export { BrokerError } from '@ottla/protocol';
export {
  ClusterError,
  UnsupportedVersionError,
  type ClusterErrorCode,
  type NegotiableRange,
} from './errors.ts';
export {
  EMPTY_METADATA,
  type BrokerMetadata,
  type ClusterMetadata,
  type LeaderHint,
  type PartitionMetadata,
  type TopicMetadata,
} from './metadata/cluster-metadata.ts';
export { clusterOptionTable, type ClusterOptions } from './options.ts';
export type { Transport, TransportEvents, TransportSocket } from './transport/transport.ts';
