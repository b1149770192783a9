/**
 * A schema registry behind a server that misbehaves on request.
 *
 * While it behaves, requests go on to an honest registry and its answers come back. Owns its sockets;
 * `close` leaves none.
 */
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { LoopbackServer } from '../../../packages/embedded/src/loopback-server.ts';

/** `html`: a page in place of JSON; `empty`: 200 without a body; `silence`: no answer; `hangUp`: the connection ends. */
export type RegistryMood = 'honest' | 'html' | 'empty' | 'silence' | 'hangUp';

const PAGE = '<!doctype html><html><head><title>Sign in</title></head><body>Please sign in</body></html>';

export class HostileRegistry implements AsyncDisposable {
  mood: RegistryMood;
  /** `GET /schemas/ids/1` and so on, as they came. */
  readonly requests: string[] = [];
  readonly #honestUrl: string;
  #server: LoopbackServer | undefined;

  static async open(honestUrl: string, mood: RegistryMood): Promise<HostileRegistry> {
    const registry = new HostileRegistry(honestUrl, mood);
    registry.#server = await LoopbackServer.listen(
      createServer((request, response) => registry.#serve(request, response)),
    );
    return registry;
  }

  private constructor(honestUrl: string, mood: RegistryMood) {
    this.#honestUrl = honestUrl;
    this.mood = mood;
  }

  get url(): string {
    return `http://${this.#server?.address}`;
  }

  async close(): Promise<void> {
    await this.#server?.close();
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
