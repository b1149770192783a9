/**
 * Lets records in: into a batch at once, or into a line to wait, or not at all.
 *
 * Order is kept per partition: who finds someone waiting at the gate of its topic, or for memory, stands
 * behind. A gate opens when the topic is known and the serializer of its first record is ready. Records for
 * a partition that does not exist yet stand apart, so that they hold back nobody. Every wait ends after
 * `maxBlockMs`; past the bounds of the waiting room a record is refused at once.
 */
import type { OttlaError } from '@ottla/kernel';
import { kafkaError } from '@ottla/protocol';
import type { Accumulator } from './accumulator.ts';
import type { CoreOptions } from './core-options.ts';
import { AdmissionErrors, metadataRefused } from './admission-errors.ts';
import type { BufferExhaustedError } from './errors.ts';
import type { Outbox } from './effects.ts';
import type { FlushBarrier } from './flush-barrier.ts';
import type { MetadataView } from './metadata-view.ts';
import type { PartitionQueue } from './partition-queue.ts';
import { copyRecord, heldBytes } from './record-copy.ts';
import { RecordDraft } from './record-draft.ts';
import type { TopicState } from './topic-state.ts';
import { Waiter, type WaitingLine, type WaitingRoom } from './waiting-room.ts';

export interface AdmissionParts {
  readonly options: CoreOptions;
  readonly accumulator: Accumulator;
  readonly room: WaitingRoom;
  readonly metadata: MetadataView;
  readonly outbox: Outbox;
  /** A queue got a record. */
  readonly filled: (queue: PartitionQueue) => void;
}

