/** A Kafka cluster seen from a client: connections, metadata, topics, reading a partition. */
export {
  Cluster,
  type ClusterPorts,
  type ClusterRequestOptions,
  type CreateTopicOptions,
  type FetchOptions,
  type FetchedPartition,
  type ReadPartitionOptions,
} from './cluster.ts';
export type { BrokerLink, LinkListener, RequestDone, RequestFailure, SendOptions } from './broker-link.ts';
export {
  BrokerError,
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
