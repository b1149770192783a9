/**
 * Callers that ask for the same thing at the same time share one request.
 *
 * A flight is forgotten as soon as it settles: a failure reaches those who waited for it and nobody else;
 * the next caller begins anew.
 */
export class SingleFlight<T> {
  readonly #flights = new Map<string, Promise<T>>();

  run(key: string, start: () => Promise<T>): Promise<T> {
    const flying = this.#flights.get(key);
    if (flying !== undefined) return flying;
    const flight = start().finally(() => this.#flights.delete(key));
    this.#flights.set(key, flight);
    return flight;
  }
}
