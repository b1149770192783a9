/**
 * A client of bytes: one TCP connection, what is written and what comes back, nothing retried or hidden.
 *
 * For specs of the server. Waiting is always for an event (a frame, the end), never for time.
 */
import {
  FrameAssembler,
  decodeResponse,
  encodeRequest,
  peekCorrelationId,
  type Api,
  type RequestInput,
  type ResponseOf,
} from '@ottla/protocol';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export class RawClient implements AsyncDisposable {
  readonly socket: Socket;
  /** Resolves when the connection has ended, by whichever side. */
  readonly closed: Promise<void>;
  readonly #assembler = new FrameAssembler({ maxFrameBytes: 1 << 30 });
  readonly #frames: Uint8Array[] = [];
  #wakeUp: (() => void) | undefined;
  #ended = false;
  #correlationId = 0;

  private constructor(socket: Socket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#ended = true;
        this.#wakeUp?.();
        resolve();
      });
    });
    // A reset is an end like any other here.
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      this.#frames.push(...this.#assembler.push(chunk));
      this.#wakeUp?.();
    });
  }

  /** `address` is `host:port`. */
  static async connect(address: string | undefined): Promise<RawClient> {
    const [host = '', port] = (address ?? '').split(':');
    const socket = connect({ host, port: Number(port), noDelay: true });
    const client = new RawClient(socket);
    await once(socket, 'connect');
    return client;
  }

  write(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** Sends a request and returns its correlation id. */
  send<A extends Api>(api: A, version: number, body: RequestInput<A>): number {
    this.write(this.encode(api, version, body));
    return this.#correlationId;
  }

  /** The bytes of the next request, length prefix included. */
  encode<A extends Api>(api: A, version: number, body: RequestInput<A>): Buffer {
    const header = { correlationId: ++this.#correlationId, clientId: 'raw' };
    return Buffer.concat(encodeRequest(api, version, header, body).chunks);
  }

  /** The next frame, or null when the connection ends first. */
  async frame(): Promise<Uint8Array | null> {
    while (this.#frames.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => (this.#wakeUp = resolve));
    }
    return this.#frames.shift() ?? null;
  }

  /** The next answer. Throws when it is not the one to `correlationId`, or when the connection ends. */
  async answer<A extends Api>(
    api: A,
    version: number,
    correlationId: number = this.#correlationId,
  ): Promise<ResponseOf<A>> {
    const frame = await this.frame();
    if (frame === null) throw new Error('the connection ended before the answer');
    const found = peekCorrelationId(frame);
    if (found !== correlationId) throw new Error(`answer ${found} came where ${correlationId} was due`);
    return decodeResponse(api, version, frame).body;
  }

  async ask<A extends Api>(api: A, version: number, body: RequestInput<A>): Promise<ResponseOf<A>> {
    const correlationId = this.send(api, version, body);
    return this.answer(api, version, correlationId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
    await this.closed;
  }
}
