/**
 * The states of a connection and the moves between them.
 *
 * Each state carries only what it needs. `backoff` is also where a connection begins, with a pause that is
 * over. `closed` is final. A move that the table does not list is a defect and throws InvariantError.
 */
import { InvariantError } from '@ottla/kernel';
import type { BrokerVersions } from './version-negotiation.ts';

export type ConnectionState =
  /** No socket; the next attempt is due at `untilMs`. */
  | { readonly kind: 'backoff'; readonly untilMs: number }
  | { readonly kind: 'connecting'; readonly deadlineMs: number }
  /** ApiVersions was asked in version `asked`; what waits stays unsent. */
  | {
      readonly kind: 'negotiating';
      readonly deadlineMs: number;
      readonly asked: number;
      readonly correlationId: number;
    }
  | { readonly kind: 'ready'; readonly versions: BrokerVersions }
  | { readonly kind: 'closed' };

export type ConnectionStateKind = ConnectionState['kind'];

export const CONNECTION_MOVES: Readonly<Record<ConnectionStateKind, readonly ConnectionStateKind[]>> = {
  backoff: ['connecting', 'closed'],
  connecting: ['negotiating', 'backoff', 'closed'],
  /** To itself when the broker asks for an older ApiVersions. */
  negotiating: ['negotiating', 'ready', 'backoff', 'closed'],
  ready: ['backoff', 'closed'],
  closed: [],
};

/** The next state, when the table allows it. */
export function moveConnection(from: ConnectionState, to: ConnectionState): ConnectionState {
  if (!CONNECTION_MOVES[from.kind].includes(to.kind)) {
    throw new InvariantError(`a connection moved from ${from.kind} to ${to.kind}`);
  }
  return to;
}
