/**
 * Topics and partitions as the brokers of one cluster share them.
 *
 * Plain state: who leads, since which epoch, where the log is. Only ClusterState and the Produce handler
 * write it. Also what a topic may be called.
 */
import type { PartitionLog } from './partition-log.ts';
import type { SequenceWindow } from './sequence-window.ts';

/** No broker leads the partition: none is alive. */
export const NO_LEADER = -1;

export interface Partition {
  readonly index: number;
  leaderId: number;
  leaderEpoch: number;
  /** Node ids; the first is the preferred leader. */
  replicas: readonly number[];
  readonly log: PartitionLog;
  readonly sequences: SequenceWindow;
}

export interface Topic {
  readonly name: string;
  /** 22 characters of base64url. */
  readonly id: string;
  readonly replicationFactor: number;
  readonly partitions: readonly Partition[];
  readonly configs: ReadonlyMap<string, string>;
  /** `max.message.bytes`: the largest batch taken. */
  readonly maxMessageBytes: number;
}

const LONGEST_NAME = 249;

/** Why Kafka would not take this name for a topic, or undefined when it would (Topic.validate). */
export function topicNameFault(name: string): string | undefined {
  if (name.length === 0) return 'a topic name must not be empty';
  if (name === '.' || name === '..') return `a topic cannot be named '${name}'`;
  if (name.length > LONGEST_NAME) {
    return `a topic name has at most ${LONGEST_NAME} characters, got ${name.length}`;
  }
  if (!/^[a-zA-Z0-9._-]+$/.test(name)) {
    return 'a topic name is made of ASCII letters, digits, dot, underscore and hyphen';
  }
  return undefined;
}
