/**
 * Topics and partitions as the brokers of one cluster share them.
 *
 * Plain state: who leads, since which epoch, where the log is. Only ClusterState and the Produce handler
 * write it.
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
