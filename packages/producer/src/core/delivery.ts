/**
 * Brings batches to their end: acknowledged, failed, retried, split, renumbered, expired.
 *
 * Promises of a partition settle in append order: a batch decided early waits for those before it. An
 * ambiguous attempt is never forgotten. A partition whose sequences have a gap starts anew under another
 * epoch, but only when nothing of it is pending; then batches refused for certain are numbered anew and
 * those with an ambiguous attempt settle as maybeWritten. Memory goes back when nothing can read it.
 */
import { InvariantError, type OttlaError } from '@ottla/kernel';
import { Agenda } from './agenda.ts';
import type { Batch, BatchResult, RecordRefusal } from './batch.ts';
import type { CoreOptions } from './core-options.ts';
import { DeliveryError } from './errors.ts';
import type { Outbox } from './effects.ts';
import { UNRESOLVED, timedOut, type FailureCause } from './failure-cause.ts';
import type { IdentityKeeper } from './identity.ts';
import type { PartitionQueue } from './partition-queue.ts';
import type { SlabPool } from './slab-pool.ts';

export interface DeliveryParts {
  readonly options: CoreOptions;
  readonly memory: SlabPool;
  readonly identity: IdentityKeeper;
  readonly outbox: Outbox;
}

export interface BatchFailure {
  readonly error: OttlaError;
  readonly recordRefusals: readonly RecordRefusal[];
}

export class Delivery {
  readonly #options: CoreOptions;
  readonly #memory: SlabPool;
  readonly #identity: IdentityKeeper;
  readonly #outbox: Outbox;
  readonly #expiries = new Agenda<PartitionQueue>();
  /** Batches, as they were opened, of which every record is settled. */
  finishedBatches = 0;

  constructor(parts: DeliveryParts) {
    this.#options = parts.options;
    this.#memory = parts.memory;
    this.#identity = parts.identity;
    this.#outbox = parts.outbox;
  }

  /** No batch expires before. */
  get nextExpiryAt(): number {
    return this.#expiries.nextAt;
  }

  /** A queue that holds batches is watched for the expiry of its first. */
  watch(queue: PartitionQueue): void {
    if (queue.expiryListed) return;
    const first = queue.batches.find((batch) => !batch.abandoned && batch.state !== 'decided');
    if (first === undefined) return;
    queue.expiryListed = true;
    this.#expiries.add(first.createdAt + this.#options.deliveryTimeoutMs, queue);
  }

  /** Takes one queue whose first batch may have expired. */
  takeExpired(now: number): PartitionQueue | undefined {
    const queue = this.#expiries.takeDue(now);
    if (queue !== undefined) queue.expiryListed = false;
    return queue;
  }

