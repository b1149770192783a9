/**
 * Reading a file piece by piece, without knowing how its bytes arrive.
 *
 * A part is a generator that stops whenever the window holds too little, and goes on when it holds more or has
 * ended; so one description of the format serves files in memory and streams.
 */
import type { ByteWindow } from './byte-window.ts';
import { malformedContainer, truncatedContainer } from './container-error.ts';

/** Stops to say that it needs more bytes; returns what it has read. */
export type Part<T> = Generator<undefined, T, undefined>;

const LONGEST_LONG_BYTES = 10;

/** Goes on when `length` bytes are there. Throws `CONTAINER_TRUNCATED` when they never will be. */
export function* arrived(window: ByteWindow, length: number): Part<void> {
  while (window.remaining < length) {
    if (window.hasEnded) throw truncatedContainer(window.position + window.remaining);
    yield;
  }
}

/** A zigzag varint. Beyond 2^53 the result is near enough for counts and sizes, which then fit nothing. */
export function* long(window: ByteWindow): Part<number> {
  const start = window.position;
  let zigzag = 0;
  let scale = 1;
  for (let length = 1; length <= LONGEST_LONG_BYTES; length++) {
    if (window.remaining === 0) yield* arrived(window, 1);
    const byte = window.byte();
    zigzag += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte < 0x80) {
      if (length === LONGEST_LONG_BYTES && byte > 1) break;
      return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    }
  }
  throw malformedContainer(`a number at byte ${start} has more than 64 bits`);
}

/** Runs a part over a file that is there as a whole. */
export function readPart<T>(part: Part<T>): T {
  for (;;) {
    const step = part.next();
    if (step.done === true) return step.value;
  }
}
