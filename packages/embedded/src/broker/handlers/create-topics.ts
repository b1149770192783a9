/**
 * CreateTopics: makes topics, or says of each why not.
 *
 * Behaviour, in the order Apache Kafka checks (ReplicationControlManager.createTopics)
 * - More than 10,000 partitions in one request: POLICY_VIOLATION for every topic.
 * - The same name twice in one request: INVALID_REQUEST for it. Not a name: INVALID_TOPIC_EXCEPTION. Taken:
 *   TOPIC_ALREADY_EXISTS.
 * - With assignments: partitions and replication factor must be -1 (INVALID_REQUEST); partitions must be
 *   0, 1, 2, …; replicas must be known brokers, not twice the same, equally many (INVALID_REPLICA_ASSIGNMENT).
 * - Without: partitions -1 is the cluster's default, 0 or less is INVALID_PARTITIONS; replication factor -1
 *   is the default, 0 or more than the living brokers is INVALID_REPLICATION_FACTOR.
 * - A config no topic has, a null value, or a `max.message.bytes` that is no whole number: INVALID_CONFIG.
 *   `max.message.bytes` is obeyed; other configs are kept and have no effect.
 * - `validateOnly` (v1+) changes nothing.
 *
 * Version notes
 * - v4: -1 for partitions and replication factor (KIP-464). v5: the answer tells what was made. v7: topic id.
 */
import { createTopics, errorCodes, type RequestOf, type ResponseInput } from '@ottla/protocol';
import { defineHandler, type Call } from '../handler.ts';
import { MOST_PARTITIONS, planTopic, type TopicRefusal } from '../topic-plan.ts';

type Wanted = RequestOf<typeof createTopics>['topics'][number];
type TopicAnswer = ResponseInput<typeof createTopics>['topics'][number];

function refusedTopic(name: string, refusal: TopicRefusal): TopicAnswer {
  return { name, ...refusal, configs: [] };
}

function answerTopic(wanted: Wanted, validateOnly: boolean, { state }: Call): TopicAnswer {
  const planned = planTopic(wanted, state);
  if ('errorCode' in planned) return refusedTopic(wanted.name, planned);
  const made = state.planTopic(planned);
  if (!validateOnly) state.addTopic(made);
  return {
    name: wanted.name,
    topicId: made.id,
    errorCode: errorCodes.NONE,
    errorMessage: null,
    numPartitions: made.partitions.length,
    replicationFactor: made.replicationFactor,
    configs: [],
  };
}

/** Partitions asked for; a topic that leaves it to the cluster counts as one. */
function partitionsWanted(topics: readonly Wanted[]): number {
  return topics.reduce(
    (sum, { numPartitions, assignments }) => sum + Math.max(1, numPartitions, assignments.length),
    0,
  );
}

export const handleCreateTopics = defineHandler(createTopics, (body, call) => {
  if (partitionsWanted(body.topics) > MOST_PARTITIONS) {
    const refusal = {
      errorCode: errorCodes.POLICY_VIOLATION,
      errorMessage: 'Excessively large number of partitions per request.',
    };
    return { kind: 'answer', body: { topics: body.topics.map(({ name }) => refusedTopic(name, refusal)) } };
  }
  const counts = new Map<string, number>();
  for (const { name } of body.topics) counts.set(name, (counts.get(name) ?? 0) + 1);
  const topics = body.topics
    .filter(({ name }) => counts.get(name) === 1)
    .map((wanted) => answerTopic(wanted, body.validateOnly, call));
  for (const [name, count] of counts) {
    if (count === 1) continue;
    const errorMessage = `topic '${name}' stands ${count} times in the request`;
    topics.push(refusedTopic(name, { errorCode: errorCodes.INVALID_REQUEST, errorMessage }));
  }
  return { kind: 'answer', body: { topics } };
});
