/**
 * Servers of tests: on a free port of the loopback address, with every socket known.
 *
 * What a server says is its maker's. `close` ends the sockets and frees the port.
 */
import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';

export const LOOPBACK = '127.0.0.1';

export class LoopbackServer implements AsyncDisposable {
  /** Those open now. */
  readonly sockets = new Set<Socket>();
  readonly #server: Server;

  /** Takes a server that does not listen yet, of TCP or of what stands on it, and lets it listen. */
  static async listen(server: Server): Promise<LoopbackServer> {
    const loopback = new LoopbackServer(server);
    server.listen(0, LOOPBACK);
    await once(server, 'listening');
    return loopback;
  }

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  get port(): number {
    // A TCP server has an address with a port while it listens.
    return (this.#server.address() as AddressInfo).port;
  }

  /** host:port */
  get address(): string {
    return `${LOOPBACK}:${this.port}`;
  }

  /** Resolves when the server and every socket have closed. May be called again. */
  async close(): Promise<void> {
    const closing: unknown[] = [...this.sockets].map(
      (socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())),
    );
    if (this.#server.listening) closing.push(once(this.#server, 'close'));
    this.#server.close();
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(closing);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
