/**
 * The cluster's own requests to a broker, one promise each.
 *
 * Opens a link when first needed and gives it up when its connection is lost, so that a dead broker is not
 * tried for ever on nobody's behalf. Never rejects: a failure is a value that says whether the request left.
 */
import type { Alarm, Clock } from '@ottla/kernel';
import type { Api, RequestInput, ResponseOf } from '@ottla/protocol';
import type { BrokerLink, LinkListener, RequestFailure } from '../broker-link.ts';
import { ClusterError } from '../errors.ts';
import type { BrokerPool } from './broker-pool.ts';

export interface Question<A extends Api> {
  readonly api: A;
  /** Made when the version is known: some fields exist only in some. */
  readonly body: (version: number) => RequestInput<A>;
  readonly timeoutMs: number;
  readonly maxVersion?: number | undefined;
}

export type Answer<Response> =
  | { readonly failure: RequestFailure; readonly response: null }
  | { readonly failure: null; readonly response: Response };

const unsent = (error: ClusterError): { failure: RequestFailure; response: null } => ({
  failure: { sent: false, error },
  response: null,
});

export class OwnLinks {
  readonly #pool: BrokerPool;
  readonly #clock: Clock;
  readonly #alarm: Alarm;
  readonly #links = new Map<number, OwnLink>();

  constructor(pool: BrokerPool, clock: Clock, alarm: Alarm) {
    this.#pool = pool;
    this.#clock = clock;
    this.#alarm = alarm;
  }

  async ask<A extends Api>(nodeId: number, question: Question<A>): Promise<Answer<ResponseOf<A>>> {
    const { api, timeoutMs, maxVersion } = question;
    const deadlineMs = this.#clock.now() + timeoutMs;
    try {
      const own = this.#links.get(nodeId) ?? this.#open(nodeId);
      const failure = await own.whenReady(this.#alarm, deadlineMs);
      if (failure !== null) return unsent(failure);
      const body = question.body(own.link.version(api, maxVersion));
      const options = { timeoutMs: Math.max(1, deadlineMs - this.#clock.now()) };
      return await new Promise((resolve) => {
        own.link.send(
          api,
          body,
          maxVersion === undefined ? options : { ...options, maxVersion },
          (failed, response) => {
            // The link calls back with one of the two, since the request is not one-way.
            resolve(
              failed === null
                ? { failure: null, response: response as ResponseOf<A> }
                : { failure: failed, response: null },
            );
          },
        );
      });
    } catch (error) {
      if (error instanceof ClusterError) return unsent(error);
      throw error;
    }
  }

  /** Gives up the links to bootstrap servers: their brokers are known by id now. */
  closeSeeds(): void {
    for (const nodeId of [...this.#links.keys()]) {
      if (nodeId < 0)
        this.#drop(nodeId, new ClusterError('another bootstrap server answered', 'DISCONNECTED'));
    }
  }

  close(error: ClusterError): void {
    for (const nodeId of [...this.#links.keys()]) this.#drop(nodeId, error);
  }

  #open(nodeId: number): OwnLink {
    const own = new OwnLink((failure) => this.#drop(nodeId, failure));
    own.link = this.#pool.openLink(nodeId, own);
    this.#links.set(nodeId, own);
    return own;
  }

  #drop(nodeId: number, failure: ClusterError): void {
    const own = this.#links.get(nodeId);
    this.#links.delete(nodeId);
    own?.end(failure);
  }
}

class OwnLink implements LinkListener {
  /** Set right after construction: a link needs its listener first. */
  declare link: BrokerLink;
  readonly #waiting = new Set<(failure: ClusterError | null) => void>();
  readonly #onLost: (failure: ClusterError) => void;

  constructor(onLost: (failure: ClusterError) => void) {
    this.#onLost = onLost;
  }

  ready(): void {
    for (const tell of [...this.#waiting]) tell(null);
  }

  lost(failure: ClusterError): void {
    this.#onLost(failure);
  }

  /** Null when ready, else why not. */
  whenReady(alarm: Alarm, deadlineMs: number): Promise<ClusterError | null> {
    if (this.link.state === 'ready') return Promise.resolve(null);
    return new Promise((resolve) => {
      const tell = (failure: ClusterError | null): void => {
        this.#waiting.delete(tell);
        slot.clear();
        resolve(failure);
      };
      const slot = alarm.slot(() => tell(new ClusterError('no connection in time', 'CONNECT_TIMED_OUT')));
      this.#waiting.add(tell);
      slot.set(deadlineMs);
    });
  }

  end(failure: ClusterError): void {
    for (const tell of [...this.#waiting]) tell(failure);
    this.link.close();
  }
}
