/**
 * The controls in force, asked in the order they were added until one does not pass.
 *
 * What cluster and registry share of their faults on request: who is asked, in which order, that a promise
 * holds the request, and that only a verdict leaves here. What a request and a verdict are, and how a verdict
 * is carried out, is theirs.
 */
import { ConfigError, kindOf } from '@ottla/kernel';

/** A promise holds the request until it resolves. */
export type Control<Request, Verdict> = (request: Request) => Verdict | PromiseLike<Verdict>;

/** The verdicts there are: the words, and the members of which an object must have one. */
export interface Verdicts {
  readonly words: readonly string[];
  readonly members: readonly string[];
}

/** `'pass'` must be one of the verdicts; any other ends the asking. */
export class ControlList<Request, Verdict> {
  readonly #verdicts: Verdicts;
  readonly #controls = new Set<Control<Request, Verdict | 'pass'>>();

  constructor(verdicts: Verdicts) {
    this.#verdicts = verdicts;
  }

  /** Returns the function that takes the control away. Throws ConfigError for what is no function. */
  add(control: Control<Request, Verdict | 'pass'>): () => void {
    if (typeof control !== 'function') {
      const problem = `intercept: a control must be a function that gives a verdict, got ${kindOf(control)}`;
      throw new ConfigError(problem, 'OPTION_INVALID');
    }
    // A wrapper, so that the same function can be added twice.
    const added: Control<Request, Verdict | 'pass'> = (request) => control(request);
    this.#controls.add(added);
    return () => void this.#controls.delete(added);
  }

  /** Throws, or rejects with, what a control threw, and TypeError for what is no verdict. */
  judge(request: Request): Verdict | 'pass' | PromiseLike<Verdict | 'pass'> {
    const controls = [...this.#controls];
    for (const [index, control] of controls.entries()) {
      const verdict = control(request);
      if (isHeld(verdict)) return this.#continueAfter(verdict, controls.slice(index + 1), request);
      if (this.#checked(verdict) !== 'pass') return verdict;
    }
    return 'pass';
  }

  async #continueAfter(
    held: PromiseLike<Verdict | 'pass'>,
    rest: readonly Control<Request, Verdict | 'pass'>[],
    request: Request,
  ): Promise<Verdict | 'pass'> {
    let verdict = this.#checked(await held);
    for (const control of rest) {
      if (verdict !== 'pass') break;
      verdict = this.#checked(await control(request));
    }
    return verdict;
  }

  #checked<Given>(verdict: Given): Given {
    const { words, members } = this.#verdicts;
    if (typeof verdict === 'string' && words.includes(verdict)) return verdict;
    if (typeof verdict === 'object' && verdict !== null && members.some((name) => name in verdict)) {
      return verdict;
    }
    const found = typeof verdict === 'string' ? `'${verdict}'` : kindOf(verdict);
    const known = [...words.map((word) => `'${word}'`), ...members.map((name) => `{ ${name} }`)];
    throw new TypeError(`it gave ${found}, which is no verdict; these are: ${known.join(', ')}`);
  }
}

function isHeld<Verdict>(verdict: Verdict | PromiseLike<Verdict>): verdict is PromiseLike<Verdict> {
  return typeof verdict === 'object' && verdict !== null && 'then' in verdict;
}
