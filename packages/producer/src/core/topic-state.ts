/**
 * A topic as the producer knows it: its partitions, its gate, its sticky partition.
 *
 * `open` is what the hot path asks: the topic's partitions are known and nobody stands at its gate, so a
 * record may be appended at once. Partition queues are made once and stay, whatever metadata says later.
 */
import { WaitingLine } from './waiting-room.ts';
import type { PartitionQueue } from './partition-queue.ts';

export class TopicState {
  readonly name: string;
  /** Null until metadata named it; all zeros when the cluster has no topic ids. */
  topicId: string | null = null;
  readonly queues: PartitionQueue[] = [];
  /** Those that wait for the topic's metadata or for a serializer, in order of sending. */
  readonly gate = new WaitingLine();
  /** Those that named a partition the topic does not have yet. */
  readonly beyond = new WaitingLine();
  /** Kafka's code of the last metadata for this topic; -1 before any came. */
  errorCode = -1;

  /** Where records without a key go now (KIP-794); null: to be chosen. */
  sticky: PartitionQueue | null = null;
  /** Bytes of the batches opened for the sticky partition since it was chosen. */
  stickyBytes = 0;

  constructor(name: string) {
    this.name = name;
  }

  get known(): boolean {
    return this.queues.length > 0;
  }

  /** Whether a record may pass without waiting. */
  get passable(): boolean {
    return this.queues.length > 0 && this.gate.head === null;
  }
}
