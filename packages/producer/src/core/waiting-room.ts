/**
 * Records that cannot be appended yet, and the bounds on them.
 *
 * Every waiter stands in one line (its topic's gate, the line of records for partitions that do not exist
 * yet, or the one line for memory) and in the order of arrival, which is the order of deadlines. Count and
 * bytes are bounded; past the bounds nobody is let in. A waiter holds copies of its bytes, or nothing while
 * its serializer is not ready. Lines are first in, first out.
 */
import type { RecordHeader } from '@ottla/kernel';
import type { Reject, Resolve } from './batch.ts';
import type { FlushBarrier } from './flush-barrier.ts';
import type { RecordCopy } from './record-copy.ts';

export interface WaiterSeed {
  readonly topic: string;
  readonly deadline: number;
  readonly partition: number;
  readonly timestampMs: number;
  readonly headers: readonly RecordHeader[];
  readonly resolve: Resolve;
  readonly reject: Reject;
}

const NO_BYTES = Buffer.alloc(0);

export class Waiter {
  readonly topic: string;
  readonly deadline: number;
  readonly partition: number;
  readonly timestampMs: number;
  headers: readonly RecordHeader[];
  readonly resolve: Resolve;
  readonly reject: Reject;
  readonly barriers: FlushBarrier[] = [];
  /** Key and value, one after the other; lengths of -1 mean null. Valid once `prepared`. */
  bytes: Buffer = NO_BYTES;
  keyLength = -1;
  valueLength = -1;
  heldBytes = 0;
  /** False while its serializer is asked to get ready. */
  prepared = false;
  /** True once it was appended or refused. */
  gone = false;
  line: WaitingLine | null = null;
  // Intrusive links: leaving from the middle must not cost a search.
  lineBefore: Waiter | null = null;
  lineAfter: Waiter | null = null;
  arrivedBefore: Waiter | null = null;
  arrivedAfter: Waiter | null = null;

  constructor(seed: WaiterSeed) {
    this.topic = seed.topic;
    this.deadline = seed.deadline;
    this.partition = seed.partition;
    this.timestampMs = seed.timestampMs;
    this.headers = seed.headers;
    this.resolve = seed.resolve;
    this.reject = seed.reject;
  }

  /** Its record, serialized. */
  take(copy: RecordCopy): void {
    this.bytes = copy.bytes;
    this.keyLength = copy.keyLength;
    this.valueLength = copy.valueLength;
    this.headers = copy.headers;
    this.heldBytes = copy.heldBytes;
    this.prepared = true;
  }
}

/** One first-in-first-out line. */
export class WaitingLine {
  head: Waiter | null = null;
  #tail: Waiter | null = null;

  get empty(): boolean {
    return this.head === null;
  }

  push(waiter: Waiter): void {
    waiter.line = this;
    waiter.lineBefore = this.#tail;
    waiter.lineAfter = null;
    if (this.#tail === null) this.head = waiter;
    else this.#tail.lineAfter = waiter;
    this.#tail = waiter;
  }

  remove(waiter: Waiter): void {
    const { lineBefore, lineAfter } = waiter;
    if (lineBefore === null) this.head = lineAfter;
    else lineBefore.lineAfter = lineAfter;
    if (lineAfter === null) this.#tail = lineBefore;
    else lineAfter.lineBefore = lineBefore;
    waiter.line = null;
    waiter.lineBefore = null;
    waiter.lineAfter = null;
  }
}

export interface WaitingBounds {
  readonly maximumRecords: number;
  readonly maximumBytes: number;
}

export class WaitingRoom {
  /** Those that wait for memory. */
  readonly memoryLine = new WaitingLine();
  readonly #bounds: WaitingBounds;
  #first: Waiter | null = null;
  #last: Waiter | null = null;
  #count = 0;
  #bytes = 0;

  constructor(bounds: WaitingBounds) {
    this.#bounds = bounds;
  }

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The longest waiting; its deadline is the earliest. */
  get first(): Waiter | null {
    return this.#first;
  }

  hasRoomFor(bytes: number): boolean {
    return this.#count < this.#bounds.maximumRecords && this.#bytes + bytes <= this.#bounds.maximumBytes;
  }

  enter(waiter: Waiter, line: WaitingLine): void {
    this.#count++;
    this.#bytes += waiter.heldBytes;
    waiter.arrivedBefore = this.#last;
    if (this.#last === null) this.#first = waiter;
    else this.#last.arrivedAfter = waiter;
    this.#last = waiter;
    line.push(waiter);
  }

  /** To the end of another line; its place in the order of arrival stays. */
  moveTo(line: WaitingLine, waiter: Waiter): void {
    waiter.line?.remove(waiter);
    line.push(waiter);
  }

  /** Gives a waiter that was not serialized what it lacked. */
  prepare(waiter: Waiter, copy: RecordCopy): void {
    waiter.take(copy);
    this.#bytes += copy.heldBytes;
  }

  leave(waiter: Waiter): void {
    waiter.gone = true;
    waiter.line?.remove(waiter);
    this.#count--;
    this.#bytes -= waiter.heldBytes;
    const { arrivedBefore, arrivedAfter } = waiter;
    if (arrivedBefore === null) this.#first = arrivedAfter;
    else arrivedBefore.arrivedAfter = arrivedAfter;
    if (arrivedAfter === null) this.#last = arrivedBefore;
    else arrivedAfter.arrivedBefore = arrivedBefore;
    waiter.arrivedBefore = null;
    waiter.arrivedAfter = null;
  }
}
