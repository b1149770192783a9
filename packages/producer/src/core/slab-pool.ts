/**
 * The memory records stand in until they are settled.
 *
 * Owns the count of `bufferMemory`: slabs held by batches plus a charge per record for its bookkeeping.
 * A slab has one of a few sizes (4 KiB, doubling, up to the batch size) and goes back to a free list; a
 * larger one is made for one record and dropped. Free slabs are not charged, but together with the
 * charged memory they never exceed the limit. Whoever returns a slab vouches that nothing reads it any
 * more: neither a pending write nor an answer still to come (KAFKA-19012).
 */
import { InvariantError } from '@ottla/kernel';

const FIRST_SLAB_BYTES = 4096;

export interface SlabPoolOptions {
  readonly bufferMemory: number;
  /** The largest pooled slab. */
  readonly batchBytes: number;
}

export class SlabPool {
  readonly #bufferMemory: number;
  /** Ascending; the last is the batch size. */
  readonly #sizes: readonly number[];
  readonly #free = new Map<number, Buffer[]>();
  #freeBytes = 0;
  #used = 0;

  constructor(options: SlabPoolOptions) {
    this.#bufferMemory = options.bufferMemory;
    const sizes: number[] = [];
    for (let size = FIRST_SLAB_BYTES; size < options.batchBytes; size *= 2) sizes.push(size);
    sizes.push(Math.max(options.batchBytes, 1));
    this.#sizes = sizes;
    for (const size of sizes) this.#free.set(size, []);
  }

  /** Charged bytes: slabs held and records' charges. */
  get used(): number {
    return this.#used;
  }

  get available(): number {
    return this.#bufferMemory - this.#used;
  }

  /** Bytes of slabs kept for reuse. */
  get pooled(): number {
    return this.#freeBytes;
  }

  charge(bytes: number): void {
    this.#used += bytes;
  }

  refund(bytes: number): void {
    this.#used -= bytes;
    if (this.#used < 0) throw new InvariantError(`memory was returned twice: ${this.#used} bytes in use`);
  }

  /** The size of slab that `bytes` need: a pooled size, or `bytes` themselves when they exceed all. */
  sizeFor(bytes: number): number {
    for (const size of this.#sizes) if (size >= bytes) return size;
    return bytes;
  }

  /** Hands out and charges a slab of `size` bytes. Asks for no room: see `available`. */
  take(size: number): Buffer {
    this.#used += size;
    const slab = this.#free.get(size)?.pop();
    if (slab !== undefined) {
      this.#freeBytes -= size;
      return slab;
    }
    if (this.#used + this.#freeBytes > this.#bufferMemory)
      this.#dropFree(this.#used + this.#freeBytes - this.#bufferMemory);
    return Buffer.allocUnsafeSlow(size);
  }

  /** Takes a slab back. It must not be in use anywhere. */
  give(slab: Buffer): void {
    const size = slab.length;
    this.refund(size);
    const free = this.#free.get(size);
    if (free === undefined || this.#used + this.#freeBytes + size > this.#bufferMemory) return;
    free.push(slab);
    this.#freeBytes += size;
  }

  #dropFree(wanted: number): void {
    let dropped = 0;
    for (const [size, free] of this.#free) {
      while (dropped < wanted && free.pop() !== undefined) {
        dropped += size;
        this.#freeBytes -= size;
      }
    }
  }
}
