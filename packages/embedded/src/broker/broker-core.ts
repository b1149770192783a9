/**
 * One broker without its network: a request in, an answer out, now or later.
 *
 * Owns the requests that wait (Fetch long polls) under tickets. `handle` never blocks; after any change of
 * the shared state, and when `nextDeadline` has come, `settle` gives the answers that are due. No sockets,
 * timers or clock: the server or a simulator brings them.
 */
import { apiVersions, type Api } from '@ottla/protocol';
import type { ClusterState } from './cluster-state.ts';
import type { Handler, Outcome } from './handler.ts';
import { unsupportedApiVersions } from './handlers/api-versions.ts';
import { handlers } from './handlers/index.ts';

/** A decoded request. */
export interface BrokerRequest {
  readonly api: Api;
  readonly version: number;
  readonly body: unknown;
}

/** What the caller does with a request. */
export type BrokerAnswer =
  | { readonly kind: 'answer'; readonly body: unknown }
  | { readonly kind: 'none' }
  | { readonly kind: 'close'; readonly reason: string }
  /** `settle` will give the body under this ticket. */
  | { readonly kind: 'delayed'; readonly ticket: number };

export interface SettledAnswer {
  readonly ticket: number;
  readonly body: unknown;
}

type Waiting = Extract<Outcome, { kind: 'wait' }>;

const served: readonly Api[] = handlers.map((handler) => handler.api);
const handlersByKey: ReadonlyMap<number, Handler> = new Map(
  handlers.map((handler) => [handler.api.key, handler]),
);

export class BrokerCore {
  readonly nodeId: number;
  readonly state: ClusterState;
  readonly #waiting = new Map<number, Waiting>();
  #nextTicket = 1;
  #changesSeen = 0;

  constructor(nodeId: number, state: ClusterState) {
    this.nodeId = nodeId;
    this.state = state;
  }

  /**
   * Handles one request. `now` is monotonic, in ms. `wallNow` is in ms since 1970 and judges timestamps of
   * records; without it they are not judged.
   */
  handle(request: BrokerRequest, now: number, wallNow?: number): BrokerAnswer {
    const handler = handlersByKey.get(request.api.key);
    if (handler === undefined) {
      return { kind: 'close', reason: `${request.api.name} is not served here` };
    }
    const call = { state: this.state, nodeId: this.nodeId, served, version: request.version, now, wallNow };
    const outcome = handler.handle(request.body, call);
    if (outcome.kind !== 'wait') return outcome;
    const ticket = this.#nextTicket++;
    this.#waiting.set(ticket, outcome);
    return { kind: 'delayed', ticket };
  }

  /**
   * The answer to a request that could not be read because its version is unknown: ApiVersions is answered
   * in version 0 with error 35 (KIP-511); anything else ends the connection.
   */
  refuseVersion(apiKey: number): BrokerAnswer {
    if (apiKey === apiVersions.key) return { kind: 'answer', body: unsupportedApiVersions(served) };
    return { kind: 'close', reason: `unknown API or version (key ${apiKey})` };
  }

  /** The answers that became due by a change or by time, oldest request first. */
  settle(now: number): readonly SettledAnswer[] {
    if (this.#waiting.size === 0) return [];
    const changed = this.#changesSeen !== this.state.changes;
    this.#changesSeen = this.state.changes;
    const settled: SettledAnswer[] = [];
    for (const [ticket, waiting] of this.#waiting) {
      if (!changed && now < waiting.deadline) continue;
      const body = waiting.attempt(now);
      if (body === null) continue;
      this.#waiting.delete(ticket);
      settled.push({ ticket, body });
    }
    return settled;
  }

  /** When `settle` must be called at the latest, or null while nothing waits. */
  nextDeadline(): number | null {
    let earliest: number | null = null;
    for (const { deadline } of this.#waiting.values()) {
      if (earliest === null || deadline < earliest) earliest = deadline;
    }
    return earliest;
  }

  /** Forgets a delayed answer: whoever asked is gone. */
  cancel(ticket: number): void {
    this.#waiting.delete(ticket);
  }
}
