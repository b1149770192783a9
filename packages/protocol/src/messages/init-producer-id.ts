/**
 * InitProducerId (22): gives a producer its id and epoch, which stamp every batch it writes.
 *
 * Without a transactional id any broker answers; with one, its transaction coordinator does, after it has
 * ended what an earlier owner of the id left open. v3 can keep the old id and raise its epoch (KIP-360),
 * v4 may answer PRODUCER_FENCED, v5 TRANSACTION_ABORTABLE (KIP-890).
 */
import { int16, int32, int64, string } from '../wire/types.ts';
import { defineApi } from './api.ts';

export const initProducerId = defineApi({
  key: 22,
  name: 'InitProducerId',
  versions: '0-5',
  flexible: '2+',
  request: {
    /** Null when the producer is idempotent only. */
    transactionalId: string.nullable(),
    /** Starts to run at the first AddPartitionsToTxn, not here. Of no use without a transactional id. */
    transactionTimeoutMs: int32,
    /** The id to keep, or -1 for a new one. */
    producerId: int64.since(3, -1n),
    /** The epoch the producer has; refused when the coordinator knows a newer one. -1 with a new id. */
    producerEpoch: int16.since(3, -1),
  },
  response: {
    throttleTimeMs: int32.default(0),
    /**
     * NONE, COORDINATOR_LOAD_IN_PROGRESS (14), COORDINATOR_NOT_AVAILABLE (15), NOT_COORDINATOR (16),
     * CLUSTER_AUTHORIZATION_FAILED (31), INVALID_PRODUCER_EPOCH (47), INVALID_TRANSACTION_TIMEOUT (50),
     * CONCURRENT_TRANSACTIONS (51), TRANSACTIONAL_ID_AUTHORIZATION_FAILED (53), PRODUCER_FENCED (90),
     * TRANSACTION_ABORTABLE (120).
     */
    errorCode: int16,
    /** -1 after an error. */
    producerId: int64.default(-1n),
    /** 0 with a new id; -1 after an error. */
    producerEpoch: int16.default(-1),
  },
});
