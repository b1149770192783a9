/**
 * What is known of the cluster, and what may change it. Pure.
 *
 * Each change makes a new immutable snapshot. Trusts no answer: brokers without a usable address and
 * partitions without a sensible number are left out; an older leader epoch never moves a leader back unless
 * the topic id changed; what an answer omits stays as it was. Only UNKNOWN_TOPIC_OR_PARTITION makes a topic
 * forget its partitions.
 */
import type { ResponseOf, metadata as metadataApi } from '@ottla/protocol';
import { isHost, isPort } from '../bootstrap-server.ts';
import { ClusterError } from '../errors.ts';
import {
  EMPTY_METADATA,
  type BrokerMetadata,
  type ClusterMetadata,
  type LeaderHint,
  type TopicMetadata,
} from './cluster-metadata.ts';
import { mergeTopic } from './topic-merge.ts';

export type MetadataResponse = ResponseOf<typeof metadataApi>;

function usableBrokers(listed: readonly BrokerMetadata[]): ReadonlyMap<number, BrokerMetadata> {
  const brokers = new Map<number, BrokerMetadata>();
  for (const { nodeId, host, port, rack } of listed) {
    // A second broker under one id is not believed: the first stays.
    if (nodeId < 0 || brokers.has(nodeId) || !isHost(host) || !isPort(port)) continue;
    brokers.set(nodeId, { nodeId, host, port, rack });
  }
  return brokers;
}

function sameBrokers(
  a: ReadonlyMap<number, BrokerMetadata>,
  b: ReadonlyMap<number, BrokerMetadata>,
): boolean {
  if (a.size !== b.size) return false;
  return [...a.values()].every(({ nodeId, host, port, rack }) => {
    const other = b.get(nodeId);
    return other !== undefined && other.host === host && other.port === port && other.rack === rack;
  });
}

export class MetadataMachine {
  #snapshot: ClusterMetadata = EMPTY_METADATA;

  get snapshot(): ClusterMetadata {
    return this.#snapshot;
  }

  /**
   * Takes an answer in. True when it changed anything.
   * Throws ClusterError `METADATA_INVALID` for an answer that leaves the cluster without any broker.
   */
  apply(response: MetadataResponse): boolean {
    const before = this.#snapshot;
    const listed = usableBrokers(response.brokers);
    const brokers = listed.size > 0 ? listed : before.brokers;
    if (brokers.size === 0) {
      throw new ClusterError(
        `the metadata names no broker with a usable address (${response.brokers.length} listed); ` +
          "check the brokers' advertised.listeners",
        'METADATA_INVALID',
      );
    }
    const topics = new Map(before.topics);
    let changed = !sameBrokers(before.brokers, brokers);
    for (const told of response.topics) {
      if (told.name === null || told.name === '') continue;
      const known = topics.get(told.name);
      const merged = mergeTopic(known, { ...told, name: told.name }, brokers);
      if (merged === known) continue;
      topics.set(told.name, merged);
      changed = true;
    }
    const clusterId = response.clusterId ?? before.clusterId;
    const controllerId = brokers.has(response.controllerId) ? response.controllerId : -1;
    changed ||= clusterId !== before.clusterId || controllerId !== before.controllerId;
    if (changed) this.#snapshot = { clusterId, controllerId, brokers, topics };
    return changed;
  }

  /**
   * A newer leader told in an answer to Produce or Fetch (KIP-951). True when it was news: a strictly newer
   * epoch, for a known partition, of a broker that is known or told in `endpoints`.
   */
  updateLeader(hint: LeaderHint, endpoints: readonly BrokerMetadata[]): boolean {
    const { brokers, topics } = this.#snapshot;
    const topic = topics.get(hint.topic);
    const known = topic?.partitions[hint.partition];
    if (topic === undefined || known === undefined || hint.leaderEpoch <= known.leaderEpoch) return false;
    const told = usableBrokers(endpoints).get(hint.leaderId);
    if (told === undefined && !brokers.has(hint.leaderId)) return false;
    const partition = { ...known, leaderId: hint.leaderId, leaderEpoch: hint.leaderEpoch, errorCode: 0 };
    const moved: TopicMetadata = { ...topic, partitions: topic.partitions.with(hint.partition, partition) };
    this.#snapshot = {
      ...this.#snapshot,
      brokers: told === undefined ? brokers : new Map(brokers).set(told.nodeId, told),
      topics: new Map(topics).set(hint.topic, moved),
    };
    return true;
  }

  /** Forgets a topic that was deleted. */
  forget(topic: string): void {
    if (!this.#snapshot.topics.has(topic)) return;
    const topics = new Map(this.#snapshot.topics);
    topics.delete(topic);
    this.#snapshot = { ...this.#snapshot, topics };
  }
}
