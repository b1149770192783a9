/**
 * What the producer asks of the cluster besides producing: metadata and a producer id.
 *
 * Each question ends in one event, whatever comes of it. Also tells of metadata others asked for.
 */
import { OttlaError } from '@ottla/kernel';
import { BrokerError, ClusterError, type Cluster, type ClusterMetadata } from '@ottla/cluster';
import { initProducerId } from '@ottla/protocol';
import type { ProducerEvent } from '../core/effects.ts';

/** Means nothing without a transactional id, but the field must be set. */
const TRANSACTION_TIMEOUT_MS = 60_000;

export class ClusterInquiry {
  readonly #cluster: Cluster;
  readonly #dispatch: (event: ProducerEvent) => void;
  #snapshot: ClusterMetadata | null = null;
  #unwatch: (() => void) | null = null;

  constructor(cluster: Cluster, dispatch: (event: ProducerEvent) => void) {
    this.#cluster = cluster;
    this.#dispatch = dispatch;
  }

  watch(): void {
    this.#unwatch ??= this.#cluster.onMetadata((snapshot) => this.#apply(snapshot));
  }

  unwatch(): void {
    this.#unwatch?.();
    this.#unwatch = null;
  }

  #apply(snapshot: ClusterMetadata): void {
    if (snapshot === this.#snapshot) return;
    this.#snapshot = snapshot;
    this.#dispatch({ type: 'metadata', snapshot });
  }

  /** Rejects when no broker can be reached or none answers. */
  async learn(topics: readonly string[]): Promise<void> {
    await this.#cluster.connect();
    this.watch();
    this.#apply(await this.#cluster.refreshMetadata(topics));
  }

  async refreshMetadata(topics: readonly string[]): Promise<void> {
    let failure: unknown = null;
    try {
      await this.learn(topics);
    } catch (error) {
      failure = error;
    }
    this.#dispatch({ type: 'refreshEnded', failure });
  }

  /** Null when an id came, else why not. */
  async initProducerId(): Promise<OttlaError | null> {
    try {
      await this.#cluster.connect();
      const answer = await this.#cluster.request(initProducerId, {
        transactionalId: null,
        transactionTimeoutMs: TRANSACTION_TIMEOUT_MS,
        producerId: -1n,
        producerEpoch: -1,
      });
      if (answer.errorCode !== 0) throw new BrokerError('InitProducerId', answer.errorCode);
      if (answer.producerId < 0n || answer.producerEpoch < 0) {
        throw new ClusterError(`InitProducerId: the broker gave no usable id`, 'MALFORMED_RESPONSE');
      }
      this.#dispatch({
        type: 'identityReceived',
        producerId: answer.producerId,
        epoch: answer.producerEpoch,
      });
      return null;
    } catch (error) {
      const known =
        error instanceof OttlaError ? error : new ClusterError(String(error), 'DISCONNECTED', error);
      this.#dispatch({ type: 'identityFailed', error: known });
      return known;
    }
  }
}
