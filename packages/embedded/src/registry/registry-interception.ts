/**
 * Faults on request: what a test may do with a request before, or instead of, the embedded registry.
 *
 * Words only; the list of controls asks, and an exchange carries the verdict out.
 */
import { ControlList, type Control } from '../control-list.ts';

/** A request as it reached the registry, whole. */
export interface InterceptedRegistryRequest {
  /** Such as `POST`. */
  readonly method: string;
  /** Path and query as they stood in the request line, still percent-encoded. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Empty when there was none. */
  readonly body: string;
}

/** An answer in the registry's place. */
export interface RegistryStandIn {
  readonly status: number;
  /** Text and bytes go out as they stand, anything else as JSON; nothing when absent. */
  readonly body?: unknown;
  /** Beside, or instead of, the registry's content-type; content-length is counted unless it stands here. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * What becomes of the request.
 * - `'pass'`: the registry handles it, or the next control decides.
 * - `'disconnect'`: nobody handles it; the connection ends.
 * - `'handleThenDisconnect'`: the registry handles it, and the connection ends instead of the answer.
 * - `{ handleThenCut }`: the registry handles it; so many bytes of the answer's body arrive, always fewer
 *   than its headers promised, and the connection ends.
 * - `{ status, body?, headers? }`: nobody handles it; this is the answer.
 */
export type RegistryVerdict =
  'pass' | 'disconnect' | 'handleThenDisconnect' | { readonly handleThenCut: number } | RegistryStandIn;

/**
 * A promise holds the request until it resolves; one whose client has left meanwhile is not handled.
 * One that throws, or gives what is no verdict, makes the registry answer 500 in those words, with a warning
 * in the log.
 */
export type RegistryControl = Control<InterceptedRegistryRequest, RegistryVerdict>;

/** The controls of a registry. */
export class RegistryInterception extends ControlList<InterceptedRegistryRequest, RegistryVerdict> {
  constructor() {
    super({
      words: ['pass', 'disconnect', 'handleThenDisconnect'],
      members: ['handleThenCut', 'status'],
    });
  }
}
