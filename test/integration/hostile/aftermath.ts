/**
 * What must hold when a test is over: no rejection went unheard, no socket of ours is open.
 *
 * For files of tests: registers hooks with vitest when called at the top of one.
 */
import { Producer } from '@ottla/producer';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

/** What a test opened, closed after it in the reverse order. */
export class Openings {
  readonly #opened: AsyncDisposable[] = [];

  keep<T extends AsyncDisposable>(opened: T): T {
    this.#opened.push(opened);
    return opened;
  }

  async close(): Promise<void> {
    for (const opened of this.#opened.splice(0).toReversed()) {
      // Draining is for the tests: here a failed one must not take its time.
      if (opened instanceof Producer) await opened.close({ timeoutMs: 0 });
      else await opened[Symbol.asyncDispose]();
    }
  }
}

/** Fails the file when a promise of it was rejected and nobody listened. */
export function expectNoUnhandledRejections(): void {
  const unhandled: unknown[] = [];
  const hear = (reason: unknown): void => void unhandled.push(reason);
  beforeAll(() => void process.on('unhandledRejection', hear));
  afterAll(async () => {
    // Node tells of them after the microtasks of a turn.
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', hear);
    expect(unhandled).toEqual([]);
  });
}

const ENOUGH_MS = 2000;

const openSockets = (): string[] =>
  process.getActiveResourcesInfo().filter((kind) => /^(TCPSocketWrap|TCPConnectWrap|TLSWrap)$/.test(kind));

/**
 * To be called once every client of the process is closed. The other end of a connection hears of it some
 * turns later.
 */
export async function expectNoOpenSocket(): Promise<void> {
  const giveUpAt = performance.now() + ENOUGH_MS;
  while (openSockets().length > 0 && performance.now() < giveUpAt) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(openSockets()).toEqual([]);
}

/** Clients are closed first and must leave no socket; then servers. Both hold until the test is over. */
export function openingsOfEachTest(): { readonly servers: Openings; readonly clients: Openings } {
  const servers = new Openings();
  const clients = new Openings();
  afterEach(async () => {
    try {
      await clients.close();
      await expectNoOpenSocket();
    } finally {
      await servers.close();
    }
  });
  return { servers, clients };
}
