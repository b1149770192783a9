/**
 * Metadata: the living brokers, and the leaders of the topics asked for.
 *
 * Behaviour
 * - Null topics (v1+) or an empty list (v0) ask for all; an empty list (v1+) asks for the brokers only.
 * - A topic asked for by id is found by id; UNKNOWN_TOPIC_ID when there is none.
 * - An unknown name: INVALID_TOPIC_EXCEPTION when it is no name for a topic; otherwise it is created if the
 *   cluster and the request allow it, and this answer still says UNKNOWN_TOPIC_OR_PARTITION, as Apache
 *   Kafka's does (AutoTopicCreationManager): the next one has it.
 * - A partition nobody leads carries LEADER_NOT_AVAILABLE and leader -1.
 *
 * Version notes
 * - v4: the request says whether topics may be created; before, they may. v5: offline replicas.
 * - v7: leader epochs (KIP-320). v8: authorized operations, not told here. v10: topic ids.
 * - v12: a topic can be asked for by id alone. v13: an error for the whole answer (KIP-1102), always 0.
 */
import {
  ZERO_UUID,
  errorCodes,
  metadata,
  topicNameProblem,
  type RequestOf,
  type ResponseInput,
} from '@ottla/protocol';
import type { ClusterState } from '../cluster-state.ts';
import { defineHandler, type Call } from '../handler.ts';
import { NO_LEADER, type Partition, type Topic } from '../topic.ts';

type Request = RequestOf<typeof metadata>;
type TopicAnswer = ResponseInput<typeof metadata>['topics'][number];
type AskedTopic = NonNullable<Request['topics']>[number];

function describePartition(partition: Partition, state: ClusterState): TopicAnswer['partitions'][number] {
  const isAlive = (nodeId: number): boolean => state.node(nodeId)?.alive === true;
  return {
    errorCode: partition.leaderId === NO_LEADER ? errorCodes.LEADER_NOT_AVAILABLE : errorCodes.NONE,
    partitionIndex: partition.index,
    leaderId: partition.leaderId,
    leaderEpoch: partition.leaderEpoch,
    replicaNodes: partition.replicas,
    isrNodes: partition.replicas.filter(isAlive),
    offlineReplicas: partition.replicas.filter((nodeId) => !isAlive(nodeId)),
  };
}

function describeTopic(topic: Topic, state: ClusterState): TopicAnswer {
  return {
    errorCode: errorCodes.NONE,
    name: topic.name,
    topicId: topic.id,
    partitions: topic.partitions.map((partition) => describePartition(partition, state)),
  };
}

function refuseTopic(errorCode: number, name: string | null, topicId: string): TopicAnswer {
  return { errorCode, name, topicId, partitions: [] };
}

function answerTopic(asked: AskedTopic, mayCreate: boolean, state: ClusterState): TopicAnswer {
  if (asked.topicId !== ZERO_UUID) {
    const topic = state.topicById(asked.topicId);
    return topic === undefined
      ? refuseTopic(errorCodes.UNKNOWN_TOPIC_ID, null, asked.topicId)
      : describeTopic(topic, state);
  }
  const name = asked.name ?? '';
  const topic = state.topic(name);
  if (topic !== undefined) return describeTopic(topic, state);
  if (topicNameProblem(name) !== null) {
    return refuseTopic(errorCodes.INVALID_TOPIC_EXCEPTION, name, ZERO_UUID);
  }
  if (mayCreate && state.settings.autoCreateTopics) state.createTopic({ name });
  return refuseTopic(errorCodes.UNKNOWN_TOPIC_OR_PARTITION, name, ZERO_UUID);
}

function answerTopics(body: Request, { state, version }: Call): readonly TopicAnswer[] {
  if (body.topics === null || (version === 0 && body.topics.length === 0)) {
    return [...state.topics].map((topic) => describeTopic(topic, state));
  }
  const mayCreate = version < 4 || body.allowAutoTopicCreation;
  return body.topics.map((asked) => answerTopic(asked, mayCreate, state));
}

export const handleMetadata = defineHandler(metadata, (body, call) => {
  const { state } = call;
  return {
    kind: 'answer',
    body: {
      brokers: state.livingNodes.map(({ nodeId, host, port }) => ({ nodeId, host, port, rack: null })),
      clusterId: state.clusterId,
      controllerId: state.controllerId,
      topics: answerTopics(body, call),
    },
  };
});
