/**
 * One broker on a TCP port of 127.0.0.1: a pure core, its connections, and the timer of its delayed answers.
 *
 * Owns the listening socket, every connection and the timer; `stop` leaves none of them. What a request
 * means is the core's; what faults befall it is decided by the cluster's interception.
 */
import type { Clock, Logger, Timer } from '@ottla/kernel';
import { createServer, type Server, type Socket } from 'node:net';
import type { BrokerCore } from '../broker/broker-core.ts';
import { EmbeddedClusterError } from '../embedded-cluster-error.ts';
import { Connection, type ConnectionHost } from './connection.ts';
import type { Interception } from './interception.ts';

export const HOST = '127.0.0.1';

export interface BrokerServerParts {
  readonly core: BrokerCore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly maxRequestBytes: number;
  readonly interception: Interception;
  readonly drawConnectionId: () => number;
  /** Called after a request changed what brokers share. */
  readonly changed: () => void;
}

export class BrokerServer {
  readonly #parts: BrokerServerParts;
  readonly #connections = new Set<Connection>();
  readonly #awaited = new Map<number, (body: unknown) => void>();
  #server: Server | undefined;
  #timer: { readonly deadline: number; readonly handle: Timer } | undefined;

  constructor(parts: BrokerServerParts) {
    this.#parts = parts;
  }

  get listening(): boolean {
    return this.#server !== undefined;
  }

  /** Listens, and tells the port. Rejects with EmbeddedClusterError `PORT_UNAVAILABLE`. */
  async listen(port: number): Promise<number> {
    const server = createServer((socket) => this.#accept(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(portUnavailable(port, error)));
      server.listen({ host: HOST, port }, resolve);
    });
    server.on('error', (error) => this.#parts.logger.error(`broker ${this.#nodeId}: ${error.message}`));
    this.#server = server;
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  /** Ends every connection and stops listening. With `reset` clients see a crash. */
  async stop(reset: boolean): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    this.#timer?.handle.cancel();
    this.#timer = undefined;
    const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
    for (const connection of this.#connections) connection.destroy(reset);
    await closed;
  }

  /** Sends the delayed answers that are due. To be called after any change of what brokers share. */
  settle(): void {
    const { core, clock } = this.#parts;
    for (const { ticket, body } of core.settle(clock.now())) this.#awaited.get(ticket)?.(body);
    this.#setTimer();
  }

  get #nodeId(): number {
    return this.#parts.core.nodeId;
  }

  #accept(socket: Socket): void {
    if (this.#server === undefined) {
      socket.destroy();
      return;
    }
    const connection = new Connection(this.#parts.drawConnectionId(), socket, this.#host());
    this.#connections.add(connection);
    socket.once('close', () => this.#connections.delete(connection));
  }

  #host(): ConnectionHost {
    const { core, clock, logger, maxRequestBytes, interception, changed } = this.#parts;
    return {
      nodeId: core.nodeId,
      maxRequestBytes,
      logger,
      judge: (request) => interception.judge(request),
      refuseVersion: (apiKey) => core.refuseVersion(apiKey),
      handle: (request) => {
        const before = core.state.changes;
        const answer = core.handle(request, clock.now(), clock.wallNow());
        if (core.state.changes !== before) changed();
        return answer;
      },
      await: (ticket, done) => {
        this.#awaited.set(ticket, (body) => {
          this.#awaited.delete(ticket);
          done(body);
        });
        this.#setTimer();
        return () => {
          this.#awaited.delete(ticket);
          core.cancel(ticket);
          this.#setTimer();
        };
      },
    };
  }

  /** One timer, for the earliest deadline. */
  #setTimer(): void {
    const deadline = this.#server === undefined ? null : this.#parts.core.nextDeadline();
    if (this.#timer !== undefined && this.#timer.deadline === deadline) return;
    this.#timer?.handle.cancel();
    this.#timer = undefined;
    if (deadline === null) return;
    const delayMs = Math.max(0, deadline - this.#parts.clock.now());
    const wake = (): void => {
      this.#timer = undefined;
      this.settle();
    };
    this.#timer = { deadline, handle: this.#parts.clock.after(delayMs, wake) };
  }
}

function portUnavailable(port: number, cause: NodeJS.ErrnoException): EmbeddedClusterError {
  const reason = cause.code ?? cause.message;
  return new EmbeddedClusterError(
    'PORT_UNAVAILABLE',
    `cannot listen on ${HOST}:${port} (${reason}); name another port, or 0 for a free one`,
    cause,
  );
}
