/**
 * What one flush waits for: the records accepted before it.
 *
 * Counts batches and waiting records that carry the barrier. A waiting record that moves into a batch
 * hands its barrier on, so the count never falls to zero on the way.
 */
import { InvariantError } from '@ottla/kernel';

export class FlushBarrier {
  readonly id: number;
  #remaining = 0;

  constructor(id: number) {
    this.id = id;
  }

  get done(): boolean {
    return this.#remaining === 0;
  }

  add(): void {
    this.#remaining++;
  }

  remove(): void {
    if (this.#remaining === 0)
      throw new InvariantError(`flush ${this.id} was told of more than it waits for`);
    this.#remaining--;
  }
}
