/**
 * One broker on a TCP port of 127.0.0.1: a pure core, its connections, and the timer of its delayed answers.
 *
 * Owns the listening socket, every connection and the timer; `stop` leaves none of them. What a request
 * means is the core's; what faults befall it is decided by the cluster's interception.
 */
import type { Clock, Logger, Timer } from '@ottla/kernel';
import { createServer, type Socket } from 'node:net';
import type { BrokerCore } from '../broker/broker-core.ts';
import { LoopbackServer } from '../loopback-server.ts';
import { Connection, type ConnectionHost } from './connection.ts';
import type { Interception } from './interception.ts';

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
  #server: LoopbackServer | undefined;
  #stopping: Promise<unknown> = Promise.resolve();
  #timer: { readonly deadline: number; readonly handle: Timer } | undefined;

  constructor(parts: BrokerServerParts) {
    this.#parts = parts;
  }

  get listening(): boolean {
    return this.#server !== undefined;
  }

  /** Listens, and tells the port. Rejects with ConfigError `PORT_UNAVAILABLE`. */
  async listen(port: number): Promise<number> {
    const { core, logger } = this.#parts;
    const server = createServer((socket) => this.#accept(socket));
    this.#server = await LoopbackServer.listen(server, { port, owner: `broker ${core.nodeId}` });
    server.on('error', (error) => logger.error(`broker ${core.nodeId}: ${error.message}`));
    return this.#server.port;
  }

  /**
   * Ends every connection and stops listening, at once; resolves when no handle remains, also of a stop that
   * began before. With `reset` clients see a crash.
   */
  async stop(reset: boolean): Promise<void> {
    const server = this.#server;
    if (server !== undefined) {
      this.#server = undefined;
      this.#timer?.handle.cancel();
      this.#timer = undefined;
      for (const connection of this.#connections) connection.destroy(reset);
      this.#stopping = Promise.all([this.#stopping, server.close()]);
    }
    await this.#stopping;
  }

  /** Sends the delayed answers that are due. To be called after any change of what brokers share. */
  settle(): void {
    const { core, clock } = this.#parts;
    for (const { ticket, body } of core.settle(clock.now())) this.#awaited.get(ticket)?.(body);
    this.#setTimer();
  }

  #accept(socket: Socket): void {
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
