/**
 * Faults on request: what a test may do with a request before, or instead of, the broker.
 *
 * Words only; the list of controls asks, and connections carry the verdicts out.
 */
import type { Api } from '@ottla/protocol';
import { ControlList, type Control } from '../control-list.ts';

/** A request as it reached a broker, decoded. */
export interface InterceptedRequest {
  readonly nodeId: number;
  readonly api: Api;
  readonly version: number;
  readonly correlationId: number;
  readonly clientId: string | null;
  /** Decoded with `api`; compare `api.key` before casting it to `RequestOf<typeof produce>` and the like. */
  readonly body: unknown;
  /** Unique within the cluster, in the order of connecting. */
  readonly connectionId: number;
}

/**
 * What becomes of the request.
 * - `'pass'`: the broker handles it, or the next control decides.
 * - `'drop'`: nobody handles it and nothing is answered; the connection goes on.
 * - `'disconnect'`: nobody handles it; the connection ends.
 * - `'handleThenDrop'`: the broker handles it, its answer is lost.
 * - `'handleThenDisconnect'`: the broker handles it, and the connection ends instead of the answer.
 * - `{ answer }`: nobody handles it; this body is the answer, in the version of the request. An ApiVersions
 *   body with errorCode 35 goes out in the form of v0, as a broker refuses a version it does not know.
 */
export type InterceptVerdict =
  'pass' | 'drop' | 'disconnect' | 'handleThenDrop' | 'handleThenDisconnect' | { readonly answer: unknown };

/** A promise holds the request, and those behind it on its connection, until it resolves. */
export type InterceptControl = Control<InterceptedRequest, InterceptVerdict>;

/** The controls of a cluster. */
export class Interception extends ControlList<InterceptedRequest, InterceptVerdict> {
  constructor() {
    super({
      words: ['pass', 'drop', 'disconnect', 'handleThenDrop', 'handleThenDisconnect'],
      members: ['answer'],
    });
  }
}
