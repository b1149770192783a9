/**
 * The part of a file that has arrived and is not yet read.
 *
 * One window serves a whole file in memory and a stream of chunks: what reads from it asks how much is there,
 * and waits outside when that is too little. Bytes of one chunk are given as views; only what spans several is
 * copied, once.
 */
import { asBuffer } from '@ottla/kernel';

export class ByteWindow {
  /** How many bytes were taken so far: the place in the file. */
  position = 0;
  /** How many have arrived and are not yet taken. */
  remaining = 0;
  /** Nothing more will arrive. */
  hasEnded = false;
  readonly #chunks: Buffer[] = [];
  /** Of the chunk in front, how much is taken; of the list, which one that is. */
  #taken = 0;
  #front = 0;

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.push(asBuffer(chunk));
    this.remaining += chunk.length;
  }

  end(): void {
    this.hasEnded = true;
  }

  /** The next byte, which must be there. */
  byte(): number {
    return this.take(1)[0] ?? 0;
  }

  /** The next bytes, of which as many must be there; valid as long as the chunk they came in. */
  take(length: number): Buffer {
    if (length === 0) return Buffer.alloc(0);
    const front = this.#chunks[this.#front];
    if (front !== undefined && front.length - this.#taken >= length) {
      const view = front.subarray(this.#taken, this.#taken + length);
      this.#advance(front, length);
      return view;
    }
    const joined = Buffer.allocUnsafeSlow(length);
    for (let filled = 0; filled < length;) {
      const chunk = this.#chunks[this.#front];
      if (chunk === undefined) throw new RangeError('more bytes were taken than have arrived');
      const part = Math.min(length - filled, chunk.length - this.#taken);
      chunk.copy(joined, filled, this.#taken, this.#taken + part);
      filled += part;
      this.#advance(chunk, part);
    }
    return joined;
  }

  #advance(chunk: Buffer, bytes: number): void {
    this.position += bytes;
    this.remaining -= bytes;
    this.#taken += bytes;
    if (this.#taken < chunk.length) return;
    this.#taken = 0;
    this.#front++;
    if (this.#front === this.#chunks.length) {
      this.#chunks.length = 0;
      this.#front = 0;
    } else if (this.#front > 64) {
      this.#chunks.splice(0, this.#front);
      this.#front = 0;
    }
  }
}
