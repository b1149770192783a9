/**
 * What all brokers of an embedded cluster know: who is alive, which topics there are, who leads what.
 *
 * Owns membership, topics and leadership. Invariants: a partition's leader is alive or there is none; a
 * leader epoch grows with every change of leader and never falls; a topic created again has a new id.
 * All brokers share the one log of a partition, so replication is implied and any living broker can lead.
 * Chance is an argument (ids are drawn from it); there is no time here.
 */
import { InvariantError, type Random } from '@ottla/kernel';
import { PartitionLog } from './partition-log.ts';
import { SequenceWindow } from './sequence-window.ts';
import { NO_LEADER, type Partition, type Topic } from './topic.ts';

/** Kafka's default of `message.max.bytes`. */
export const DEFAULT_MAX_MESSAGE_BYTES = 1_048_588;

export interface BrokerNode {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly alive: boolean;
}

export interface ClusterSettings {
  readonly defaultPartitions: number;
  readonly autoCreateTopics: boolean;
  /** For topics that do not set `max.message.bytes` themselves. */
  readonly maxMessageBytes: number;
}

export interface NewTopic {
  readonly name: string;
  /** Replicas of each partition, in order; made round robin when absent. */
  readonly assignment?: readonly (readonly number[])[];
  readonly partitions?: number;
  readonly replicationFactor?: number;
  readonly configs?: ReadonlyMap<string, string>;
}

const MOST_DEFAULT_REPLICAS = 3;

export class ClusterState {
  /** 22 characters of base64url, as Kafka makes them. */
  readonly clusterId: string;
  readonly settings: ClusterSettings;
  readonly #random: Random;
  readonly #nodes = new Map<number, BrokerNode>();
  readonly #topics = new Map<string, Topic>();
  readonly #topicsById = new Map<string, Topic>();
  readonly #transactionalProducers = new Map<string, { producerId: bigint; producerEpoch: number }>();
  #nextProducerId = 0n;
  #partitionsPlaced = 0;
  #changes = 0;

  constructor(settings: ClusterSettings, random: Random) {
    this.settings = settings;
    this.#random = random;
    this.clusterId = drawUuid(random);
  }

  /** Grows with every append, leader move and deletion: whatever a waiting Fetch may care for. */
  get changes(): number {
    return this.#changes;
  }

  /** To be called after an append. */
  noteChange(): void {
    this.#changes++;
  }

