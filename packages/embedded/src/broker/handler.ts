/**
 * The form of a request handler: one API, its request in, an outcome out.
 *
 * A handler is pure: it reads and changes ClusterState and nothing else; time is an argument. Which
 * versions it serves is the message table's business (`api.versions`), not a second number.
 */
import type { Api, RequestOf, ResponseInput } from '@ottla/protocol';
import type { ClusterState } from './cluster-state.ts';

/** The broker a request came to, and the circumstances. */
export interface Call {
  readonly state: ClusterState;
  readonly nodeId: number;
  /** The APIs that have a handler. */
  readonly served: readonly Api[];
  readonly version: number;
  /** Monotonic milliseconds. */
  readonly now: number;
  /** Milliseconds since 1970; undefined where nobody tells it. */
  readonly wallNow: number | undefined;
}

/** What becomes of a request. */
export type Outcome<Body = unknown> =
  | { readonly kind: 'answer'; readonly body: Body }
  /** Nothing is sent (Produce with acks 0). */
  | { readonly kind: 'none' }
  /** The broker ends the connection (an error that acks 0 leaves no other way to tell). */
  | { readonly kind: 'close'; readonly reason: string }
  /** Answered later: as soon as `attempt` gives a body, asked again after each change and at `deadline`. */
  | { readonly kind: 'wait'; readonly deadline: number; readonly attempt: (now: number) => Body | null };

export interface Handler {
  readonly api: Api;
  handle(body: unknown, call: Call): Outcome;
}

/** Ties a handling function to its API, so that the types of request and answer are checked. */
export function defineHandler<A extends Api>(
  api: A,
  handle: (body: RequestOf<A>, call: Call) => Outcome<ResponseInput<A>>,
): Handler {
  return {
    api,
    // The body was decoded with this very api, or is of its type: BrokerCore finds the handler by key.
    handle: (body, call) => handle(body as RequestOf<A>, call),
  };
}
