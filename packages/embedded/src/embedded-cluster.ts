/**
 * A Kafka cluster inside this process: several brokers, each on its own port of 127.0.0.1.
 *
 * Ties the pure brokers, which share one ClusterState, to their servers, and offers what a test asks for:
 * faults, leader moves, stopped brokers, the log itself. Owns the servers; `close` leaves no socket, timer
 * or port. What requests mean is in `broker/`.
 */
import {
  ConfigError,
  resolveOptions,
  systemClock,
  systemRandom,
  type Clock,
  type Random,
  type ResolvedOptions,
} from '@ottla/kernel';
import { readRecordBatches, type ReadBatchOptions, type RecordBatch } from '@ottla/protocol';
import { BrokerCore } from './broker/broker-core.ts';
import { ClusterState } from './broker/cluster-state.ts';
import { planTopic } from './broker/topic-plan.ts';
import type { Partition } from './broker/topic.ts';
import { clusterOptions, type EmbeddedClusterOptions } from './cluster-options.ts';
import { decompress } from './decompression.ts';
import { EmbeddedClusterError } from './embedded-cluster-error.ts';
import { LOOPBACK } from './loopback-server.ts';
import { BrokerServer } from './server/broker-server.ts';
import { Interception, type InterceptControl } from './server/interception.ts';

/** What the pure parts are given; the real ones unless a test brings others. */
export interface EmbeddedClusterPorts {
  readonly clock?: Clock;
  readonly random?: Random;
}

export interface EmbeddedTopicOptions {
  /** How many; the cluster's `defaultPartitions` when absent. */
  readonly partitions?: number;
  /** How many brokers hold each partition; up to three when absent. */
  readonly replicationFactor?: number;
  /** `max.message.bytes` is obeyed, others are kept and have no effect. */
  readonly configs?: Readonly<Record<string, string>>;
}

/** A partition's log at one moment; a copy. */
export interface EmbeddedLog {
  readonly batches: readonly RecordBatch[];
  /** Offset of the next record. */
  readonly highWatermark: bigint;
  readonly logStartOffset: bigint;
}

/**
 * @example
 * await using cluster = await EmbeddedCluster.start({ brokers: 3 });
 * cluster.createTopic('orders', { partitions: 6 });
 * console.log(cluster.bootstrapServers.join(','));
 */
export class EmbeddedCluster implements AsyncDisposable {
  readonly #state: ClusterState;
  readonly #interception = new Interception();
  readonly #servers: readonly BrokerServer[];
  #connections = 0;
  #settling = false;
  #settleAgain = false;
  readonly #starting = new Set<Promise<void>>();
  #closed = false;
  #closing: Promise<void> | undefined;

