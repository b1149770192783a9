/**
 * One shared connection to a broker: drives the machine with a transport, a clock and an alarm.
 *
 * Owns the socket and the links on it. Effects are carried out in order and never inside one another, so a
 * callback may send again. Events of a socket that was given up are dropped here. Ends when its last link
 * closes.
 */
import type { Alarm, AlarmSlot, Clock, Logger, Random } from '@ottla/kernel';
import type { Api, RequestInput, ResponseOf } from '@ottla/protocol';
import { addressText, type ServerAddress } from '../bootstrap-server.ts';
import type { BrokerLink, LinkListener, RequestDone, SendOptions } from '../broker-link.ts';
import type { ConnectionEffect } from '../connection/connection-effects.ts';
import { ConnectionMachine } from '../connection/connection-machine.ts';
import type { ConnectionRequest } from '../connection/request-queue.ts';
import { ClusterError } from '../errors.ts';
import type { ResolvedClusterOptions } from '../options.ts';
import type { Transport, TransportSocket } from '../transport/transport.ts';

/** What every connection of a cluster works with. */
export interface ConnectionServices {
  readonly options: ResolvedClusterOptions;
  readonly clock: Clock;
  readonly random: Random;
  readonly transport: Transport;
  readonly alarm: Alarm;
  readonly logger: Logger;
}

export interface BrokerConnectionEvents {
  /** The last link has closed. */
  unused(): void;
  ready(): void;
  /** The connection was lost, or could not be made. */
  lost(failure: ClusterError): void;
}

interface LinkRequest extends ConnectionRequest {
  readonly link: SharedLink;
  readonly done: RequestDone<never>;
}

export class BrokerConnection {
  readonly nodeId: number;
  readonly #services: ConnectionServices;
  readonly #address: () => ServerAddress | undefined;
  readonly #events: BrokerConnectionEvents;
  readonly #machine: ConnectionMachine<LinkRequest>;
  readonly #wake: AlarmSlot;
  readonly #links = new Set<SharedLink>();
  readonly #effects: ConnectionEffect<LinkRequest>[] = [];
  #running = false;
  #socket: TransportSocket | undefined;
  /** Counts sockets, so that events of an older one are known. */
  #session = 0;

  /** `address` is asked at each attempt: metadata may have moved the broker. */
  constructor(
    nodeId: number,
    peer: { readonly address: () => ServerAddress | undefined; readonly events: BrokerConnectionEvents },
    services: ConnectionServices,
  ) {
    const { options, random, alarm } = services;
    this.nodeId = nodeId;
    this.#address = peer.address;
    this.#events = peer.events;
    this.#services = services;
    this.#machine = new ConnectionMachine<LinkRequest>({ ...options, random, peer: () => this.describe() });
    this.#wake = alarm.slot(() => this.#run(this.#machine.tick(this.#now())));
  }

  get isReady(): boolean {
    return this.#machine.state.kind === 'ready';
  }

  get pendingCount(): number {
    return this.#machine.pendingCount;
  }

  /** "broker 1 at kafka-1:9092", or "bootstrap server kafka-1:9092". */
  describe(): string {
    const address = this.#address();
    const where = address === undefined ? 'an unknown address' : addressText(address);
    return this.nodeId < 0 ? `bootstrap server ${where}` : `broker ${this.nodeId} at ${where}`;
  }

