/** The request specs send when any will do: InitProducerId, and its answer. */
import { initProducerId } from '@ottla/protocol';
import { answerBytes } from './scripted-connection.ts';

export const INIT = {
  api: initProducerId,
  body: { transactionalId: null, transactionTimeoutMs: 0, producerId: -1n, producerEpoch: -1 },
};
export const INIT_VERSION: number = initProducerId.versions.max;
export const INIT_ANSWER = { errorCode: 0, producerId: 7n, producerEpoch: 0 };

/** The answer as it stands on the wire, in the highest version. */
export function initAnswer(correlationId: number, throttleTimeMs = 0): Buffer {
  return answerBytes(initProducerId, INIT_VERSION, {
    correlationId,
    body: { ...INIT_ANSWER, throttleTimeMs },
  });
}
