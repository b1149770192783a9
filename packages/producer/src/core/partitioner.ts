/**
 * Where a record goes: the partition it names, else the murmur2 of its key over all partitions, else the
 * topic's sticky partition (KIP-794, uniform among partitions with a leader).
 *
 * A zero-length key is a key. The sticky partition changes only when a batch must be opened, after at
 * least a batch size of bytes went to it, so it never leaves a half-filled batch behind.
 */
import type { Random } from '@ottla/kernel';
import { partitionForKey } from '@ottla/protocol';
import type { PartitionQueue } from './partition-queue.ts';
import type { RecordDraft } from './record-draft.ts';
import type { TopicState } from './topic-state.ts';

/** Undefined when the named partition does not exist; null when a sticky one must be chosen first. */
export function queueFor(draft: RecordDraft): PartitionQueue | null | undefined {
  const { queues } = draft.topic;
  if (draft.partition >= 0) return queues[draft.partition];
  if (draft.keyLength < 0) return draft.topic.sticky;
  const { source, keyStart, keyLength } = draft;
  return queues[partitionForKey(source, keyStart, keyStart + keyLength, queues.length)];
}

/** Chooses another sticky partition. The topic must be known. */
export function chooseSticky(topic: TopicState, random: Random): PartitionQueue | undefined {
  const led = topic.queues.filter((queue) => queue.leaderId >= 0);
  const candidates = led.length > 0 ? led : topic.queues;
  const chosen = candidates[Math.floor(random() * candidates.length)];
  topic.sticky = chosen ?? null;
  topic.stickyBytes = 0;
  return chosen;
}
