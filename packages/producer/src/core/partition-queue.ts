/**
 * The batches of one partition, in append order, and how far they are.
 *
 * The first `sentCount` batches form the window: sent at least once and not settled. Behind them stand
 * batches never sent (or to be numbered anew), the last of them perhaps open. With idempotence the window
 * holds consecutive sequences under one identity, and brokers remember five batches, so it never holds
 * more. Sequences: KIP-98; see docs/internals/producer.md for the rules. Owns only itself; who acts on it is the
 * sender (draining) and the delivery (answers, expiry).
 */
import { InvariantError } from '@ottla/kernel';
import { nextSequence } from '@ottla/protocol';
import type { Batch } from './batch.ts';
import type { ProducerIdentity } from './identity.ts';

export class PartitionQueue {
  readonly topic: string;
  readonly partition: number;
  /** -1: no leader is known. */
  leaderId = -1;
  leaderEpoch = -1;

  readonly batches: Batch[] = [];
  /** Batches at the front that were sent at least once under their present sequence. */
  sentCount = 0;
  /** Of these, how many a request carries now, and to whom. */
  pendingCount = 0;
  pendingBrokerId = -1;
  retryingCount = 0;
  /** The batch that takes records; always the last. */
  open: Batch | null = null;
  /** Largest batch to build, in bytes; falls when a broker refuses larger ones. */
  batchBytesLimit: number;
  /** Slab size the last batch ended with: where the next may begin. */
  lastSlabBytes = 0;
  /** Records of the last batch: how many slots the next may need. */
  lastRecordCount = 0;
  backoffUntil = -Infinity;

  identity: ProducerIdentity | null = null;
  nextSequence = 0;
  lastAckedSequence = -1;
  /** A batch was acknowledged under the present identity, so the broker knows it and refuses gaps. */
  proven = false;
  /** A sent batch left the window without an answer; the window must empty before a new one is sent. */
  unresolved = false;
  /** A batch was refused for certain, so sequences after it have a gap: start anew when nothing is pending. */
  resetWanted = false;

  // Marks of the sender's lists, so that each queue stands in each list once.
  touched = false;
  listedAtBroker = -1;
  attentionAt = Infinity;
  expiryListed = false;

  constructor(topic: string, partition: number, batchBytesLimit: number) {
    this.topic = topic;
    this.partition = partition;
    this.batchBytesLimit = batchBytesLimit;
  }

  /** The batch to send next: the first that retries, else the first never sent. */
  get candidate(): Batch | undefined {
    if (this.retryingCount === 0) return this.batches[this.sentCount];
    return this.batches.find((batch) => batch.state === 'retrying');
  }

  /** Appends a new open batch. */
  push(batch: Batch): void {
    if (this.open !== null)
      throw new InvariantError(`'${this.topic}' partition ${this.partition} has two open batches`);
    this.batches.push(batch);
    this.open = batch;
  }

  /** Closes the open batch: no record follows. */
  seal(): void {
    const { open } = this;
    if (open === null) return;
    this.open = null;
    this.lastSlabBytes = open.slab?.length ?? 0;
    this.lastRecordCount = open.recordCount;
    open.move('ready');
  }

  /** Begins to count from 0 under another identity. Only when the window is empty. */
  adopt(identity: ProducerIdentity): void {
    if (this.sentCount > 0) {
      throw new InvariantError(
        `'${this.topic}' partition ${this.partition} changed its identity with batches on their way`,
      );
    }
    this.identity = identity;
    this.nextSequence = 0;
    this.lastAckedSequence = -1;
    this.proven = false;
  }

  /** The first never-sent batch gets the next sequence and joins the window. */
  enterWindow(batch: Batch): void {
    if (this.batches[this.sentCount] !== batch) {
      throw new InvariantError(`batch ${batch.id} was sent before an earlier one of its partition`);
    }
    this.sentCount++;
    if (this.identity === null) return;
    batch.identity = this.identity;
    batch.baseSequence = this.nextSequence;
    this.nextSequence = nextSequence(this.nextSequence, batch.recordCount);
  }

  /** Notes an acknowledgement under the present identity. */
  acknowledge(batch: Batch): void {
    if (batch.identity === null || batch.identity !== this.identity) return;
    this.proven = true;
    const last = nextSequence(batch.baseSequence, batch.recordCount - 1);
    if (this.lastAckedSequence < 0 || isLater(last, this.lastAckedSequence)) this.lastAckedSequence = last;
  }

  /** Whether every sequence handed out was acknowledged, although some batch left without an answer. */
  get resolvedByItself(): boolean {
    return this.lastAckedSequence >= 0 && nextSequence(this.lastAckedSequence, 1) === this.nextSequence;
  }

  /** Whether a later batch of the window was acknowledged: the broker took it only because it has this one. */
  provenBySuccessor(batch: Batch): boolean {
    const index = this.batches.indexOf(batch);
    return this.batches
      .slice(index + 1, this.sentCount)
      .some((later) => later.identity === batch.identity && later.result?.kind === 'delivered');
  }
}

/** Whether sequence `left` comes after `right`, across the wrap at 2^31. The window is far below 2^30. */
function isLater(left: number, right: number): boolean {
  return ((left - right) & 0x7fffffff) < 0x40000000 && left !== right;
}
