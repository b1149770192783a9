/**
 * What is known of a cluster at one moment: brokers, topics, leaders. Immutable; each change makes a new
 * snapshot, so a holder may keep one without copying. metadata-machine.ts decides what enters it.
 */

export interface BrokerMetadata {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

export interface PartitionMetadata {
  readonly partition: number;
  /** -1: none at the moment. */
  readonly leaderId: number;
  /** -1: not told. */
  readonly leaderEpoch: number;
  readonly errorCode: number;
}

export interface TopicMetadata {
  readonly name: string;
  /** 22 characters of base64url; all zeros when the brokers know no topic ids. */
  readonly topicId: string;
  /** 3: the topic does not exist. */
  readonly errorCode: number;
  /** Dense: `partitions[i].partition === i`. */
  readonly partitions: readonly PartitionMetadata[];
}

export interface ClusterMetadata {
  readonly clusterId: string | null;
  /** The broker that takes admin requests; -1: unknown. */
  readonly controllerId: number;
  readonly brokers: ReadonlyMap<number, BrokerMetadata>;
  readonly topics: ReadonlyMap<string, TopicMetadata>;
}

/** A leader told in an answer to Produce or Fetch (KIP-951). */
export interface LeaderHint {
  readonly topic: string;
  readonly partition: number;
  readonly leaderId: number;
  readonly leaderEpoch: number;
}

export const EMPTY_METADATA: ClusterMetadata = {
  clusterId: null,
  controllerId: -1,
  brokers: new Map(),
  topics: new Map(),
};
