/** A transport that knows how many of its sockets are still open, so that close() can wait for none. */
import type { Transport, TransportEvents, TransportSocket } from './transport.ts';

export class TrackedTransport implements Transport {
  readonly #inner: Transport;
  #open = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(inner: Transport) {
    this.#inner = inner;
  }

  open(host: string, port: number, events: TransportEvents): TransportSocket {
    this.#open++;
    return this.#inner.open(host, port, {
      opened: () => events.opened(),
      received: (bytes) => events.received(bytes),
      written: () => events.written(),
      closed: (cause) => {
        this.#open--;
        if (this.#open === 0) for (const resolve of this.#waiting.splice(0)) resolve();
        events.closed(cause);
      },
    });
  }

  /** Resolves when no socket is open. */
  drained(): Promise<void> {
    if (this.#open === 0) return Promise.resolve();
    return new Promise((resolve) => void this.#waiting.push(resolve));
  }
}