  delivered(queue: PartitionQueue, batch: Batch, at: { baseOffset: bigint; logAppendTimeMs: bigint }): void {
    queue.acknowledge(batch);
    this.#decide(queue, batch, {
      kind: 'delivered',
      baseOffset: at.baseOffset,
      logAppendTimeMs: at.logAppendTimeMs,
    });
  }

  failed(queue: PartitionQueue, batch: Batch, failure: BatchFailure): void {
    this.#decide(queue, batch, { kind: 'failed', ...failure });
  }

  /** The error of a batch that fails: its outcome is maybeWritten after one ambiguous attempt. */
  errorFor(batch: Batch, failure: FailureCause): DeliveryError {
    return new DeliveryError({
      topic: batch.topic,
      partition: batch.partition,
      code: failure.code,
      action: failure.action,
      text: failure.text,
      outcome: batch.ambiguous ? 'maybeWritten' : 'notWritten',
      cause: failure.cause ?? batch.lastError ?? undefined,
    });
  }

  #decide(queue: PartitionQueue, batch: Batch, result: BatchResult): void {
    if (batch.state === 'retrying') queue.retryingCount--;
    batch.move('decided');
    batch.result = result;
    this.#releaseSlab(batch);
    this.#settleHead(queue);
  }

  /** An answered batch goes back to wait for its next attempt; an abandoned one leaves, its fate unknown. */
  retry(queue: PartitionQueue, batch: Batch, backoffUntil: number): void {
    batch.move('retrying');
    queue.retryingCount++;
    if (batch.abandoned) {
      this.giveUp(queue, batch, this.errorFor(batch, UNRESOLVED));
      return;
    }
    queue.backoffUntil = Math.max(queue.backoffUntil, backoffUntil);
  }

  /** Ends a batch that waits for its next attempt: without an acknowledgement, so its sequences may be missing. */
  giveUp(queue: PartitionQueue, batch: Batch, error: OttlaError): void {
    if (batch.ambiguous) queue.unresolved = true;
    else queue.resetWanted = true;
    this.failed(queue, batch, { error, recordRefusals: [] });
  }

  #settleHead(queue: PartitionQueue): void {
    // An abandoned batch holds its place until its answer, but no promise waits for it any more.
    for (const batch of queue.batches) {
      if (batch.told) continue;
      if (batch.state !== 'decided' || batch.result === null) break;
      this.#tell(batch, batch.result);
    }
    for (let head = queue.batches[0]; head?.state === 'decided'; head = queue.batches[0]) {
      queue.batches.shift();
      queue.sentCount--;
      head.move('settled');
    }
  }

  #tell(batch: Batch, result: BatchResult): void {
    if (batch.told) throw new InvariantError(`batch ${batch.id} was settled twice`);
    batch.told = true;
    const { root, recordCount, firstRecord } = batch;
    this.#outbox.put({ type: 'settle', batch: root, first: firstRecord, count: recordCount, result });
    this.#memory.refund(recordCount * this.#options.recordChargeBytes);
    root.unsettledRecords -= recordCount;
    if (root.unsettledRecords < 0) throw new InvariantError(`batch ${root.id} was settled twice`);
    if (root.unsettledRecords > 0) return;
    this.finishedBatches++;
    for (const barrier of root.barriers) barrier.remove();
    root.barriers.length = 0;
  }

  #releaseSlab(batch: Batch): void {
    if (batch.slab === null) return;
    this.#memory.give(batch.slab);
    batch.slab = null;
  }

  /** A batch that was never sent, or is to be forgotten whole, ends; what stands behind it moves up. */
  drop(queue: PartitionQueue, batch: Batch, error: OttlaError): void {
    const index = queue.batches.indexOf(batch);
    if (index < queue.sentCount) throw new InvariantError(`batch ${batch.id} was dropped out of the window`);
    queue.batches.splice(index, 1);
    if (queue.open === batch) queue.open = null;
    batch.move('settled');
    this.#releaseSlab(batch);
    this.#tell(batch, { kind: 'failed', error, recordRefusals: [] });
  }

  /** Settles the promises of a batch whose request is pending; batch and slab stay until the answer. */
  abandon(queue: PartitionQueue, batch: Batch, failure: FailureCause): void {
    if (batch.abandoned) return;
    batch.abandoned = true;
    batch.ambiguous = true;
    this.#tell(batch, { kind: 'failed', error: this.errorFor(batch, failure), recordRefusals: [] });
    this.#settleHead(queue);
  }

  /** Ends every batch of the queue whose delivery took too long. */
  expire(queue: PartitionQueue, now: number, obstacle: OttlaError | null): void {
    const { deliveryTimeoutMs } = this.#options;
    for (const batch of queue.batches.slice()) {
      if (batch.createdAt + deliveryTimeoutMs > now) return;
      this.#end(queue, batch, timedOut(batch, queue, { deliveryTimeoutMs, obstacle }));
    }
  }

  failAll(queue: PartitionQueue, failure: FailureCause): void {
    for (const batch of queue.batches.slice()) this.#end(queue, batch, failure);
  }

  #end(queue: PartitionQueue, batch: Batch, failure: FailureCause): void {
    switch (batch.state) {
      case 'open':
      case 'ready':
        this.drop(queue, batch, this.errorFor(batch, failure));
        return;
      case 'retrying':
        this.giveUp(queue, batch, this.errorFor(batch, failure));
        return;
      case 'inFlight':
        this.abandon(queue, batch, failure);
        return;
      case 'decided':
      case 'settled':
        return;
    }
  }

  /** Replaces a refused batch by its children; they keep its sequences, so no gap arises. */
  replace(queue: PartitionQueue, parent: Batch, children: readonly Batch[]): void {
    const index = queue.batches.indexOf(parent);
    queue.batches.splice(index, 1, ...children);
    queue.sentCount += children.length - 1;
    queue.retryingCount += children.length;
    parent.move('decided');
    parent.move('settled');
    this.#releaseSlab(parent);
  }

  /**
   * When nothing of the queue is pending: closes a gap in its sequences. True when its epoch was left behind.
   * Order of events that needs it: batches 1 and 2 in flight, 1 refused as invalid, 2 refused as out of
   * order; both numbers are gone at the broker, so 2 must begin at 0 under the next epoch.
   */
  resolve(queue: PartitionQueue): boolean {
    if (queue.pendingCount > 0 || !(queue.resetWanted || queue.unresolved)) return false;
    const { identity } = queue;
    if (identity === null) {
      queue.resetWanted = false;
      queue.unresolved = false;
      return false;
    }
    if (!queue.resetWanted) {
      // Batches that retry behind the missing one will show whether it was written.
      if (queue.retryingCount > 0) return false;
      queue.unresolved = false;
      if (queue.resolvedByItself) return false;
    }
    this.#reset(queue);
    this.#identity.bump(identity);
    return true;
  }

  #reset(queue: PartitionQueue): void {
    queue.resetWanted = false;
    queue.unresolved = false;
    for (const batch of queue.batches.slice(0, queue.sentCount)) {
      if (batch.state !== 'retrying' || !batch.ambiguous) continue;
      this.failed(queue, batch, { error: this.errorFor(batch, UNRESOLVED), recordRefusals: [] });
    }
    // What is left in the window was refused for certain: it stands first among the never sent again.
    for (const batch of queue.batches.slice(0, queue.sentCount)) {
      if (batch.state !== 'retrying') continue;
      batch.move('ready');
      batch.renumbered = true;
      batch.identity = null;
      batch.baseSequence = -1;
    }
    queue.retryingCount = 0;
    this.#closeWindow(queue);
    queue.identity = null;
  }

  /** Settled ones behind a renumbered one would wait for it: they are delivered, so they go now. */
  #closeWindow(queue: PartitionQueue): void {
    const window = queue.batches.splice(0, queue.sentCount);
    queue.sentCount = 0;
    const unsent: Batch[] = [];
    for (const batch of window) {
      if (batch.state !== 'decided') {
        unsent.push(batch);
        continue;
      }
      batch.move('settled');
      if (!batch.told && batch.result !== null) this.#tell(batch, batch.result);
    }
    queue.batches.unshift(...unsent);
  }
}
