/**
 * CreateTopics: makes topics, or says of each why not.
 *
 * Behaviour, in the order Apache Kafka checks (ReplicationControlManager.createTopics)
 * - The same name twice in one request: INVALID_REQUEST for it. Not a name: INVALID_TOPIC_EXCEPTION. Taken:
 *   TOPIC_ALREADY_EXISTS.
 * - With assignments: partitions and replication factor must be -1 (INVALID_REQUEST); partitions must be
 *   0, 1, 2, …; replicas must be known brokers, not twice the same, equally many (INVALID_REPLICA_ASSIGNMENT).
 * - Without: partitions -1 is the cluster's default, 0 or less is INVALID_PARTITIONS; replication factor -1
 *   is the default, 0 or more than the living brokers is INVALID_REPLICATION_FACTOR.
 * - `max.message.bytes` must be a whole number (INVALID_CONFIG) and is obeyed; other configs are kept and
 *   have no effect.
 * - `validateOnly` (v1+) changes nothing.
 *
 * Version notes
 * - v4: -1 for partitions and replication factor (KIP-464). v5: the answer tells what was made. v7: topic id.
 */
import { ZERO_UUID, createTopics, type RequestOf, type ResponseInput } from '@ottla/protocol';
import { errorCodes } from '../error-codes.ts';
import { defineHandler, type Call } from '../handler.ts';
import { planTopic } from '../topic-plan.ts';

type Wanted = RequestOf<typeof createTopics>['topics'][number];
type TopicAnswer = ResponseInput<typeof createTopics>['topics'][number];

const FIRST_VERSION_WITH_DETAILS = 5;
const FIRST_VERSION_WITH_TOPIC_ID = 7;

function answerTopic(wanted: Wanted, validateOnly: boolean, { state, version }: Call): TopicAnswer {
  const planned = planTopic(wanted, state);
  if ('errorCode' in planned) return { name: wanted.name, ...planned };
  const made = state.planTopic(planned);
  if (!validateOnly) state.addTopic(made);
  return {
    name: wanted.name,
    errorCode: errorCodes.NONE,
    errorMessage: null,
    ...(version < FIRST_VERSION_WITH_TOPIC_ID ? {} : { topicId: validateOnly ? ZERO_UUID : made.id }),
    ...(version < FIRST_VERSION_WITH_DETAILS
      ? {}
      : {
          numPartitions: made.partitions.length,
          replicationFactor: made.replicationFactor,
          configs: [],
        }),
  };
}

export const handleCreateTopics = defineHandler(createTopics, (body, call) => {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { name } of body.topics) {
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  const topics: TopicAnswer[] = [...repeated].map((name) => ({
    name,
    errorCode: errorCodes.INVALID_REQUEST,
    errorMessage: `topic '${name}' stands twice in the request`,
  }));
  for (const wanted of body.topics) {
    if (!repeated.has(wanted.name)) topics.push(answerTopic(wanted, body.validateOnly, call));
  }
  return { kind: 'answer', body: { topics } };
});
