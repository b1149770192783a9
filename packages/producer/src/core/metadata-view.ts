/**
 * The cluster as the producer sees it: topics, leaders, brokers, and when to ask again.
 *
 * Owns topic states and the schedule of refreshes: one at a time, with backoff while answers bring nothing
 * that was wanted. A partition never goes back to an older leader epoch, unless the topic's id changed.
 * Returns the queues whose leader changed; acting on it is the sender's business.
 */
import { backoffMs, type BackoffRange, type Random } from '@ottla/kernel';
import { ZERO_UUID } from '@ottla/protocol';
import { PartitionQueue } from './partition-queue.ts';
import { TopicState } from './topic-state.ts';
import { checkMove, type TransitionTable } from './transitions.ts';

/** What the core reads of metadata; ClusterMetadata of @ottla/cluster satisfies it. */
export interface MetadataSnapshot {
  readonly brokers: ReadonlyMap<number, unknown>;
  readonly topics: ReadonlyMap<string, TopicSnapshot>;
}

export interface TopicSnapshot {
  readonly topicId: string;
  readonly errorCode: number;
  readonly partitions: readonly PartitionSnapshot[];
}

export interface PartitionSnapshot {
  readonly partition: number;
  readonly leaderId: number;
  readonly leaderEpoch: number;
}

export type RefreshState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asked' }
  | { readonly kind: 'backingOff'; readonly until: number };

export const REFRESH_MOVES: TransitionTable<RefreshState['kind']> = {
  idle: ['asked'],
  asked: ['idle', 'backingOff'],
  backingOff: ['asked', 'idle'],
};

export interface MetadataViewOptions {
  readonly batchBytesLimit: number;
  readonly backoff: BackoffRange;
}

const isKnownId = (topicId: string | null): boolean => topicId !== null && topicId !== ZERO_UUID;

export class MetadataView {
  readonly topics = new Map<string, TopicState>();
  readonly #options: MetadataViewOptions;
  readonly #random: Random;
  #brokers: ReadonlyMap<number, unknown> = new Map();
  #refresh: RefreshState = { kind: 'idle' };
  #wanted = false;
  #urgent = false;
  #fruitless = 0;
  /** The last refresh failed, and with what; null when the last one was answered. */
  lastFailure: unknown = null;

  constructor(options: MetadataViewOptions, random: Random) {
    this.#options = options;
    this.#random = random;
  }

  get refreshState(): RefreshState {
    return this.#refresh;
  }

  /** When the next refresh may begin; Infinity when none is wanted or one is under way. */
  get nextAt(): number {
    return this.#refresh.kind === 'backingOff' && this.#wanted ? this.#refresh.until : Infinity;
  }

  topic(name: string): TopicState {
    let topic = this.topics.get(name);
    if (topic === undefined) {
      topic = new TopicState(name);
      this.topics.set(name, topic);
    }
    return topic;
  }

  hasBroker(brokerId: number): boolean {
    return this.#brokers.has(brokerId);
  }

  /** Something is stale or missing: ask as soon as the schedule lets. */
  want(): void {
    this.#wanted = true;
  }

  /** A topic is wanted that was never asked for: no pause before the next refresh. */
  wantNew(): void {
    this.#wanted = true;
    if (this.#refresh.kind === 'backingOff') this.#move({ kind: 'idle' });
    else this.#urgent = this.#refresh.kind === 'asked';
  }

  /** True when a refresh must be asked for now; it then counts as asked. */
  wantsRefresh(now: number): boolean {
    const state = this.#refresh;
    if (!this.#wanted || state.kind === 'asked') return false;
    if (state.kind === 'backingOff' && state.until > now) return false;
    this.#move({ kind: 'asked' });
    this.#wanted = false;
    return true;
  }

  #move(to: RefreshState): void {
    checkMove('metadata refresh', REFRESH_MOVES, { from: this.#refresh.kind, to: to.kind });
    this.#refresh = to;
  }

  /** A refresh asked for by `wantsRefresh` ended. Even a fruitful one is followed by a short pause, so that no loop can be hot. */
  refreshed(now: number, outcome: { readonly failure: unknown }): void {
    if (this.#refresh.kind !== 'asked') return;
    this.lastFailure = outcome.failure;
    this.#fruitless++;
    if (this.#urgent) {
      this.#urgent = false;
      this.#move({ kind: 'idle' });
      return;
    }
    this.#move({
      kind: 'backingOff',
      until: now + backoffMs(this.#fruitless, this.#options.backoff, this.#random),
    });
  }

  /** Takes over what a snapshot tells. Returns the queues whose leader or leader epoch changed. */
  apply(snapshot: MetadataSnapshot): PartitionQueue[] {
    this.#brokers = snapshot.brokers;
    const changed: PartitionQueue[] = [];
    for (const topic of this.topics.values()) {
      const told = snapshot.topics.get(topic.name);
      if (told !== undefined) this.#applyTopic(topic, told, changed);
    }
    if (changed.length > 0) this.#fruitless = 0;
    return changed;
  }

  #applyTopic(topic: TopicState, told: TopicSnapshot, changed: PartitionQueue[]): void {
    topic.errorCode = told.errorCode;
    // A snapshot that omits partitions for a moment must not unlearn them.
    if (told.partitions.length === 0) return;
    const recreated = isKnownId(topic.topicId) && isKnownId(told.topicId) && topic.topicId !== told.topicId;
    topic.topicId = told.topicId;
    if (recreated) {
      topic.sticky = null;
      for (const gone of topic.queues.splice(told.partitions.length)) {
        gone.leaderId = -1;
        changed.push(gone);
      }
    }
    for (const { partition, leaderId, leaderEpoch } of told.partitions) {
      let queue = topic.queues[partition];
      if (queue === undefined) {
        queue = new PartitionQueue(topic.name, partition, this.#options.batchBytesLimit);
        topic.queues[partition] = queue;
      }
      if (recreated) {
        queue.leaderEpoch = -1;
        queue.proven = false;
      }
      if (this.lead(queue, { leaderId, leaderEpoch })) changed.push(queue);
    }
    // Records without a key need not wait for a leader that left.
    if (topic.sticky !== null && topic.sticky.leaderId < 0) topic.sticky = null;
  }

  /** Applies a leader unless it is older than the known one. True when something changed. */
  lead(queue: PartitionQueue, leader: { readonly leaderId: number; readonly leaderEpoch: number }): boolean {
    const { leaderId, leaderEpoch } = leader;
    if (leaderEpoch >= 0 && leaderEpoch < queue.leaderEpoch) return false;
    if (leaderId === queue.leaderId && leaderEpoch === queue.leaderEpoch) return false;
    queue.leaderId = leaderId;
    if (leaderEpoch >= 0) queue.leaderEpoch = leaderEpoch;
    return true;
  }
}
