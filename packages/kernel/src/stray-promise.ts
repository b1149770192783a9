/**
 * Promises that come where the contract asks for a plain answer.
 *
 * TypeScript lets an `async` function stand where one that returns nothing is asked for; whoever calls it
 * would lose what it does, and its rejection would end the process. Not for promises that are awaited.
 */

const heard = (): void => undefined;

/**
 * True for a promise or anything like one. Its rejection is heard from then on: what it says is the
 * caller's business no more, who is to refuse or to ignore the answer.
 */
export function isStrayPromise(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null || !('then' in answer)) return false;
  if (typeof answer.then !== 'function') return false;
  Promise.resolve(answer).catch(heard);
  return true;
}
