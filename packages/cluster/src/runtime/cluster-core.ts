/**
 * The parts every request of a cluster shares: connections, metadata, retries, and their common end.
 *
 * Owns the alarm, the pool, the snapshot and who listens to it. The public Cluster and its topic and
 * partition operations are built on it.
 */
import { Alarm, systemClock, systemRandom, type Clock, type Random } from '@ottla/kernel';
import { BrokerError, errorCodes, topicNameError, type Api, type ResponseOf } from '@ottla/protocol';
import { parseBootstrapServer, type ServerAddress } from '../bootstrap-server.ts';
import { ClusterError } from '../errors.ts';
import { advertisedWarning } from '../metadata/advertised-address.ts';
import type {
  BrokerMetadata,
  ClusterMetadata,
  LeaderHint,
  PartitionMetadata,
  TopicMetadata,
} from '../metadata/cluster-metadata.ts';
import { MetadataMachine } from '../metadata/metadata-machine.ts';
import { resolveClusterOptions, type ClusterOptions, type ResolvedClusterOptions } from '../options.ts';
import { tcpTransport } from '../transport/tcp-transport.ts';
import { TrackedTransport } from '../transport/tracked-transport.ts';
import type { Transport } from '../transport/transport.ts';
import { BrokerPool } from './broker-pool.ts';
import { MetadataRefresher } from './metadata-refresher.ts';
import { MetadataSource } from './metadata-source.ts';
import { OwnLinks } from './own-links.ts';
import { requestWithRetries, type RetriedAnswer, type RetryingRequest } from './retrying-request.ts';

export interface ClusterPorts {
  readonly clock?: Clock;
  readonly random?: Random;
  readonly transport?: Transport;
}

export class ClusterCore {
  readonly options: ResolvedClusterOptions;
  readonly alarm: Alarm;
  readonly machine = new MetadataMachine();
  readonly refresher: MetadataRefresher;
  readonly pool: BrokerPool;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #seeds: readonly ServerAddress[];
  readonly #links: OwnLinks;
  readonly #source: MetadataSource;
  readonly #transport: TrackedTransport;
  readonly #listeners = new Set<(metadata: ClusterMetadata) => void>();
  #connecting: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #warned = false;

  constructor(given: ClusterOptions, ports: ClusterPorts) {
    const options = resolveClusterOptions(given);
    const { logger } = options;
    const clock = ports.clock ?? systemClock;
    const random = ports.random ?? systemRandom;
    const isClosed = (): boolean => this.isClosed;
    this.options = options;
    this.#clock = clock;
    this.#random = random;
    this.#seeds = options.bootstrapServers.map(parseBootstrapServer);
    this.#transport = new TrackedTransport(ports.transport ?? tcpTransport);
    this.alarm = new Alarm(clock);
    const services = { options, clock, random, transport: this.#transport, alarm: this.alarm, logger };
    this.pool = new BrokerPool(services, {
      address: (nodeId) => (nodeId < 0 ? this.#seeds[-1 - nodeId] : this.snapshot.brokers.get(nodeId)),
      lost: (nodeId) => {
        // Leaders may have moved away from it.
        if (nodeId >= 0 && !this.isClosed) void this.refresher.refresh();
      },
    });
    this.#links = new OwnLinks(this.pool, clock, this.alarm);
    this.#source = new MetadataSource({
      ...services,
      isClosed,
      seeds: this.#seeds,
      pool: this.pool,
      links: this.#links,
      machine: this.machine,
      changed: () => this.tellListeners(),
    });
    this.refresher = new MetadataRefresher({
      ...services,
      snapshot: () => this.snapshot,
      ask: (wish) =>
        this.snapshot.brokers.size === 0
          ? this.#source.bootstrap(wish)
          : this.#source.ask(wish, options.requestTimeoutMs),
    });
  }

  get snapshot(): ClusterMetadata {
    return this.machine.snapshot;
  }

  get isClosed(): boolean {
    return this.#closing !== undefined;
  }

  /** Milliseconds of the monotonic clock. */
  now(): number {
    return this.#clock.now();
  }

  /** How long an operation of several requests may take, in ms, unless its caller says otherwise. */
  get operationTimeoutMs(): number {
    return 2 * this.options.requestTimeoutMs;
  }

