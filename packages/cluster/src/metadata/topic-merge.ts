/**
 * One topic of an answer joined with what was known of it. Pure.
 *
 * Partitions come out dense. The same object comes back when the answer brought no news, so that a caller
 * can tell.
 */
import { ZERO_UUID, errorCodes } from '@ottla/protocol';
import type { BrokerMetadata, PartitionMetadata, TopicMetadata } from './cluster-metadata.ts';

/** A topic as a Metadata answer tells it. */
export interface ToldTopic {
  readonly name: string;
  readonly topicId: string;
  readonly errorCode: number;
  readonly partitions: readonly {
    readonly errorCode: number;
    readonly partitionIndex: number;
    readonly leaderId: number;
    readonly leaderEpoch: number;
  }[];
}

type Brokers = ReadonlyMap<number, BrokerMetadata>;

const unknownPartition = (partition: number): PartitionMetadata => ({
  partition,
  leaderId: -1,
  leaderEpoch: -1,
  errorCode: errorCodes.LEADER_NOT_AVAILABLE,
});

/**
 * Numbers an answer may use: a gap is filled, but one far number must not cost memory. Kafka numbers
 * partitions from 0 without gaps.
 */
function highestNumber(known: number, told: number): number {
  return Math.max(known, 2 * told + 64);
}

function mergePartition(
  known: PartitionMetadata | undefined,
  told: ToldTopic['partitions'][number],
  brokers: Brokers,
): PartitionMetadata {
  const { partitionIndex: partition, leaderEpoch } = told;
  // An epoch of -1 tells nothing about age: such brokers know no epochs, and the newest answer counts.
  if (known !== undefined && leaderEpoch >= 0 && leaderEpoch < known.leaderEpoch) return known;
  const leaderId = brokers.has(told.leaderId) ? told.leaderId : -1;
  const errorCode =
    leaderId === -1 && told.errorCode === errorCodes.NONE ? errorCodes.LEADER_NOT_AVAILABLE : told.errorCode;
  const same =
    known !== undefined &&
    known.leaderId === leaderId &&
    known.leaderEpoch === leaderEpoch &&
    known.errorCode === errorCode;
  return same ? known : { partition, leaderId, leaderEpoch, errorCode };
}

function mergePartitions(
  known: readonly PartitionMetadata[],
  told: ToldTopic['partitions'],
  brokers: Brokers,
): readonly PartitionMetadata[] {
  const limit = highestNumber(known.length, told.length);
  const merged: PartitionMetadata[] = [...known];
  let changed = false;
  for (const entry of told) {
    const { partitionIndex } = entry;
    if (partitionIndex < 0 || partitionIndex >= limit) continue;
    while (merged.length <= partitionIndex) {
      merged.push(unknownPartition(merged.length));
      changed = true;
    }
    const before = merged[partitionIndex];
    const after = mergePartition(before, entry, brokers);
    merged[partitionIndex] = after;
    changed ||= after !== before;
  }
  return changed ? merged : known;
}

/** The topic as it is known after the answer; `known` itself when nothing is new. */
export function mergeTopic(
  known: TopicMetadata | undefined,
  told: ToldTopic,
  brokers: Brokers,
): TopicMetadata {
  const { name, errorCode } = told;
  const topicId = told.topicId === ZERO_UUID ? (known?.topicId ?? ZERO_UUID) : told.topicId;
  // A topic made again under its old name begins anew: its epochs start over.
  const recreated = known !== undefined && known.topicId !== ZERO_UUID && known.topicId !== topicId;
  const before = known === undefined || recreated ? [] : known.partitions;
  const partitions =
    errorCode === errorCodes.UNKNOWN_TOPIC_OR_PARTITION
      ? []
      : mergePartitions(before, told.partitions, brokers);
  const same =
    known !== undefined &&
    known.topicId === topicId &&
    known.errorCode === errorCode &&
    known.partitions.length === partitions.length &&
    (known.partitions === partitions || partitions.length === 0);
  return same ? known : { name, topicId, errorCode, partitions };
}
