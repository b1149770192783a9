/**
 * Puts records into batches.
 *
 * Owns the open batches and the memory they take. `tryAppend` is the hot path: one call per record, no
 * allocation but the slots for its promise, no clock. Whatever it cannot do at once (open a batch, grow a
 * slab) `append` does, or says that memory is short. A slab begins small and grows by size class; a record
 * larger than a batch gets a slab and a batch of its own. Batches close when the next record does not fit;
 * when they leave is the sender's business.
 */
import { InvariantError, type Random } from '@ottla/kernel';
import { BATCH_HEADER_BYTES, RecordBatchWriter } from '@ottla/protocol';
import { Batch } from './batch.ts';
import type { CoreOptions } from './core-options.ts';
import { chooseSticky, queueFor } from './partitioner.ts';
import type { PartitionQueue } from './partition-queue.ts';
import type { RecordDraft } from './record-draft.ts';
import type { SlabPool } from './slab-pool.ts';

const MOST_EXPECTED_RECORDS = 8192;

/** What became of an append: the queue whose front may have changed, or why not. */
export type AppendOutcome = PartitionQueue | 'noMemory' | 'noPartition';

const isSticky = (draft: RecordDraft): boolean => draft.partition < 0 && draft.keyLength < 0;

export class Accumulator {
  readonly #options: CoreOptions;
  readonly #memory: SlabPool;
  readonly #random: Random;
  #batchId = 0;
  /** Batches opened, ever; children of a split are not counted. */
  openedBatches = 0;

  constructor(options: CoreOptions, memory: SlabPool, random: Random) {
    this.#options = options;
    this.#memory = memory;
    this.#random = random;
  }

  /** Upper bound of a batch with this record alone, in bytes. */
  recordBytes(draft: RecordDraft): number {
    const keyBytes = Math.max(0, draft.keyLength);
    const valueBytes = Math.max(0, draft.valueLength);
    return BATCH_HEADER_BYTES + RecordBatchWriter.recordBytesUpperBound(keyBytes, valueBytes, draft.headers);
  }

  /** Appends to the batch that stands open, if there is one with room. */
  tryAppend(draft: RecordDraft): boolean {
    const batch = queueFor(draft)?.open;
    if (batch === null || batch === undefined || this.#memory.available < this.#options.recordChargeBytes)
      return false;
    return this.#write(batch, draft);
  }

  #write(batch: Batch, draft: RecordDraft): boolean {
    const { writer } = batch;
    const bytesBefore = writer.byteLength;
    const written = writer.append(
      draft.timestampMs,
      draft.source,
      draft.keyStart,
      draft.keyLength,
      draft.valueStart,
      draft.valueLength,
      draft.headers,
    );
    if (!written) return false;
    this.#memory.charge(this.#options.recordChargeBytes);
    const index = batch.unsettledRecords++;
    batch.timestamps.note(index, draft.timestampMs);
    batch.resolves[index] = draft.resolve;
    batch.rejects[index] = draft.reject;
    if (isSticky(draft)) draft.topic.stickyBytes += writer.byteLength - bytesBefore;
    return true;
  }

  /** Appends, opening or growing a batch. The topic must be known and the record within its bounds. */
  append(draft: RecordDraft, recordBytes: number, now: number): AppendOutcome {
    for (let switched = false; ; switched = true) {
      const queue = queueFor(draft) ?? this.#firstSticky(draft);
      if (queue === undefined) return 'noPartition';
      const { open } = queue;
      if (open !== null) {
        const room = this.#makeRoom(queue, open, recordBytes - BATCH_HEADER_BYTES);
        if (room === 'noMemory') return room;
        if (room === 'room' && this.#write(open, draft)) return queue;
        queue.seal();
      }
      if (switched || !this.#switchesNow(draft)) return this.#open(queue, draft, { recordBytes, now });
      chooseSticky(draft.topic, this.#random);
    }
  }

  #firstSticky(draft: RecordDraft): PartitionQueue | undefined {
    return isSticky(draft) ? chooseSticky(draft.topic, this.#random) : undefined;
  }

  /** KIP-794: after a batch size of bytes the sticky partition changes, now that no open batch is left on it. */
  #switchesNow(draft: RecordDraft): boolean {
    const { topic } = draft;
    return isSticky(draft) && topic.queues.length > 1 && topic.stickyBytes >= this.#options.batchSize;
  }

  #makeRoom(queue: PartitionQueue, batch: Batch, recordBytes: number): 'room' | 'full' | 'noMemory' {
    const memory = this.#memory;
    const charge = this.#options.recordChargeBytes;
    const held = batch.slab?.length ?? 0;
    const needed = batch.byteLength + recordBytes;
    if (needed <= held) return memory.available >= charge ? 'room' : 'noMemory';
    const size = memory.sizeFor(needed);
    if (needed > queue.batchBytesLimit || size > queue.batchBytesLimit) return 'full';
    if (memory.available < charge + size - held) return 'noMemory';
    const slab = memory.take(size);
    const old = batch.writer.growTo(slab);
    batch.slab = slab;
    memory.give(old);
    return 'room';
  }

  #open(
    queue: PartitionQueue,
    draft: RecordDraft,
    record: { recordBytes: number; now: number },
  ): AppendOutcome {
    const memory = this.#memory;
    const charge = this.#options.recordChargeBytes;
    const least = this.#leastSlab(queue, record.recordBytes);
    // Begin as large as the last batch ended, while memory is plentiful: growing copies.
    const roomy = memory.available > memory.used ? Math.min(queue.lastSlabBytes, queue.batchBytesLimit) : 0;
    const size = Math.max(least, roomy);
    const fitting = memory.available >= size + charge ? size : least;
    if (memory.available < fitting + charge) return 'noMemory';
    const batch = this.#makeBatch(queue, memory.take(fitting), record.now);
    queue.push(batch);
    if (!this.#write(batch, draft)) {
      throw new InvariantError(
        `a record of at most ${record.recordBytes} bytes did not fit a slab of ${fitting}`,
      );
    }
    if (record.recordBytes > queue.batchBytesLimit) queue.seal();
    return queue;
  }

  /** A pooled size, or exactly the record's when it exceeds a batch, or all memory could not hold more. */
  #leastSlab(queue: PartitionQueue, recordBytes: number): number {
    if (recordBytes > queue.batchBytesLimit) return recordBytes;
    const size = this.#memory.sizeFor(recordBytes);
    return size + this.#options.recordChargeBytes > this.#options.bufferMemory ? recordBytes : size;
  }

  #makeBatch(queue: PartitionQueue, slab: Buffer, createdAt: number): Batch {
    this.openedBatches++;
    return new Batch({
      id: this.nextBatchId(),
      topic: queue.topic,
      partition: queue.partition,
      createdAt,
      slab,
      expectedRecords: Math.min(queue.lastRecordCount, MOST_EXPECTED_RECORDS),
    });
  }

  /** Ids count up and are never used twice. */
  nextBatchId(): number {
    return ++this.#batchId;
  }
}