  async connect(): Promise<void> {
    if (this.snapshot.brokers.size > 0 && !this.isClosed) return;
    this.#connecting ??= this.refresher.refresh().then(
      () => void (this.#connecting = undefined),
      (error: unknown) => {
        this.#connecting = undefined;
        throw error;
      },
    );
    await this.#connecting;
  }

  listen(listener: (metadata: ClusterMetadata) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tellListeners(): void {
    const { snapshot } = this;
    const warning = this.#warned ? null : advertisedWarning(this.#seeds, snapshot.brokers.values());
    if (warning !== null) {
      this.#warned = true;
      this.options.logger.warn(warning);
    }
    for (const listener of [...this.#listeners]) {
      try {
        listener(snapshot);
      } catch (error) {
        // A listener's defect must neither stop the others nor pass in silence.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  /** Asks about one topic without watching it, and without making it where brokers create topics by themselves. */
  async lookUp(
    topic: string,
    timeoutMs: number = this.options.requestTimeoutMs,
  ): Promise<TopicMetadata | undefined> {
    const refusal = topicNameError(topic);
    if (refusal !== null) throw refusal;
    await this.connect();
    await this.#source.ask({ topics: [topic], allowAutoTopicCreation: false }, timeoutMs);
    return this.snapshot.topics.get(topic);
  }

  /** Sends until it succeeds, is refused for good, or time is over; connects first. */
  async request<A extends Api>(request: RetryingRequest<A>): Promise<RetriedAnswer<ResponseOf<A>>> {
    await this.connect();
    return await requestWithRetries(request, {
      options: this.options,
      clock: this.#clock,
      random: this.#random,
      alarm: this.alarm,
      links: this.#links,
      isClosed: () => this.isClosed,
    });
  }

  /** Any broker: a ready and idle one rather than another. */
  pickAny(): number {
    return this.#source.brokerIds()[0] ?? -1;
  }

  /** The broker that takes admin requests; any when metadata names none (KRaft brokers forward). */
  pickController(): number {
    const { controllerId, brokers } = this.snapshot;
    return brokers.has(controllerId) ? controllerId : this.pickAny();
  }

  /** The partition as metadata has it, asked for when it has no leader there. Rejects when it has none now. */
  async leader(
    topic: string,
    partition: number,
  ): Promise<{ topic: TopicMetadata; partition: PartitionMetadata }> {
    let known = this.snapshot.topics.get(topic);
    if ((known?.partitions[partition]?.leaderId ?? -1) < 0) known = await this.lookUp(topic);
    const found = known?.partitions[partition];
    if (known !== undefined && found !== undefined && found.leaderId >= 0)
      return { topic: known, partition: found };
    const where = `partition ${partition} of topic '${topic}'`;
    if (known !== undefined && known.errorCode !== 0 && known.errorCode !== errorCodes.LEADER_NOT_AVAILABLE) {
      throw new BrokerError(where, known.errorCode);
    }
    if (found === undefined && (known?.errorCode ?? 0) === 0) {
      const count =
        known === undefined ? 'no such topic' : `the topic has ${known.partitions.length} partitions`;
      throw new BrokerError(where, errorCodes.UNKNOWN_TOPIC_OR_PARTITION, count);
    }
    throw new ClusterError(
      `${where} has no leader at the moment; its replicas may be down`,
      'LEADER_UNAVAILABLE',
    );
  }

  /** The topic's id, zero where brokers know none; looked up when the topic is not known. */
  async topicId(topic: string, partition: number): Promise<string> {
    const known = this.snapshot.topics.get(topic) ?? (await this.lookUp(topic));
    return known?.topicId ?? (await this.leader(topic, partition)).topic.topicId;
  }

  updateLeader(hint: LeaderHint, endpoints: readonly BrokerMetadata[]): boolean {
    const isNews = this.machine.updateLeader(hint, endpoints);
    if (isNews) this.tellListeners();
    return isNews;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const error = new ClusterError('the cluster was closed', 'CLUSTER_CLOSED');
    // `isClosed` must be true before anything is failed: callers look at it.
    await Promise.resolve();
    this.refresher.close(error);
    this.#links.close(error);
    this.pool.close(error);
    this.alarm.close();
    this.#listeners.clear();
    await this.#transport.drained();
  }
}
