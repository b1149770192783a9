/**
 * A schema registry behind a server that misbehaves on request.
 *
 * While it behaves, requests go on to an honest registry and its answers come back. Owns its sockets;
 * `close` leaves none.
 */
import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** `html`: a page in place of JSON; `empty`: 200 without a body; `silence`: no answer; `hangUp`: the connection ends. */
export type RegistryMood = 'honest' | 'html' | 'empty' | 'silence' | 'hangUp';

const PAGE = '<!doctype html><html><head><title>Sign in</title></head><body>Please sign in</body></html>';

export class HostileRegistry implements AsyncDisposable {
  mood: RegistryMood;
  /** `GET /schemas/ids/1` and so on, as they came. */
  readonly requests: string[] = [];
  readonly #honestUrl: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  static async open(honestUrl: string, mood: RegistryMood): Promise<HostileRegistry> {
    const registry = new HostileRegistry(honestUrl, mood);
    registry.#server.listen(0, '127.0.0.1');
    await once(registry.#server, 'listening');
    return registry;
  }

  private constructor(honestUrl: string, mood: RegistryMood) {
    this.#honestUrl = honestUrl;
    this.mood = mood;
    this.#server = createServer((request, response) => this.#serve(request, response));
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  get url(): string {
    // A TCP server has an address with a port while it listens.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(`${request.method} ${request.url}`);
    switch (this.mood) {
      case 'html':
        response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
        return;
      case 'empty':
        response.writeHead(200).end();
        return;
      case 'silence':
        return;
      case 'hangUp':
        request.socket.destroy();
        return;
      case 'honest':
        this.#passOn(request, response);
    }
  }

  #passOn(request: IncomingMessage, response: ServerResponse): void {
    const { method, headers } = request;
    const onward = ask(
      `${this.#honestUrl}${request.url}`,
      { method: method ?? 'GET', headers, agent: false },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }
}
