/**
 * Those who wait for the producer id: calls of `connect`, each with its own deadline.
 *
 * Knows whether an id was ever held; a refusal that no later try would mend rejects everyone at once.
 */
import type { Alarm, OttlaError } from '@ottla/kernel';
import { ClusterError } from '@ottla/cluster';

type Settle = (failure: unknown) => void;

export class IdentityWaits {
  readonly #alarm: Alarm;
  readonly #waits = new Set<Settle>();
  held = false;

  constructor(alarm: Alarm) {
    this.#alarm = alarm;
  }

  /** Resolves once an id is held. */
  wait(deadline: { readonly atMs: number; readonly maxBlockMs: number }): Promise<void> {
    if (this.held) return Promise.resolve();
    return new Promise<void>((resolve, reject) => {
      const settle: Settle = (failure) => {
        slot.clear();
        this.#waits.delete(settle);
        if (failure === null) resolve();
        else reject(failure);
      };
      const slot = this.#alarm.slot(() => {
        const waited = `no producer id came within maxBlockMs (${deadline.maxBlockMs} ms)`;
        settle(new ClusterError(`${waited}; can the brokers be reached?`, 'REQUEST_TIMED_OUT'));
      });
      slot.set(deadline.atMs);
      this.#waits.add(settle);
    });
  }

  /** An inquiry ended: null when an id came. */
  answered(failure: OttlaError | null): void {
    if (failure?.retriable === true) return;
    this.held = failure === null;
    this.settleAll(failure);
  }

  settleAll(failure: unknown): void {
    for (const settle of this.#waits) settle(failure);
  }
}
