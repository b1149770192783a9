/**
 * When metadata is asked for: one request at a time, later wishes joined into the next one.
 *
 * Owns the watched topics, the age limit and the pauses: an answer that brings nothing new doubles the
 * pause before the next, a newly watched topic is asked for at once. The last snapshot stays in force
 * whatever fails.
 */
import {
  backoffMs,
  isOttlaError,
  type Alarm,
  type AlarmSlot,
  type Clock,
  type Logger,
  type Random,
} from '@ottla/kernel';
import { topicNameError } from '@ottla/protocol';
import type { ClusterError } from '../errors.ts';
import type { ClusterMetadata } from '../metadata/cluster-metadata.ts';
import type { ResolvedClusterOptions } from '../options.ts';
import type { MetadataWish } from './metadata-source.ts';

export interface MetadataRefresherParts {
  readonly options: ResolvedClusterOptions;
  readonly clock: Clock;
  readonly random: Random;
  readonly alarm: Alarm;
  readonly logger: Logger;
  readonly snapshot: () => ClusterMetadata;
  /** Asks once, bootstrapping first when nothing is known; rejects when nobody answers. */
  readonly ask: (wish: MetadataWish) => Promise<void>;
}

interface NextRefresh {
  readonly promise: Promise<ClusterMetadata>;
  readonly resolve: (metadata: ClusterMetadata) => void;
  readonly reject: (error: unknown) => void;
}

export class MetadataRefresher {
  readonly #parts: MetadataRefresherParts;
  readonly #due: AlarmSlot;
  readonly #watched = new Set<string>();
  #next: NextRefresh | undefined;
  #running = false;
  /** A topic has been watched that no request has asked for yet. */
  #urgent = false;
  /** Answers in a row that brought nothing new, or failures. */
  #fruitless = 0;
  #notBeforeMs = -Infinity;
  #closed: ClusterError | undefined;

  constructor(parts: MetadataRefresherParts) {
    this.#parts = parts;
    this.#due = parts.alarm.slot(() => this.#runDue());
  }

  get watched(): readonly string[] {
    return [...this.#watched];
  }

  unwatch(topic: string): void {
    this.#watched.delete(topic);
  }

  /**
   * Resolves with the snapshot after a request that began after this call. Rejects with ConfigError
   * `TOPIC_INVALID`, and watches none of the topics, when Kafka would not take one of the names.
   */
  refresh(topics: readonly string[] = []): Promise<ClusterMetadata> {
    // A name that no request can carry would fail every refresh from here on, of all topics.
    const refusal = this.#closed ?? topics.map(topicNameError).find((error) => error !== null);
    if (refusal !== undefined) {
      const refused = makeNext();
      refused.reject(refusal);
      return refused.promise;
    }
    for (const topic of topics) {
      if (this.#watched.has(topic)) continue;
      this.#watched.add(topic);
      this.#urgent = true;
    }
    const next = (this.#next ??= makeNext());
    this.#kick();
    return next.promise;
  }

  /** Metadata has come by another way; the age counts from here. */
  fresh(): void {
    this.#scheduleAge();
  }

  /** Nothing is asked for any more; who waits is told why. The request under way is ended by its connection. */
  close(error: ClusterError): void {
    this.#closed = error;
    this.#due.clear();
    this.#next?.reject(error);
    this.#next = undefined;
  }

  #kick(): void {
    if (this.#running || this.#next === undefined) return;
    const waitMs = this.#urgent ? 0 : this.#notBeforeMs - this.#parts.clock.now();
    if (waitMs > 0) this.#due.set(this.#notBeforeMs);
    else void this.#run(this.#next);
  }

  #runDue(): void {
    this.#next ??= makeNext();
    this.#kick();
  }

  async #run(wish: NextRefresh): Promise<void> {
    const { snapshot, ask, clock, logger } = this.#parts;
    this.#running = true;
    this.#urgent = false;
    this.#next = undefined;
    const before = snapshot();
    try {
      await ask({ topics: this.watched, allowAutoTopicCreation: true });
      this.#fruitless = snapshot() === before ? this.#fruitless + 1 : 0;
      wish.resolve(snapshot());
    } catch (error) {
      this.#fruitless++;
      if (isOttlaError(error) && this.#closed === undefined) logger.warn(error.message);
      wish.reject(error);
    }
    this.#notBeforeMs = clock.now() + this.#pauseMs();
    this.#running = false;
    if (this.#next === undefined) this.#scheduleAge();
    else this.#kick();
  }

  #pauseMs(): number {
    if (this.#fruitless === 0) return 0;
    const { reconnectBackoffMs: initialMs, reconnectBackoffMaxMs: maxMs } = this.#parts.options;
    return backoffMs(this.#fruitless, { initialMs, maxMs }, this.#parts.random);
  }

  #scheduleAge(): void {
    if (this.#running || this.#next !== undefined || this.#closed !== undefined) return;
    this.#due.set(this.#parts.clock.now() + this.#parts.options.metadataMaxAgeMs);
  }
}

function makeNext(): NextRefresh {
  let resolve: NextRefresh['resolve'] = () => undefined;
  let reject: NextRefresh['reject'] = () => undefined;
  const promise = new Promise<ClusterMetadata>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  // A refresh in the background has no one to reject to; those who wait have handlers of their own.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
