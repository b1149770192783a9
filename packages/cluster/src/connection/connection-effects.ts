/** What a connection machine asks of whoever drives it, in the order in which it is to be done. */
import type { ClusterError } from '../errors.ts';
import type { RequestFailure } from '../broker-link.ts';

export type ConnectionEffect<R> =
  /** Open a new socket; tell its events until the next `destroy`, and none of an older one. */
  | { readonly kind: 'open' }
  /** One gathered write; `written` is expected once for it. */
  | { readonly kind: 'write'; readonly chunks: readonly Uint8Array[] }
  | { readonly kind: 'destroy' }
  /** The decoded answer; null for a request that gets none. */
  | { readonly kind: 'answer'; readonly request: R; readonly body: object | null }
  | { readonly kind: 'fail'; readonly request: R; readonly failure: RequestFailure }
  | { readonly kind: 'ready' }
  /** The connection ended or could not be made; it is tried again at `retryAtMs`. After every `fail`. */
  | { readonly kind: 'lost'; readonly failure: ClusterError; readonly retryAtMs: number }
  | { readonly kind: 'throttled'; readonly throttleMs: number }
  /** Call `tick` at this instant; replaces an earlier wish. Infinity: no need. */
  | { readonly kind: 'wake'; readonly atMs: number };
