/**
 * DeleteTopics: removes topics, by name or by id.
 *
 * Behaviour
 * - An unknown name is UNKNOWN_TOPIC_OR_PARTITION, an unknown id UNKNOWN_TOPIC_ID; a topic given by both is
 *   INVALID_REQUEST. The others are deleted.
 * - The log is gone at once; a Fetch that waits for it is answered with an error.
 *
 * Version notes
 * - v0 to v5 carry `topicNames`; v6 carries `topics` with a name or an id (KIP-516), and the answer has both.
 */
import {
  ZERO_UUID,
  deleteTopics,
  errorCodes,
  kafkaError,
  type RequestOf,
  type ResponseInput,
} from '@ottla/protocol';
import { defineHandler, type Call } from '../handler.ts';

type Wanted = RequestOf<typeof deleteTopics>['topics'][number];
type TopicAnswer = ResponseInput<typeof deleteTopics>['responses'][number];

const FIRST_VERSION_WITH_TOPIC_ID = 6;

function answerTopic(wanted: Wanted, { state, version }: Call): TopicAnswer {
  const refused = (errorCode: number): TopicAnswer => ({
    name: wanted.name,
    topicId: wanted.topicId,
    errorCode,
    errorMessage: kafkaError(errorCode).text,
  });
  const byId = wanted.topicId !== ZERO_UUID;
  if (byId && wanted.name !== null) return refused(errorCodes.INVALID_REQUEST);
  const topic = byId ? state.topicById(wanted.topicId) : state.topic(wanted.name ?? '');
  if (topic === undefined) {
    return refused(byId ? errorCodes.UNKNOWN_TOPIC_ID : errorCodes.UNKNOWN_TOPIC_OR_PARTITION);
  }
  state.deleteTopic(topic);
  return {
    name: topic.name,
    topicId: version < FIRST_VERSION_WITH_TOPIC_ID ? ZERO_UUID : topic.id,
    errorCode: errorCodes.NONE,
  };
}

export const handleDeleteTopics = defineHandler(deleteTopics, (body, call) => {
  const wanted: readonly Wanted[] =
    call.version < FIRST_VERSION_WITH_TOPIC_ID
      ? body.topicNames.map((name) => ({ name, topicId: ZERO_UUID }))
      : body.topics;
  return { kind: 'answer', body: { responses: wanted.map((one) => answerTopic(one, call)) } };
});
