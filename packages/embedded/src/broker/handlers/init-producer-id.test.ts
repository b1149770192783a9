/** InitProducerId, over the wire in every version. */
import { errorCodes, initProducerId, type RequestInput, type ResponseOf } from '@ottla/protocol';
import { describe, expect, it } from 'vitest';
import { ask, pureCluster, versionsOf } from '../../../testing/broker-fixture.ts';
import type { BrokerCore } from '../broker-core.ts';

type Body = ResponseOf<typeof initProducerId>;
const versions = versionsOf(initProducerId);

function init(
  broker: BrokerCore | undefined,
  part: Partial<RequestInput<typeof initProducerId>> = {},
  version = 5,
): Body {
  if (broker === undefined) throw new Error('no broker');
  const body = {
    transactionalId: null,
    transactionTimeoutMs: 1000,
    producerId: -1n,
    producerEpoch: -1,
    ...part,
  };
  return ask(broker, initProducerId, { version, body });
}

describe('InitProducerId', () => {
  it.each(versions)(
    'v%i gives every idempotent producer an id of its own, on whichever broker',
    (version) => {
      const { brokers } = pureCluster(2);
      const given = [0, 1, 0].map((nodeId) => init(brokers[nodeId], {}, version));
      expect(given.map(({ producerId }) => producerId)).toEqual([0n, 1n, 2n]);
      expect(given.every(({ errorCode, producerEpoch }) => errorCode === 0 && producerEpoch === 0)).toBe(
        true,
      );
    },
  );

  it('gives a new id to an idempotent producer that tells its old one', () => {
    const { brokers } = pureCluster();
    init(brokers[0]);
    expect(init(brokers[0], { producerId: 0n, producerEpoch: 3 })).toMatchObject({
      producerId: 1n,
      producerEpoch: 0,
    });
  });

  it.each([{ producerId: 1n }, { producerEpoch: 1 }, { transactionalId: '' }])('refuses %o', (part) => {
    const { brokers } = pureCluster();
    expect(init(brokers[0], part)).toMatchObject({
      errorCode: errorCodes.INVALID_REQUEST,
      producerId: -1n,
      producerEpoch: -1,
    });
  });

  it('bumps the epoch of a transactional id for each caller, and fences the earlier', () => {
    const { brokers } = pureCluster(2);
    const transactionalId = 'payments';
    expect(init(brokers[0], { transactionalId })).toMatchObject({ producerId: 0n, producerEpoch: 0 });
    expect(init(brokers[1], { transactionalId })).toMatchObject({ producerId: 0n, producerEpoch: 1 });
    const stale = { transactionalId, producerId: 0n, producerEpoch: 0 };
    expect(init(brokers[0], stale, 3).errorCode).toBe(errorCodes.INVALID_PRODUCER_EPOCH);
    expect(init(brokers[0], stale, 4).errorCode).toBe(errorCodes.PRODUCER_FENCED);
    const latest = { transactionalId, producerId: 0n, producerEpoch: 1 };
    expect(init(brokers[0], latest)).toMatchObject({ errorCode: 0, producerId: 0n, producerEpoch: 2 });
  });

  it('gives a new id when the epochs are spent', () => {
    const { state, brokers } = pureCluster();
    state.setTransactionalProducer('payments', { producerId: 55n, producerEpoch: 32_765 });
    expect(init(brokers[0], { transactionalId: 'payments' })).toMatchObject({
      producerId: 55n,
      producerEpoch: 32_766,
    });
    expect(init(brokers[0], { transactionalId: 'payments' })).toMatchObject({
      producerId: 0n,
      producerEpoch: 0,
    });
  });

  it('refuses a transaction timeout of 0', () => {
    const { brokers } = pureCluster();
    const part = { transactionalId: 'payments', transactionTimeoutMs: 0 };
    expect(init(brokers[0], part).errorCode).toBe(errorCodes.INVALID_TRANSACTION_TIMEOUT);
  });
});
