/**
 * The requests of one connection, first in first out.
 *
 * A request waits until it is handed to the transport, then it is in flight until its answer. What waits
 * is certain not to have left; of what is in flight nothing is certain. Owns deadlines; knows no bytes.
 */
import type { Api } from '@ottla/protocol';

/** What a connection is asked to send. Callers extend it with what they need to recognise the answer. */
export interface ConnectionRequest {
  readonly api: Api;
  readonly body: object;
  readonly timeoutMs: number;
  readonly maxVersion?: number | undefined;
  /** The broker will not answer (Produce with acks 0): it is done once written. */
  readonly oneWay?: boolean | undefined;
}

export interface WaitingRequest<R> {
  readonly request: R;
  deadlineMs: number;
}

export interface InFlightRequest<R> extends WaitingRequest<R> {
  readonly version: number;
  readonly correlationId: number;
  /** The transport is done with its bytes; no honest answer comes before. */
  written: boolean;
}

export class RequestQueue<R extends ConnectionRequest> {
  readonly waiting: WaitingRequest<R>[] = [];
  readonly inFlight: InFlightRequest<R>[] = [];

  get size(): number {
    return this.waiting.length + this.inFlight.length;
  }

  /** A throttled broker is given that much longer for everything. */
  lengthenDeadlines(byMs: number): void {
    for (const entry of this.waiting) entry.deadlineMs += byMs;
    for (const entry of this.inFlight) entry.deadlineMs += byMs;
  }

  takeOverdueWaiting(now: number): WaitingRequest<R>[] {
    const overdue = this.waiting.filter((entry) => entry.deadlineMs <= now);
    if (overdue.length > 0) this.#keepWaiting((entry) => entry.deadlineMs > now);
    return overdue;
  }

  /** Takes what is written and gets no answer. */
  takeOneWay(): InFlightRequest<R>[] {
    const taken = this.inFlight.filter((entry) => entry.written && entry.request.oneWay === true);
    if (taken.length > 0) {
      const rest = this.inFlight.filter((entry) => !taken.includes(entry));
      this.inFlight.splice(0, this.inFlight.length, ...rest);
    }
    return taken;
  }

  /** Takes what waits and matches; the rest keeps its order. */
  takeWaiting(matches: (request: R) => boolean): WaitingRequest<R>[] {
    const taken = this.waiting.filter((entry) => matches(entry.request));
    if (taken.length > 0) this.#keepWaiting((entry) => !matches(entry.request));
    return taken;
  }

  #keepWaiting(keep: (entry: WaitingRequest<R>) => boolean): void {
    this.waiting.splice(0, this.waiting.length, ...this.waiting.filter(keep));
  }

  /** Infinity when nothing is pending. */
  earliestDeadlineMs(): number {
    let earliest = Infinity;
    for (const entry of this.waiting) earliest = Math.min(earliest, entry.deadlineMs);
    for (const entry of this.inFlight) earliest = Math.min(earliest, entry.deadlineMs);
    return earliest;
  }
}
