/**
 * A Kafka cluster seen from a client: connections to its brokers, its metadata, its topics, and reading a
 * partition from an offset.
 *
 * The public face; the work is done in runtime/. After `close` no socket and no timer remains.
 */
import type { Api, KafkaRecord, RecordBatch, RequestInput, ResponseOf } from '@ottla/protocol';
import type { BrokerLink, LinkListener } from './broker-link.ts';
import type { BrokerMetadata, ClusterMetadata, LeaderHint } from './metadata/cluster-metadata.ts';
import type { ClusterOptions } from './options.ts';
import { ClusterCore, type ClusterPorts } from './runtime/cluster-core.ts';
import {
  fetchPartition,
  listOffset,
  type FetchOptions,
  type FetchedPartition,
} from './runtime/partition-operations.ts';
import { readBatches, readRecords, type ReadPartitionOptions } from './runtime/partition-reader.ts';
import { createTopic, deleteTopic, type CreateTopicOptions } from './runtime/topic-operations.ts';

export interface ClusterRequestOptions {
  /** Whom to ask: a node id, any broker (the default), or the controller. */
  readonly broker?: number | 'any' | 'controller';
  /** For all attempts together, in ms; twice `requestTimeoutMs` by default. */
  readonly timeoutMs?: number;
}

/**
 * A connection to a Kafka cluster. Connects by itself at the first call that needs it.
 *
 * Rejections are ClusterError or BrokerError; match on `code`.
 * @example
 * await using cluster = new Cluster({ bootstrapServers: ['localhost:9092'] });
 * await cluster.createTopic('orders', { partitions: 3 });
 * for await (const record of cluster.readPartition('orders', 0)) console.log(record.offset);
 */
export class Cluster implements AsyncDisposable {
  readonly #core: ClusterCore;

  /** Opens nothing yet. Throws ConfigError for options that cannot be. */
  constructor(options: ClusterOptions, ports: ClusterPorts = {}) {
    this.#core = new ClusterCore(options, ports);
  }

  /**
   * Connects to any bootstrap server and learns the brokers. Rejects with ClusterError
   * `BOOTSTRAP_UNREACHABLE`, which names each server and its reason, after `connectTimeoutMs`.
   */
  connect(): Promise<void> {
    return this.#core.connect();
  }

  /** The newest snapshot; immutable. Empty before the first answer. */
  get metadata(): ClusterMetadata {
    return this.#core.snapshot;
  }

  /** Calls back with each new snapshot. Returns how to stop it. */
  onMetadata(listener: (metadata: ClusterMetadata) => void): () => void {
    return this.#core.listen(listener);
  }

  /**
   * Asks for metadata now, and from now on for these topics too. Brokers that create topics by themselves
   * (`auto.create.topics.enable`) do so, as for Java's producer. One request at a time: wishes that come
   * meanwhile share the next. Rejects with ClusterError `METADATA_UNAVAILABLE`; the snapshot stays in force.
   * Rejects with ConfigError `TOPIC_INVALID` for a name Kafka would not take, and watches none of the topics.
   */
  refreshMetadata(topics: readonly string[] = []): Promise<ClusterMetadata> {
    return this.#core.refresher.refresh(topics);
  }

  /** Takes a leader told in a Produce or Fetch answer (KIP-951). False when it is not newer than what is known. */
  updateLeader(hint: LeaderHint, endpoints: readonly BrokerMetadata[] = []): boolean {
    return this.#core.updateLeader(hint, endpoints);
  }

  /** A link to a broker; links to the same broker share one connection. Throws `CLUSTER_CLOSED` after close. */
  openLink(nodeId: number, listener: LinkListener): BrokerLink {
    return this.#core.pool.openLink(nodeId, listener);
  }

  /**
   * Sends a request that may be repeated, and tries again on transport failures and retriable codes (those
   * at the top of the answer) until it succeeds or time is over. Resolves with the answer, also when it
   * carries an error code that no retry mends; rejects when retries ran out.
   */
  async request<A extends Api>(
    api: A,
    body: RequestInput<A>,
    options: ClusterRequestOptions = {},
  ): Promise<ResponseOf<A>> {
    const core = this.#core;
    const { broker = 'any', timeoutMs = core.operationTimeoutMs } = options;
    const pick = (): number => {
      if (broker === 'any') return core.pickAny();
      return broker === 'controller' ? core.pickController() : broker;
    };
    const { response } = await core.request<A>({
      api,
      where: api.name,
      timeoutMs,
      body: () => body,
      pick: () => Promise.resolve(pick()),
      errorOf: topErrorCode,
      refresh: () => core.refresher.refresh(),
    });
    return response;
  }

  /**
   * Makes a topic and waits until metadata shows all its partitions with leaders.
   * Rejects with BrokerError, such as `TOPIC_ALREADY_EXISTS` or `INVALID_REPLICATION_FACTOR`.
   */
  createTopic(topic: string, options: CreateTopicOptions): Promise<void> {
    return createTopic(this.#core, topic, options);
  }

  /** Deletes a topic and waits until metadata no longer shows it. Rejects with BrokerError `UNKNOWN_TOPIC_OR_PARTITION`. */
  deleteTopic(topic: string): Promise<void> {
    return deleteTopic(this.#core, topic);
  }

  /** The first offset still there, or the high watermark: one past the last record consumers may see. */
  listOffset(topic: string, partition: number, at: 'earliest' | 'latest'): Promise<bigint> {
    return listOffset(this.#core, topic, { partition, end: at });
  }

  /**
   * Fetches once from the partition's leader. Rejects with BrokerError `OFFSET_OUT_OF_RANGE` for an offset
   * the log does not have.
   */
  // Topic, partition and offset name one place; an object would only rename them.
  // oxlint-disable-next-line max-params
  fetch(
    topic: string,
    partition: number,
    offset: bigint,
    options: FetchOptions = {},
  ): Promise<FetchedPartition> {
    return fetchPartition(this.#core, { topic, partition, offset }, options);
  }

  /** The batches with offsets from `from` on and below `to`; the first and the last may reach beyond. */
  readBatches(
    topic: string,
    partition: number,
    options: ReadPartitionOptions = {},
  ): AsyncGenerator<RecordBatch> {
    return readBatches(this.#core, { topic, partition }, options);
  }

  /**
   * The records from `from` (the earliest) on and below `to`, but not beyond the end at the time reading
   * begins. Records of aborted transactions are among them, control records are not.
   */
  readPartition(
    topic: string,
    partition: number,
    options: ReadPartitionOptions = {},
  ): AsyncGenerator<KafkaRecord> {
    return readRecords(this.#core, { topic, partition }, options);
  }

  /** Ends all connections; what is pending fails. Resolves when no socket and no timer remains. */
  close(): Promise<void> {
    return this.#core.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** The error code at the top of an answer; 0 where it has none. */
function topErrorCode(response: object): number {
  const code: unknown = 'errorCode' in response ? response.errorCode : 0;
  return typeof code === 'number' ? code : 0;
}
