/**
 * When a partition may send its next batch.
 *
 * Rules that keep order and exactly-once:
 * - never to a new leader while a request is pending at the old one;
 * - while a batch retries, it alone is sent, when nothing of its partition is pending;
 * - a partition has one batch in flight until its broker acknowledged one under the present identity
 *   (twmb/franz-go#223: a broker that does not know the id accepts any first sequence);
 * - an identity changes only with an empty window; nothing new while the window is unresolved.
 * A batch leaves when it is full or due. Answers only; notes what must be asked for.
 */
import type { CoreOptions } from './core-options.ts';
import type { IdentityKeeper } from './identity.ts';
import type { MetadataView } from './metadata-view.ts';
import type { PartitionQueue } from './partition-queue.ts';

/** It waits for an event, not for an instant. */
const BLOCKED = Infinity;
const DUE = -Infinity;

export interface SendRulesParts {
  readonly options: CoreOptions;
  readonly identity: IdentityKeeper;
  readonly metadata: MetadataView;
}

export class SendRules {
  readonly #options: CoreOptions;
  readonly #identity: IdentityKeeper;
  readonly #metadata: MetadataView;
  /** They have batches to send and nobody to send them to. */
  readonly #leaderless = new Set<PartitionQueue>();
  /** Linger is ignored: a flush runs, the producer closes, or records wait for memory. */
  hurried = false;
  /** A batch waits for a producer id. */
  wantsIdentity = false;

  constructor(parts: SendRulesParts) {
    this.#options = parts.options;
    this.#identity = parts.identity;
    this.#metadata = parts.metadata;
  }

  /** Metadata is wanted for as long as somebody waits for a leader: an answer may again name none. */
  wantLeaders(): void {
    for (const queue of this.#leaderless) {
      if (queue.leaderId < 0 && queue.batches.length > 0) {
        this.#metadata.want();
        return;
      }
      this.#leaderless.delete(queue);
    }
  }

  /** When the queue's next batch may be sent, as things are: now or earlier, an instant, or Infinity for "after some event". */
  sendableAt(queue: PartitionQueue, now: number): number {
    const { candidate } = queue;
    if (candidate === undefined) return BLOCKED;
    if (queue.leaderId < 0) {
      this.#leaderless.add(queue);
      return BLOCKED;
    }
    if (queue.pendingCount > 0 && queue.pendingBrokerId !== queue.leaderId) return BLOCKED;
    if (queue.backoffUntil > now) return queue.backoffUntil;
    if (candidate.state === 'retrying') return queue.pendingCount === 0 ? DUE : BLOCKED;
    if (!this.#windowOpen(queue)) return BLOCKED;
    if (candidate.state === 'ready' || this.hurried) return DUE;
    return candidate.createdAt + this.#options.lingerMs;
  }

  /** Whether a batch that has no sequence yet may join the window. */
  #windowOpen(queue: PartitionQueue): boolean {
    const { maxInFlightRequestsPerConnection: maximum, idempotent } = this.#options;
    if (queue.resetWanted || queue.unresolved) return false;
    if (!idempotent) return queue.pendingCount === 0 || maximum > 1;
    const current = this.#identity.current;
    if (current === null) {
      this.wantsIdentity = true;
      return false;
    }
    if (queue.identity !== current) return queue.sentCount === 0;
    return queue.sentCount === 0 || (queue.proven && queue.sentCount < maximum);
  }
}
