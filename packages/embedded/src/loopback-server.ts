/**
 * A server on a port of the loopback address that knows every socket it accepted.
 *
 * Owns the port and the sockets: `close` ends them all and resolves when no handle of them remains. What
 * passes over a socket, and what its errors mean, is the business of whoever made the server.
 */
import { ConfigError } from '@ottla/kernel';
import type { AddressInfo, Server, Socket } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/**
 * node:net tells that a server has closed before its handle has: libuv lets go of it at the end of a turn of
 * the loop, at the latest of the next one.
 */
const TURNS_UNTIL_HANDLES_ARE_GONE = 2;

export interface LoopbackOptions {
  /** 0, or left out, takes a free one. */
  readonly port?: number;
  /** Whom an error names. */
  readonly owner?: string;
}

export class LoopbackServer implements AsyncDisposable {
  /** Those open now. */
  readonly sockets: ReadonlySet<Socket>;
  readonly port: number;
  readonly #server: Server;
  #closing: Promise<void> | undefined;

  /**
   * Lets a server listen, of TCP or of what stands on it. Rejects with ConfigError `PORT_UNAVAILABLE`.
   */
  static async listen(
    server: Server,
    { port = 0, owner = 'LoopbackServer' }: LoopbackOptions = {},
  ): Promise<LoopbackServer> {
    const sockets = new Set<Socket>();
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      // Its maker may listen too; an error nobody listens to would end the process.
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve, reject) => {
      const fail = (error: NodeJS.ErrnoException): void => reject(portUnavailable(owner, port, error));
      server.once('error', fail);
      server.listen({ host: LOOPBACK, port }, () => {
        server.off('error', fail);
        resolve();
      });
    });
    return new LoopbackServer(server, sockets);
  }

  private constructor(server: Server, sockets: ReadonlySet<Socket>) {
    this.#server = server;
    this.sockets = sockets;
    // A TCP server has an address with a port while it listens; the other forms are for pipes and before.
    this.port = (server.address() as AddressInfo).port;
  }

  /** host:port */
  get address(): string {
    return `${LOOPBACK}:${this.port}`;
  }

  /** Ends every connection and frees the port; the port is free at once. May be called again. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const closing = [...this.sockets].map(
      (socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())),
    );
    closing.push(new Promise((resolve) => void this.#server.close(() => resolve())));
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(closing);
    for (let turn = 0; turn < TURNS_UNTIL_HANDLES_ARE_GONE; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

function portUnavailable(owner: string, port: number, cause: NodeJS.ErrnoException): ConfigError {
  return new ConfigError(
    `${owner}: cannot listen on ${LOOPBACK}:${port} (${cause.code ?? cause.message}); name another port, or 0 for a free one`,
    'PORT_UNAVAILABLE',
    cause,
  );
}
