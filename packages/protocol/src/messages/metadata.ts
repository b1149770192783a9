/**
 * Metadata (3): the brokers of the cluster, and where the partitions of topics are.
 *
 * Any broker answers. Every client request goes to a partition's leader as told here; the leader epoch
 * orders two answers that disagree. v10 brings topic ids, v13 an error for the whole answer.
 */
import { ZERO_UUID, array, boolean, int16, int32, string, struct, uuid } from '../wire/types.ts';
import { defineApi } from './api.ts';

/** "Not asked for", where a bit set of permitted operations would stand. */
const OPERATIONS_UNKNOWN = -2147483648;

const partition = struct({
  /** NONE, LEADER_NOT_AVAILABLE (5), REPLICA_NOT_AVAILABLE (9) or LISTENER_NOT_FOUND (72). */
  errorCode: int16,
  partitionIndex: int32,
  /** -1 while there is none. */
  leaderId: int32,
  /** An answer with a lower epoch than one already seen is stale. -1 when unknown. */
  leaderEpoch: int32.since(7, -1).default(-1).ignorable(),
  /** Every broker that holds a copy; the first is the preferred leader. */
  replicaNodes: array(int32),
  /** The copies that have caught up. */
  isrNodes: array(int32),
  /** The copies whose broker or disk is down. */
  offlineReplicas: array(int32).since(5, []).default([]).ignorable(),
});

const topic = struct({
  /**
   * NONE, UNKNOWN_TOPIC_OR_PARTITION (3), LEADER_NOT_AVAILABLE (5, also right after it was created),
   * INVALID_TOPIC_EXCEPTION (17), TOPIC_AUTHORIZATION_FAILED (29) or UNKNOWN_TOPIC_ID (100).
   */
  errorCode: int16,
  /** Null only when a topic was asked for by an id nobody knows. */
  name: string.nullable(12),
  /** Changes when a topic is deleted and made again under its old name. Zero when unknown. */
  topicId: uuid.since(10, ZERO_UUID).default(ZERO_UUID).ignorable(),
  /** True for topics Kafka keeps for itself, such as `__consumer_offsets`. */
  isInternal: boolean.since(1, false).default(false).ignorable(),
  /** In no particular order. */
  partitions: array(partition),
  /** Bit set of operations this client may do; the least int32 when it was not asked for. */
  topicAuthorizedOperations: int32.since(8, OPERATIONS_UNKNOWN).default(OPERATIONS_UNKNOWN),
});

export const metadata = defineApi({
  key: 3,
  name: 'Metadata',
  versions: '0-13',
  flexible: '9+',
  request: {
    /** Null asks for all topics, an empty array for none. In v0 there is no null and empty means all. */
    topics: array(
      struct({
        /** Asks by id from v12 on (older brokers ignore it); zero asks by name. */
        topicId: uuid.since(10, ZERO_UUID).default(ZERO_UUID).ignorable(),
        /** Null when asking by id, from v12 on. */
        name: string.nullable(10),
      }),
    ).nullable(1),
    /** Lets a broker with `auto.create.topics.enable` make the topics asked for. Older versions always do. */
    allowAutoTopicCreation: boolean.since(4, true).default(true),
    /** Gone in v11: DescribeCluster tells it (KIP-700). */
    includeClusterAuthorizedOperations: boolean.since(8).until(10).default(false),
    includeTopicAuthorizedOperations: boolean.since(8).default(false),
  },
  response: {
    throttleTimeMs: int32.since(3, 0).default(0).ignorable(),
    /** The brokers that are up, at the addresses of the listener the request came in by. */
    brokers: array(
      struct({
        nodeId: int32,
        host: string,
        port: int32,
        /** Null when the broker was given no rack. */
        rack: string.nullable().since(1, null).default(null).ignorable(),
      }),
    ),
    /** Never changes in the life of a cluster. */
    clusterId: string.nullable().since(2, null).default(null).ignorable(),
    /** Who answers CreateTopics and DeleteTopics. KRaft brokers name any broker, which forwards. */
    controllerId: int32.since(1, -1).default(-1).ignorable(),
    topics: array(topic),
    clusterAuthorizedOperations: int32.since(8).until(10).default(OPERATIONS_UNKNOWN),
    /** NONE, or REBOOTSTRAP_REQUIRED (129): this broker no longer belongs to the cluster (KIP-1102). */
    errorCode: int16.since(13, 0).default(0).ignorable(),
  },
});
