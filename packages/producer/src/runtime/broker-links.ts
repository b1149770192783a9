/**
 * The links to brokers, and Produce requests on them.
 *
 * Opens and closes links as the core asks, and tells it what becomes of each request: once, later. Leaders
 * told in an answer reach the cluster's metadata before the core hears of the answer, so that a moved
 * partition is retried at once (KIP-951).
 */
import type { Logger } from '@ottla/kernel';
import { ClusterError, type BrokerLink, type Cluster } from '@ottla/cluster';
import { produce } from '@ottla/protocol';
import type { ProducerEffect, ProducerEvent } from '../core/effects.ts';
import {
  partitionAnswers,
  produceRequest,
  type ProduceCall,
  type ProduceResponse,
} from './produce-exchange.ts';

export interface BrokerLinksOptions {
  readonly cluster: Cluster;
  readonly logger: Logger;
  readonly acks: number;
  readonly requestTimeoutMs: number;
  /** Null or all zeros when the cluster has no topic ids. */
  readonly topicId: (topic: string) => string | null;
  readonly dispatch: (event: ProducerEvent) => void;
}

export class BrokerLinks {
  readonly #options: BrokerLinksOptions;
  readonly #links = new Map<number, BrokerLink>();

  constructor(options: BrokerLinksOptions) {
    this.#options = options;
  }

  open(brokerId: number): void {
    const { cluster, logger, dispatch } = this.#options;
    const link = cluster.openLink(brokerId, {
      ready: () => dispatch({ type: 'brokerReady', brokerId }),
      lost: (failure) => {
        logger.warn(`producer: broker ${brokerId} is lost: ${failure.message}`);
        dispatch({ type: 'brokerLost', brokerId, error: failure });
      },
    });
    this.#links.set(brokerId, link);
  }

  close(brokerId: number): void {
    this.#links.get(brokerId)?.close();
    this.#links.delete(brokerId);
  }

  produce(effect: Extract<ProducerEffect, { type: 'send' }>): void {
    const { acks, requestTimeoutMs: timeoutMs, dispatch, topicId } = this.#options;
    const { brokerId, requestId, batches, records } = effect;
    const call: ProduceCall = { batches, records, acks, timeoutMs, topicId };
    const link = this.#links.get(brokerId);
    if (link === undefined) {
      const error = new ClusterError(`broker ${brokerId}: no connection is open`, 'DISCONNECTED');
      dispatch({ type: 'requestFailed', requestId, sent: false, error });
      return;
    }
    const { body, maxVersion } = produceRequest(call);
    link.send(produce, body, { timeoutMs, maxVersion, oneWay: acks === 0 }, (failure, response) => {
      if (failure === null) this.#answered(requestId, call, response);
      else dispatch({ type: 'requestFailed', requestId, sent: failure.sent, error: failure.error });
    });
  }

  #answered(requestId: number, call: ProduceCall, response: ProduceResponse | null): void {
    const { cluster, dispatch } = this.#options;
    if (response === null) {
      dispatch({ type: 'answered', requestId, answers: null, throttleTimeMs: 0 });
      return;
    }
    const answers = partitionAnswers(call, response);
    answers.forEach((answer, index) => {
      const batch = call.batches[index];
      if (answer === null || answer.leader === null || batch === undefined) return;
      const { topic, partition } = batch;
      cluster.updateLeader({ topic, partition, ...answer.leader }, response.nodeEndpoints);
    });
    dispatch({ type: 'answered', requestId, answers, throttleTimeMs: Math.max(0, response.throttleTimeMs) });
  }
}