  openLink(listener: LinkListener): BrokerLink {
    const link = new SharedLink(this, this.#machine, listener);
    this.#links.add(link);
    if (this.#links.size === 1 && this.#machine.state.kind === 'backoff' && this.#session === 0) {
      this.#session = 1;
      this.#run(this.#machine.start(this.#now()));
    }
    if (this.isReady) {
      queueMicrotask(() => {
        if (link.open && this.isReady) link.tellReady();
      });
    }
    return link;
  }

  send(request: LinkRequest): void {
    const effects = this.#machine.request(request, this.#now());
    // A request can fail at once, but its caller is never called back inside `send`.
    if (effects.some((effect) => effect.kind === 'fail')) queueMicrotask(() => this.#run(effects));
    else this.#run(effects);
  }

  closeLink(link: SharedLink): void {
    if (!this.#links.delete(link)) return;
    const error = new ClusterError(`${this.describe()}: the link was closed`, 'CLUSTER_CLOSED');
    this.#run(this.#machine.withdraw((request) => request.link === link, error));
    if (this.#links.size === 0) this.close(error);
  }

  /** Ends for good; everything pending fails with `error`, no listener is told. */
  close(error: ClusterError): void {
    const wasOpen = this.#machine.state.kind !== 'closed';
    for (const link of this.#links) link.open = false;
    this.#links.clear();
    this.#wake.clear();
    this.#run(this.#machine.close(error));
    this.#wake.clear();
    if (wasOpen) this.#events.unused();
  }

  #now(): number {
    return this.#services.clock.now();
  }

  #run(effects: readonly ConnectionEffect<LinkRequest>[]): void {
    this.#effects.push(...effects);
    if (this.#running) return;
    this.#running = true;
    for (let effect = this.#effects.shift(); effect !== undefined; effect = this.#effects.shift()) {
      try {
        this.#perform(effect);
      } catch (error) {
        // A callback's defect must not stop the connection, nor pass in silence.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
    this.#running = false;
  }

  #perform(effect: ConnectionEffect<LinkRequest>): void {
    switch (effect.kind) {
      case 'open':
        this.#open();
        break;
      case 'write':
        this.#socket?.write(effect.chunks);
        break;
      case 'destroy':
        this.#session++;
        this.#socket?.destroy();
        this.#socket = undefined;
        break;
      case 'answer':
        // The machine decoded the body with the API that `send` was given, so it is of the callback's type.
        effect.request.done(null, effect.body as never);
        break;
      case 'fail':
        effect.request.done(effect.failure, null);
        break;
      case 'ready':
        this.#events.ready();
        for (const link of [...this.#links]) if (link.open) link.tellReady();
        break;
      case 'lost':
        for (const link of [...this.#links]) if (link.open) link.tellLost(effect.failure);
        this.#events.lost(effect.failure);
        break;
      case 'throttled':
        this.#services.logger.debug(`${this.describe()}: throttled for ${effect.throttleMs} ms`);
        break;
      case 'wake':
        if (this.#machine.state.kind !== 'closed') this.#wake.set(effect.atMs);
        break;
    }
  }

  #open(): void {
    const session = ++this.#session;
    const whenCurrent = (input: (now: number) => ConnectionEffect<LinkRequest>[]) => (): void => {
      if (session === this.#session) this.#run(input(this.#now()));
    };
    const address = this.#address();
    if (address === undefined) {
      const cause = new Error('metadata names no such broker');
      queueMicrotask(whenCurrent((now) => this.#machine.closed(cause, now)));
      return;
    }
    this.#socket = this.#services.transport.open(address.host, address.port, {
      opened: whenCurrent(() => this.#machine.opened()),
      received: (bytes) => whenCurrent((now) => this.#machine.received(bytes, now))(),
      written: whenCurrent((now) => this.#machine.written(now)),
      closed: (cause) => whenCurrent((now) => this.#machine.closed(cause, now))(),
    });
  }
}

/** One user's hold on a connection. */
class SharedLink implements BrokerLink {
  readonly #connection: BrokerConnection;
  readonly #machine: ConnectionMachine<LinkRequest>;
  readonly #listener: LinkListener;
  open = true;
  /** A listener is told of a connection once, whether it came before the link or after. */
  #toldReady = false;

  constructor(connection: BrokerConnection, machine: ConnectionMachine<LinkRequest>, listener: LinkListener) {
    this.#connection = connection;
    this.#machine = machine;
    this.#listener = listener;
  }

  get nodeId(): number {
    return this.#connection.nodeId;
  }

  get state(): 'connecting' | 'ready' {
    return this.#machine.state.kind === 'ready' ? 'ready' : 'connecting';
  }

  version(api: Api, maxVersion?: number): number {
    return this.#machine.version(api, maxVersion);
  }

  // The seam of BrokerLink, read at every call as "api, body, how, then".
  // oxlint-disable-next-line max-params
  send<A extends Api>(
    api: A,
    body: RequestInput<A>,
    options: SendOptions,
    done: RequestDone<ResponseOf<A>>,
  ): void {
    if (!this.open) {
      const error = new ClusterError(`${api.name}: the link was closed before`, 'CLUSTER_CLOSED');
      queueMicrotask(() => done({ sent: false, error }, null));
      return;
    }
    const { timeoutMs, maxVersion, oneWay } = options;
    // `done` goes with `api`; the machine decodes with the same one.
    this.#connection.send({ link: this, api, body, timeoutMs, maxVersion, oneWay, done });
  }

  close(): void {
    if (!this.open) return;
    this.open = false;
    this.#connection.closeLink(this);
  }

  tellReady(): void {
    if (this.#toldReady) return;
    this.#toldReady = true;
    this.#listener.ready();
  }

  tellLost(failure: ClusterError): void {
    this.#toldReady = false;
    this.#listener.lost(failure);
  }
}
