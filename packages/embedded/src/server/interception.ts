/**
 * Faults on request: what a test may do with a request before, or instead of, the broker.
 *
 * Only types and the list of controls; connections carry the verdicts out.
 */
import type { Api } from '@ottla/protocol';

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
export type InterceptControl = (
  request: InterceptedRequest,
) => InterceptVerdict | PromiseLike<InterceptVerdict>;

/** The controls in force, asked in the order they were added until one does not pass. */
export class Interception {
  readonly #controls = new Set<InterceptControl>();

  /** Returns the function that takes the control away. */
  add(control: InterceptControl): () => void {
    // A wrapper, so that the same function can be added twice.
    const added: InterceptControl = (request) => control(request);
    this.#controls.add(added);
    return () => void this.#controls.delete(added);
  }

  judge(request: InterceptedRequest): InterceptVerdict | PromiseLike<InterceptVerdict> {
    const controls = [...this.#controls];
    for (const [index, control] of controls.entries()) {
      const verdict = control(request);
      if (typeof verdict === 'object' && 'then' in verdict) {
        return continueAfter(verdict, controls.slice(index + 1), request);
      }
      if (verdict !== 'pass') return verdict;
    }
    return 'pass';
  }
}

async function continueAfter(
  held: PromiseLike<InterceptVerdict>,
  rest: readonly InterceptControl[],
  request: InterceptedRequest,
): Promise<InterceptVerdict> {
  let verdict = await held;
  for (const control of rest) {
    if (verdict !== 'pass') break;
    verdict = await control(request);
  }
  return verdict;
}