  /**
   * Starts the brokers; resolves when all of them listen. Rejects with ConfigError for a wrong option
   * or a port that is taken (`PORT_UNAVAILABLE`).
   */
  static async start(
    options: EmbeddedClusterOptions = {},
    ports: EmbeddedClusterPorts = {},
  ): Promise<EmbeddedCluster> {
    const resolved = resolveOptions('EmbeddedCluster', clusterOptions, options);
    const { brokers, ports: numbers = [] } = resolved;
    if (numbers.length > brokers) {
      throw new ConfigError(
        `EmbeddedCluster: ${numbers.length} ports for ${brokers} broker(s); raise 'brokers'`,
      );
    }
    const cluster = new EmbeddedCluster(resolved, ports);
    try {
      for (const nodeId of cluster.#servers.keys()) await cluster.#listen(nodeId, numbers[nodeId] ?? 0);
    } catch (error) {
      await cluster.close();
      throw error;
    }
    return cluster;
  }

  private constructor(options: ResolvedOptions<typeof clusterOptions>, ports: EmbeddedClusterPorts) {
    // JavaScript knows no private constructor.
    if (ports === undefined) throw new ConfigError('EmbeddedCluster: use EmbeddedCluster.start(options)');
    const { clock = systemClock, random = systemRandom } = ports;
    const { defaultPartitions, autoCreateTopics, maxMessageBytes, maxRequestBytes, logger } = options;
    this.#state = new ClusterState({ defaultPartitions, autoCreateTopics, maxMessageBytes }, random);
    this.#servers = Array.from(
      { length: options.brokers },
      (_, nodeId) =>
        new BrokerServer({
          core: new BrokerCore(nodeId, this.#state),
          clock,
          logger,
          maxRequestBytes,
          interception: this.#interception,
          drawConnectionId: () => ++this.#connections,
          changed: () => this.#settle(),
        }),
    );
  }

  /** `host:port` of every broker, stopped ones too; the index is the node id. */
  get bootstrapServers(): readonly string[] {
    return this.#state.nodes.map(({ host, port }) => `${host}:${port}`);
  }

  /** Makes a topic. Throws EmbeddedClusterError `TOPIC_REFUSED`. */
  createTopic(topic: string, options: EmbeddedTopicOptions = {}): void {
    this.#checkOpen();
    const planned = planTopic(
      {
        name: topic,
        numPartitions: options.partitions ?? -1,
        replicationFactor: options.replicationFactor ?? -1,
        assignments: [],
        configs: Object.entries(options.configs ?? {}).map(([name, value]) => ({ name, value })),
      },
      this.#state,
    );
    if ('errorCode' in planned) {
      throw new EmbeddedClusterError('TOPIC_REFUSED', `topic '${topic}': ${planned.errorMessage}`);
    }
    this.#state.createTopic(planned);
  }

  /**
   * The log of a partition as its leader holds it, for assertions. gzip and zstd are undone here; for snappy
   * and lz4 give `decompress`, or UnsupportedCompressionError is thrown.
   */
  log(topic: string, partition: number, options: ReadBatchOptions = {}): EmbeddedLog {
    const { log } = this.#partition(topic, partition);
    return {
      batches: readRecordBatches(log.allBytes(), { decompress, ...options }),
      highWatermark: BigInt(log.highWatermark),
      logStartOffset: BigInt(log.logStartOffset),
    };
  }

  /** Who leads the partition, and since which epoch; leader -1 when nobody does. */
  leader(topic: string, partition: number): { readonly nodeId: number; readonly leaderEpoch: number } {
    const { leaderId, leaderEpoch } = this.#partition(topic, partition);
    return { nodeId: leaderId, leaderEpoch };
  }

  /** Makes a running broker the leader, with the next leader epoch. */
  moveLeader(topic: string, partition: number, nodeId: number): void {
    const target = this.#partition(topic, partition);
    if (!this.#server(nodeId).listening) {
      throw new EmbeddedClusterError(
        'BROKER_STOPPED',
        `broker ${nodeId} is stopped; start it before it leads`,
      );
    }
    this.#state.moveLeader(target, nodeId);
    this.#settle();
  }

  /**
   * Ends a broker as a crash would: connections are reset, its port is free, what it led moves to a running
   * broker with the next leader epoch. Does nothing when it is stopped already.
   */
  async stopBroker(nodeId: number): Promise<void> {
    const server = this.#server(nodeId);
    if (!server.listening) return;
    this.#state.stopNode(nodeId);
    const stopped = server.stop(true);
    this.#settle();
    await stopped;
  }

  /**
   * Starts a stopped broker on its old port. It leads only what nobody led. Rejects with EmbeddedClusterError
   * `CLUSTER_CLOSED`, also when the cluster closes meanwhile, and with ConfigError `PORT_UNAVAILABLE`.
   */
  async startBroker(nodeId: number): Promise<void> {
    this.#checkOpen();
    const node = this.#state.node(nodeId);
    if (node === undefined || this.#server(nodeId).listening) return;
    const started = this.#listen(nodeId, node.port);
    this.#starting.add(started);
    try {
      await started;
    } finally {
      this.#starting.delete(started);
    }
    this.#checkOpen();
    this.#settle();
  }

  /**
   * Lets `control` see each request before the brokers do, and decide about it. Returns the function that
   * takes it away. Controls are asked in the order they were added until one does not pass.
   * @example
   * await using cluster = await EmbeddedCluster.start();
   * // The first Produce is written, but its answer never comes.
   * const stop = cluster.intercept(({ api }) => {
   *   if (api.key !== 0) return 'pass';
   *   stop();
   *   return 'handleThenDisconnect';
   * });
   */
  intercept(control: InterceptControl): () => void {
    return this.#interception.add(control);
  }

  /** Stops every broker, also one that is about to start. When it resolves no socket, timer or port remains. */
  close(): Promise<void> {
    this.#closed = true;
    this.#closing ??= this.#stopAll();
    return this.#closing;
  }

  async #stopAll(): Promise<void> {
    const stopped = this.#servers.map((server) => server.stop(false));
    await Promise.allSettled(this.#starting);
    await Promise.all([...stopped, ...this.#servers.map((server) => server.stop(false))]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #listen(nodeId: number, port: number): Promise<void> {
    const listening = await this.#server(nodeId).listen(port);
    this.#state.addNode({ nodeId, host: LOOPBACK, port: listening });
  }

  #checkOpen(): void {
    if (this.#closed) throw new EmbeddedClusterError('CLUSTER_CLOSED', 'the embedded cluster is closed');
  }

  #server(nodeId: number): BrokerServer {
    const server = this.#servers[nodeId];
    if (server !== undefined) return server;
    const known = this.#servers.length === 1 ? 'only broker 0' : `brokers 0 to ${this.#servers.length - 1}`;
    throw new EmbeddedClusterError('UNKNOWN_BROKER', `no broker ${nodeId}; the cluster has ${known}`);
  }

  #partition(topic: string, partition: number): Partition {
    const found = this.#state.topic(topic);
    if (found === undefined) {
      throw new EmbeddedClusterError('UNKNOWN_TOPIC', `no topic '${topic}'; create it first`);
    }
    const one = found.partitions[partition];
    if (one !== undefined) return one;
    throw new EmbeddedClusterError(
      'UNKNOWN_PARTITION',
      `topic '${topic}' has ${found.partitions.length} partitions, there is no ${partition}`,
    );
  }

  /** Lets every broker send what became due. An answer sent can lead to the next change: that goes round. */
  #settle(): void {
    this.#settleAgain = true;
    if (this.#settling) return;
    this.#settling = true;
    while (this.#settleAgain) {
      this.#settleAgain = false;
      for (const server of this.#servers) server.settle();
    }
    this.#settling = false;
  }
}
