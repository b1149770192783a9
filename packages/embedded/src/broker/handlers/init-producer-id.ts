/**
 * InitProducerId: a producer id and epoch for an idempotent producer.
 *
 * Behaviour
 * - Without a transactional id: always a new id with epoch 0, whatever id the request carries
 *   (TransactionCoordinator.handleInitProducerId).
 * - Producer id without epoch, or the reverse: INVALID_REQUEST.
 * - With a transactional id: the first caller gets a new id with epoch 0, each later one the same id with
 *   the epoch one higher, which fences the earlier; a spent epoch gives a new id. An empty one is
 *   INVALID_REQUEST, a timeout of 0 or less INVALID_TRANSACTION_TIMEOUT. Transactions themselves are not served.
 *
 * Version notes
 * - v3: the caller tells its id and epoch (KIP-360); not the latest ones: PRODUCER_FENCED. Before v4 that
 *   is told as INVALID_PRODUCER_EPOCH (KIP-588).
 */
import { errorCodes, initProducerId, type RequestOf, type ResponseInput } from '@ottla/protocol';
import type { ClusterState } from '../cluster-state.ts';
import { defineHandler, type Call } from '../handler.ts';

type Request = RequestOf<typeof initProducerId>;
type Body = ResponseInput<typeof initProducerId>;

const LAST_EPOCH = 32_766;
const FIRST_VERSION_WITH_FENCED = 4;

function refused(errorCode: number): Body {
  return { errorCode, producerId: -1n, producerEpoch: -1 };
}

function given(state: ClusterState): { producerId: bigint; producerEpoch: number } {
  return { producerId: state.drawProducerId(), producerEpoch: 0 };
}

function bump(transactionalId: string, body: Request, { state, version }: Call): Body {
  const current = state.transactionalProducer(transactionalId);
  const tells = body.producerId !== -1n;
  const isLatest =
    current !== undefined &&
    current.producerId === body.producerId &&
    current.producerEpoch === body.producerEpoch;
  if (tells && current !== undefined && !isLatest) {
    return refused(
      version < FIRST_VERSION_WITH_FENCED ? errorCodes.INVALID_PRODUCER_EPOCH : errorCodes.PRODUCER_FENCED,
    );
  }
  const next =
    current === undefined || current.producerEpoch >= LAST_EPOCH
      ? given(state)
      : { producerId: current.producerId, producerEpoch: current.producerEpoch + 1 };
  state.setTransactionalProducer(transactionalId, next);
  return { errorCode: errorCodes.NONE, ...next };
}

function answer(body: Request, call: Call): Body {
  if (body.transactionalId === '') return refused(errorCodes.INVALID_REQUEST);
  if ((body.producerId === -1n) !== (body.producerEpoch === -1)) return refused(errorCodes.INVALID_REQUEST);
  if (body.transactionalId === null) return { errorCode: errorCodes.NONE, ...given(call.state) };
  if (body.transactionTimeoutMs <= 0) return refused(errorCodes.INVALID_TRANSACTION_TIMEOUT);
  return bump(body.transactionalId, body, call);
}

export const handleInitProducerId = defineHandler(initProducerId, (body, call) => ({
  kind: 'answer',
  body: answer(body, call),
}));
