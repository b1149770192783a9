/**
 * What the pure parts are given instead of reaching for it: time, chance, and a place to log.
 *
 * Only this file's makers touch the real clock, timers and generator. Everything else takes a port, so a
 * simulator can stand in for the world.
 */

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Monotonic milliseconds, with fractions. Only differences mean anything. */
  now(): number;
  /** Milliseconds since 1970, for record timestamps. */
  wallNow(): number;
  /** Calls back once, `delayMs` from now (0 or more). A pending timer does not keep the process alive when `unref` is set. */
  after(delayMs: number, callback: () => void, options?: { readonly unref?: boolean }): Timer;
  /** Calls back once, after one turn of I/O: what has arrived by now is read before. */
  afterIo(callback: () => void): Timer;
}

/** Uniform in [0, 1). */
export type Random = () => number;

/** One line per call; pino and console fit. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

const ignore = (): void => undefined;

/** Says nothing; the default everywhere. */
export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

export const systemClock: Clock = {
  now: () => performance.now(),
  wallNow: () => Date.now(),
  after(delayMs, callback, options) {
    const handle = setTimeout(callback, Math.max(0, delayMs));
    if (options?.unref === true) handle.unref();
    return { cancel: () => clearTimeout(handle) };
  },
  afterIo(callback) {
    const handle = setImmediate(callback);
    return { cancel: () => clearImmediate(handle) };
  },
};

export const systemRandom: Random = () => Math.random();

/**
 * A repeatable generator (mulberry32): the same seed gives the same sequence.
 * @example
 * const [one, other] = [seededRandom(7), seededRandom(7)];
 * one() === other(); // true
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
