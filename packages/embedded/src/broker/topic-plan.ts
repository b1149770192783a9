/**
 * Judges what a new topic should be, in the order Apache Kafka does (ReplicationControlManager).
 *
 * Pure questions to ClusterState: nothing is made here. CreateTopics and EmbeddedCluster.createTopic share
 * these rules; the errors are listed with the CreateTopics handler.
 */
import { errorCodes, topicNameProblem } from '@ottla/protocol';
import type { ClusterState, NewTopic } from './cluster-state.ts';

/** Of a topic here, and of all topics of one CreateTopics request in Kafka. */
export const MOST_PARTITIONS = 10_000;

/** Every config a topic of Apache Kafka 4.1 has (LogConfig). */
const TOPIC_CONFIGS: ReadonlySet<string> = new Set([
  'cleanup.policy',
  'compression.gzip.level',
  'compression.lz4.level',
  'compression.type',
  'compression.zstd.level',
  'delete.retention.ms',
  'file.delete.delay.ms',
  'flush.messages',
  'flush.ms',
  'follower.replication.throttled.replicas',
  'index.interval.bytes',
  'leader.replication.throttled.replicas',
  'local.retention.bytes',
  'local.retention.ms',
  'max.compaction.lag.ms',
  'max.message.bytes',
  'message.timestamp.after.max.ms',
  'message.timestamp.before.max.ms',
  'message.timestamp.type',
  'min.cleanable.dirty.ratio',
  'min.compaction.lag.ms',
  'min.insync.replicas',
  'preallocate',
  'remote.log.copy.disable',
  'remote.log.delete.on.disable',
  'remote.storage.enable',
  'retention.bytes',
  'retention.ms',
  'segment.bytes',
  'segment.index.bytes',
  'segment.jitter.ms',
  'segment.ms',
  'unclean.leader.election.enable',
]);

/** A topic as a request asks for it; -1 means the default. */
export interface WantedTopic {
  readonly name: string;
  readonly numPartitions: number;
  readonly replicationFactor: number;
  readonly assignments: readonly { readonly partitionIndex: number; readonly brokerIds: readonly number[] }[];
  readonly configs: readonly { readonly name: string; readonly value: string | null }[];
}

/** Why a topic is not made. */
export interface TopicRefusal {
  readonly errorCode: number;
  readonly errorMessage: string;
}

function refuse(errorCode: number, errorMessage: string): TopicRefusal {
  return { errorCode, errorMessage };
}

function assignmentOf(
  wanted: WantedTopic,
  state: ClusterState,
): readonly (readonly number[])[] | TopicRefusal {
  const invalid = (message: string): TopicRefusal => refuse(errorCodes.INVALID_REPLICA_ASSIGNMENT, message);
  if (wanted.numPartitions !== -1 || wanted.replicationFactor !== -1) {
    return refuse(
      errorCodes.INVALID_REQUEST,
      'with assignments, partitions and replication factor must both be -1',
    );
  }
  const byIndex = wanted.assignments.toSorted((left, right) => left.partitionIndex - right.partitionIndex);
  const replicaCount = byIndex[0]?.brokerIds.length ?? 0;
  for (const [index, { partitionIndex, brokerIds }] of byIndex.entries()) {
    if (partitionIndex !== index) return invalid(`partition ${index} is missing or assigned twice`);
    if (brokerIds.length === 0) return invalid(`partition ${index} has no replica`);
    if (brokerIds.length !== replicaCount) {
      return invalid(`partition ${index} has ${brokerIds.length} replicas, others ${replicaCount}`);
    }
    if (new Set(brokerIds).size !== brokerIds.length) return invalid(`partition ${index} repeats a replica`);
    const unknown = brokerIds.find((nodeId) => state.node(nodeId) === undefined);
    if (unknown !== undefined) return invalid(`broker ${unknown} of partition ${index} is not known`);
  }
  return byIndex.map(({ brokerIds }) => brokerIds);
}

function sizeOf(
  wanted: WantedTopic,
  state: ClusterState,
): Pick<NewTopic, 'partitions' | 'replicationFactor'> | TopicRefusal {
  const { numPartitions, replicationFactor } = wanted;
  if (numPartitions !== -1 && (numPartitions < 1 || numPartitions > MOST_PARTITIONS)) {
    return refuse(
      errorCodes.INVALID_PARTITIONS,
      `partitions must be 1 to ${MOST_PARTITIONS}, or -1 for the default`,
    );
  }
  const living = state.livingNodes.length;
  if (replicationFactor !== -1 && (replicationFactor < 1 || replicationFactor > living)) {
    return refuse(
      errorCodes.INVALID_REPLICATION_FACTOR,
      `replication factor ${replicationFactor} with ${living} living brokers`,
    );
  }
  return {
    ...(numPartitions === -1 ? {} : { partitions: numPartitions }),
    ...(replicationFactor === -1 ? {} : { replicationFactor }),
  };
}

function configsOf(wanted: WantedTopic): ReadonlyMap<string, string> | TopicRefusal {
  const configs = new Map<string, string>();
  for (const { name, value } of wanted.configs) {
    if (!TOPIC_CONFIGS.has(name))
      return refuse(errorCodes.INVALID_CONFIG, `unknown topic config name: ${name}`);
    if (value === null) return refuse(errorCodes.INVALID_CONFIG, `null value for config ${name}`);
    configs.set(name, value);
  }
  const limit = configs.get('max.message.bytes');
  if (limit !== undefined && !/^\d{1,9}$/.test(limit)) {
    return refuse(errorCodes.INVALID_CONFIG, `max.message.bytes must be a whole number, got '${limit}'`);
  }
  return configs;
}

/** The topic to make, or why it may not be made. Changes nothing. */
export function planTopic(wanted: WantedTopic, state: ClusterState): NewTopic | TopicRefusal {
  const fault = topicNameProblem(wanted.name);
  if (fault !== null) return refuse(errorCodes.INVALID_TOPIC_EXCEPTION, fault);
  if (state.topic(wanted.name) !== undefined) {
    return refuse(errorCodes.TOPIC_ALREADY_EXISTS, `Topic '${wanted.name}' already exists.`);
  }
  const configs = configsOf(wanted);
  if ('errorCode' in configs) return configs;
  if (wanted.assignments.length > 0) {
    const assignment = assignmentOf(wanted, state);
    return 'errorCode' in assignment ? assignment : { name: wanted.name, assignment, configs };
  }
  const size = sizeOf(wanted, state);
  return 'errorCode' in size ? size : { name: wanted.name, ...size, configs };
}