  get nodes(): readonly BrokerNode[] {
    return [...this.#nodes.values()];
  }

  get livingNodes(): readonly BrokerNode[] {
    return this.nodes.filter((node) => node.alive);
  }

  node(nodeId: number): BrokerNode | undefined {
    return this.#nodes.get(nodeId);
  }

  /** The living broker with the lowest id; -1 when there is none. */
  get controllerId(): number {
    return this.livingNodes[0]?.nodeId ?? NO_LEADER;
  }

  get topics(): Iterable<Topic> {
    return this.#topics.values();
  }

  topic(name: string): Topic | undefined {
    return this.#topics.get(name);
  }

  topicById(id: string): Topic | undefined {
    return this.#topicsById.get(id);
  }

  /** An id never given before. */
  drawProducerId(): bigint {
    return this.#nextProducerId++;
  }

  transactionalProducer(transactionalId: string): { producerId: bigint; producerEpoch: number } | undefined {
    return this.#transactionalProducers.get(transactionalId);
  }

  setTransactionalProducer(
    transactionalId: string,
    producer: { producerId: bigint; producerEpoch: number },
  ): void {
    this.#transactionalProducers.set(transactionalId, producer);
  }

  /** Makes a topic; the caller has checked that the name is free and the numbers are right. */
  createTopic(wanted: NewTopic): Topic {
    const topic = this.planTopic(wanted);
    this.addTopic(topic);
    return topic;
  }

  /** What `createTopic` would make. */
  planTopic(wanted: NewTopic): Topic {
    const assignment = wanted.assignment ?? this.#placePartitions(wanted);
    const configs = wanted.configs ?? new Map<string, string>();
    const ownLimit = configs.get('max.message.bytes');
    return {
      name: wanted.name,
      id: drawUuid(this.#random),
      replicationFactor: assignment[0]?.length ?? 0,
      partitions: assignment.map((replicas, index) => ({
        index,
        leaderId: this.#livingAmong(replicas)[0] ?? NO_LEADER,
        leaderEpoch: 0,
        replicas,
        log: new PartitionLog(),
        sequences: new SequenceWindow(),
      })),
      configs,
      maxMessageBytes: ownLimit === undefined ? this.settings.maxMessageBytes : Number(ownLimit),
    };
  }

  addTopic(topic: Topic): void {
    if (this.#topics.has(topic.name)) throw new InvariantError(`topic '${topic.name}' was created twice`);
    this.#topics.set(topic.name, topic);
    this.#topicsById.set(topic.id, topic);
    this.#partitionsPlaced += topic.partitions.length;
  }

  deleteTopic(topic: Topic): void {
    this.#topics.delete(topic.name);
    this.#topicsById.delete(topic.id);
    this.noteChange();
  }

  /** Makes a living broker the leader. Nothing happens when it leads already. */
  moveLeader(partition: Partition, nodeId: number): void {
    if (partition.leaderId === nodeId) return;
    if (nodeId !== NO_LEADER && this.#nodes.get(nodeId)?.alive !== true) {
      throw new InvariantError(`broker ${nodeId} is not alive and cannot lead`);
    }
    if (nodeId !== NO_LEADER && !partition.replicas.includes(nodeId)) {
      partition.replicas = [nodeId, ...partition.replicas.slice(1)];
    }
    partition.leaderId = nodeId;
    partition.leaderEpoch++;
    this.noteChange();
  }

  /** A broker joins, or comes back: partitions without a leader get it. */
  addNode(node: Omit<BrokerNode, 'alive'>): void {
    this.#nodes.set(node.nodeId, { ...node, alive: true });
    for (const partition of this.#partitionsLedBy(NO_LEADER)) this.moveLeader(partition, node.nodeId);
  }

  /** A broker stops: what it led moves to a living broker, replicas first. */
  stopNode(nodeId: number): void {
    const node = this.#nodes.get(nodeId);
    if (node === undefined) return;
    this.#nodes.set(nodeId, { ...node, alive: false });
    for (const partition of this.#partitionsLedBy(nodeId)) {
      const heir = this.#livingAmong(partition.replicas)[0] ?? this.livingNodes[0]?.nodeId;
      this.moveLeader(partition, heir ?? NO_LEADER);
    }
  }

  #partitionsLedBy(nodeId: number): readonly Partition[] {
    return [...this.#topics.values()].flatMap((topic) =>
      topic.partitions.filter((partition) => partition.leaderId === nodeId),
    );
  }

  #livingAmong(nodeIds: readonly number[]): readonly number[] {
    return nodeIds.filter((nodeId) => this.#nodes.get(nodeId)?.alive === true);
  }

  /** Round robin over the living, going on where the last topic ended. */
  #placePartitions(wanted: NewTopic): readonly (readonly number[])[] {
    const living = this.livingNodes.map((node) => node.nodeId);
    const nodeIds = living.length > 0 ? living : this.nodes.map((node) => node.nodeId);
    const partitions = wanted.partitions ?? this.settings.defaultPartitions;
    const factor = Math.min(wanted.replicationFactor ?? MOST_DEFAULT_REPLICAS, nodeIds.length);
    return Array.from({ length: partitions }, (_, index) => {
      const first = this.#partitionsPlaced + index;
      return Array.from({ length: factor }, (_, step) => nodeIds[(first + step) % nodeIds.length] ?? 0);
    });
  }
}

/** 16 random bytes as Kafka prints its ids. The first bit is 0, so that none begins with a hyphen. */
function drawUuid(random: Random): string {
  const bytes = Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256));
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return Buffer.from(bytes).toString('base64url');
}
