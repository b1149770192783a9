/**
 * The controls in force, asked in the order they were added until one does not pass.
 *
 * What cluster and registry share of their faults on request: who is asked, in which order, and that a
 * promise holds the request. What a request and a verdict are, and how a verdict is carried out, is theirs.
 */

/** A promise holds the request until it resolves. */
export type Control<Request, Verdict> = (request: Request) => Verdict | PromiseLike<Verdict>;

/** `'pass'` must be one of the verdicts; any other ends the asking. */
export class ControlList<Request, Verdict> {
  readonly #controls = new Set<Control<Request, Verdict | 'pass'>>();

  /** Returns the function that takes the control away. */
  add(control: Control<Request, Verdict | 'pass'>): () => void {
    // A wrapper, so that the same function can be added twice.
    const added: Control<Request, Verdict | 'pass'> = (request) => control(request);
    this.#controls.add(added);
    return () => void this.#controls.delete(added);
  }

  judge(request: Request): Verdict | 'pass' | PromiseLike<Verdict | 'pass'> {
    const controls = [...this.#controls];
    for (const [index, control] of controls.entries()) {
      const verdict = control(request);
      if (isHeld(verdict)) return continueAfter(verdict, controls.slice(index + 1), request);
      if (verdict !== 'pass') return verdict;
    }
    return 'pass';
  }
}

function isHeld<Verdict>(verdict: Verdict | PromiseLike<Verdict>): verdict is PromiseLike<Verdict> {
  return typeof verdict === 'object' && verdict !== null && 'then' in verdict;
}

async function continueAfter<Request, Verdict>(
  held: PromiseLike<Verdict>,
  rest: readonly Control<Request, Verdict>[],
  request: Request,
): Promise<Verdict> {
  let verdict = await held;
  for (const control of rest) {
    if (verdict !== 'pass') break;
    verdict = await control(request);
  }
  return verdict;
}
