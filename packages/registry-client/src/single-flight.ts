/**
 * Callers that ask for the same thing at the same time share one request.
 *
 * A flight is forgotten as soon as it settles: a failure reaches those who waited for it and nobody else;
 * the next caller begins anew. A signal ends its own caller's wait only. When the last one has gone, the
 * flight is forgotten and its request ended: nobody who comes later gets on.
 */
export interface Passenger {
  /** Ends this caller's wait. */
  readonly signal?: AbortSignal | undefined;
  /** What the caller is rejected with then. */
  readonly aborted: (signal: AbortSignal) => Error;
}

interface Flight<T> {
  readonly landing: Promise<T>;
  readonly ending: AbortController;
  /** Callers that still wait. */
  waiting: number;
}

export class SingleFlight<T> {
  readonly #flights = new Map<string, Flight<T>>();
  readonly #onShared: () => void;

  constructor(onShared: () => void) {
    this.#onShared = onShared;
  }

  /** `start` begins the flight; its signal is aborted when nobody waits for it any more. */
  run(key: string, start: (ended: AbortSignal) => Promise<T>, passenger: Passenger): Promise<T> {
    const { signal, aborted } = passenger;
    if (signal?.aborted === true) return Promise.reject(aborted(signal));
    let flight = this.#flights.get(key);
    if (flight === undefined) flight = this.#begin(key, start);
    else this.#onShared();
    flight.waiting++;
    return signal === undefined ? flight.landing : this.#waitFor(key, flight, { signal, aborted });
  }

  #begin(key: string, start: (ended: AbortSignal) => Promise<T>): Flight<T> {
    const ending = new AbortController();
    const landing = start(ending.signal).finally(() => this.#forget(key, flight));
    const flight: Flight<T> = { landing, ending, waiting: 0 };
    this.#flights.set(key, flight);
    return flight;
  }

  async #waitFor(
    key: string,
    flight: Flight<T>,
    { signal, aborted }: { signal: AbortSignal; aborted: Passenger['aborted'] },
  ): Promise<T> {
    let leave = (): void => undefined;
    const left = new Promise<never>((_resolve, reject) => {
      leave = () => {
        reject(aborted(signal));
        if (--flight.waiting > 0) return;
        this.#forget(key, flight);
        flight.ending.abort();
      };
    });
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([flight.landing, left]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** Another flight may have begun under this key. */
  #forget(key: string, flight: Flight<T>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
