/**
 * What a name that nobody defines was probably meant to be.
 *
 * Looks at simple names: two names of one long namespace are not near for sharing it. The work is bounded
 * over all questions, so that thousands of wrong names among thousands of right ones cost no more than a few.
 */
import { nearestName } from '@ottla/kernel';
import { simpleName } from '../names.ts';
import { PRIMITIVE_NAMES } from '../schema.ts';

/** Longer names are not worth a search. */
const LONGEST_NAME = 200;
/** Names to be compared in all, before suggestions end. */
const MAXIMUM_COMPARISONS = 200_000;

export class NameSuggestion {
  readonly #fullNames: () => Iterable<string>;
  #bySimpleName: ReadonlyMap<string, string> | undefined;
  #comparisons = 0;

  /** `fullNames` is asked once, at the first question. */
  constructor(fullNames: () => Iterable<string>) {
    this.#fullNames = fullNames;
  }

  /** The nearest full name, or primitive type. */
  for(name: string): string | undefined {
    if (name.length > LONGEST_NAME || this.#comparisons > MAXIMUM_COMPARISONS) return undefined;
    this.#bySimpleName ??= this.#knownNames();
    this.#comparisons += this.#bySimpleName.size;
    const nearest = nearestName(simpleName(name), this.#bySimpleName.keys());
    return nearest === undefined ? undefined : this.#bySimpleName.get(nearest);
  }

  #knownNames(): ReadonlyMap<string, string> {
    const names = new Map<string, string>(PRIMITIVE_NAMES.map((name) => [name, name]));
    for (const fullName of this.#fullNames()) {
      if (fullName.length <= LONGEST_NAME) names.set(simpleName(fullName), fullName);
    }
    return names;
  }
}