export class Admission {
  readonly #parts: AdmissionParts;
  readonly #errors: AdmissionErrors;
  /** Topics with somebody in one of their lines. */
  readonly #lined = new Set<TopicState>();
  #draft: RecordDraft | null = null;
  /** Shared by the refusals of one turn: a loop that floods must not build a stack trace per record. */
  #exhausted: BufferExhaustedError | null = null;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
    this.#errors = new AdmissionErrors(parts);
  }

  /** Appends, lets wait, or returns why the record is refused. */
  admit(draft: RecordDraft, now: number): OttlaError | null {
    const { accumulator, room, filled } = this.#parts;
    const recordBytes = accumulator.recordBytes(draft);
    const tooLarge = this.#errors.tooLarge(draft.topic.name, recordBytes);
    if (tooLarge !== null) return tooLarge;
    if (!draft.topic.passable) return this.#wait(draft, draft.topic.gate, now);
    if (draft.partition >= draft.topic.queues.length) return this.#wait(draft, draft.topic.beyond, now);
    if (!room.memoryLine.empty) return this.#wait(draft, room.memoryLine, now);
    const outcome = accumulator.append(draft, recordBytes, now);
    if (typeof outcome !== 'object') return this.#wait(draft, room.memoryLine, now);
    filled(outcome);
    return null;
  }

  /** Holds a record whose serializer is not ready; only its size is still unknown. */
  hold(draft: RecordDraft, now: number): Waiter | OttlaError {
    if (!this.#parts.room.hasRoomFor(0)) return this.#refusal(draft.topic.name);
    const waiter = this.#waiterFor(draft, now);
    this.#enter(waiter, draft.topic, draft.topic.gate);
    return waiter;
  }

  #wait(draft: RecordDraft, line: WaitingLine, now: number): OttlaError | null {
    const bytes = heldBytes(draft);
    if (!this.#parts.room.hasRoomFor(bytes)) return this.#refusal(draft.topic.name);
    const waiter = this.#waiterFor(draft, now);
    waiter.take(copyRecord(draft));
    this.#enter(waiter, draft.topic, line);
    return null;
  }

  #waiterFor(draft: RecordDraft, now: number): Waiter {
    return new Waiter({
      topic: draft.topic.name,
      deadline: now + this.#parts.options.maxBlockMs,
      partition: draft.partition,
      timestampMs: draft.timestampMs,
      headers: draft.headers,
      resolve: draft.resolve,
      reject: draft.reject,
    });
  }

  #enter(waiter: Waiter, topic: TopicState, line: WaitingLine): void {
    const { room, metadata } = this.#parts;
    room.enter(waiter, line);
    if (line === room.memoryLine) return;
    this.#lined.add(topic);
    if (topic.known && line === topic.gate) return;
    if (topic.errorCode < 0 && topic.gate.head === waiter) metadata.wantNew();
    else metadata.want();
  }

  #refusal(topic: string): BufferExhaustedError {
    if (this.#exhausted?.topic !== topic) this.#exhausted = this.#errors.noRoom(topic);
    return this.#exhausted;
  }

  /** The waiter's record was serialized: now its size is known. */
  prepared(waiter: Waiter, draft: RecordDraft): void {
    if (waiter.gone) return;
    const { room, accumulator, options } = this.#parts;
    const tooLarge = this.#errors.tooLarge(waiter.topic, accumulator.recordBytes(draft));
    if (tooLarge !== null) this.refuse(waiter, tooLarge);
    else if (room.bytes + heldBytes(draft) > options.bufferMemory) {
      this.refuse(waiter, this.#refusal(waiter.topic));
    } else room.prepare(waiter, copyRecord(draft));
  }

  /** Lets in whom memory and gates allow, in order. */
  admitWaiting(now: number): void {
    this.#exhausted = null;
    this.#serveMemoryLine(now);
    for (const topic of this.#lined) {
      this.#serveGate(topic, now);
      if (topic.gate.empty && topic.beyond.empty) this.#lined.delete(topic);
    }
  }

  #serveMemoryLine(now: number): void {
    const line = this.#parts.room.memoryLine;
    for (let head = line.head; head !== null; head = line.head) if (!this.#append(head, now)) return;
  }

  #serveGate(topic: TopicState, now: number): void {
    if (!topic.known) {
      this.#parts.metadata.want();
      return;
    }
    for (let head = topic.gate.head; head?.prepared === true; head = topic.gate.head)
      this.#pass(topic, head, now);
    const stillBeyond: Waiter[] = [];
    for (let head = topic.beyond.head; head !== null; head = topic.beyond.head) {
      topic.beyond.remove(head);
      if (head.partition >= topic.queues.length) stillBeyond.push(head);
      else this.#toMemory(head, now);
    }
    for (const waiter of stillBeyond) topic.beyond.push(waiter);
    if (stillBeyond.length > 0) this.#parts.metadata.want();
  }

  #pass(topic: TopicState, waiter: Waiter, now: number): void {
    if (waiter.partition >= topic.queues.length) this.#parts.room.moveTo(topic.beyond, waiter);
    else this.#toMemory(waiter, now);
  }

  #toMemory(waiter: Waiter, now: number): void {
    const { room } = this.#parts;
    if (room.memoryLine.empty && this.#append(waiter, now)) return;
    room.moveTo(room.memoryLine, waiter);
  }

  #append(waiter: Waiter, now: number): boolean {
    const { accumulator, room } = this.#parts;
    const draft = this.#draftOf(waiter);
    const outcome = accumulator.append(draft, accumulator.recordBytes(draft), now);
    if (outcome === 'noMemory') return false;
    if (outcome === 'noPartition') {
      // The topic was made anew with fewer partitions while the record waited.
      room.moveTo(draft.topic.beyond, waiter);
      this.#lined.add(draft.topic);
      return true;
    }
    room.leave(waiter);
    handOn(waiter.barriers, outcome);
    this.#parts.filled(outcome);
    return true;
  }

  #draftOf(waiter: Waiter): RecordDraft {
    const topic = this.#parts.metadata.topic(waiter.topic);
    const draft = (this.#draft ??= new RecordDraft(topic, waiter.bytes));
    draft.topic = topic;
    draft.partition = waiter.partition;
    draft.timestampMs = waiter.timestampMs;
    draft.source = waiter.bytes;
    draft.keyStart = 0;
    draft.keyLength = waiter.keyLength;
    draft.valueStart = Math.max(0, waiter.keyLength);
    draft.valueLength = waiter.valueLength;
    draft.headers = waiter.headers;
    draft.resolve = waiter.resolve;
    draft.reject = waiter.reject;
    return draft;
  }

  /** Refuses those whose wait took too long. Those who waited for the same share one error. */
  expire(now: number): void {
    const { room } = this.#parts;
    const shared = new Map<string, OttlaError>();
    for (let first = room.first; first !== null && first.deadline <= now; first = room.first) {
      const reason = `${first.line === room.memoryLine} ${first.partition} ${first.topic}`;
      const error = shared.get(reason) ?? this.#errors.expired(first);
      shared.set(reason, error);
      this.refuse(first, error);
    }
  }

  refuse(waiter: Waiter, error: OttlaError): void {
    if (waiter.gone) return;
    this.#parts.room.leave(waiter);
    for (const barrier of waiter.barriers) barrier.remove();
    this.#parts.outbox.put({ type: 'refuse', reject: waiter.reject, error });
  }

  refuseAll(error: OttlaError): void {
    for (let first = this.#parts.room.first; first !== null; first = this.#parts.room.first)
      this.refuse(first, error);
  }

  /** A topic whose metadata is an error that waiting will not mend fails its waiters at once. */
  judgeTopic(topic: TopicState): void {
    if (topic.known || topic.errorCode <= 0 || kafkaError(topic.errorCode).action === 'retriable') return;
    const error = metadataRefused(topic);
    for (let head = topic.gate.head; head !== null; head = topic.gate.head) this.refuse(head, error);
  }
}

/** Flushes that wait for the record wait for its batch now. */
function handOn(barriers: readonly FlushBarrier[], queue: PartitionQueue): void {
  const batch = queue.open ?? queue.batches.at(-1);
  for (const barrier of barriers) {
    if (batch === undefined || batch.barriers.includes(barrier)) barrier.remove();
    else batch.barriers.push(barrier);
  }
}
