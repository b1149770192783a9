/**
 * One client's connection to an embedded broker.
 *
 * Requests are handled one at a time and answered in their order, as Kafka does: a Fetch that waits holds
 * back what follows it on the connection. Frames are bounded; bytes that make no sense end the connection.
 * While the client does not read its answers, nothing more is read from it.
 */
import { isOttlaError, type Logger } from '@ottla/kernel';
import {
  FrameAssembler,
  FrameError,
  UnsupportedVersionError,
  apiVersions,
  decodeRequest,
  encodeResponse,
  type Api,
} from '@ottla/protocol';
import type { Socket } from 'node:net';
import type { BrokerAnswer, BrokerRequest } from '../broker/broker-core.ts';
import type { InterceptVerdict, InterceptedRequest } from './interception.ts';

/** What a connection needs of its broker. */
export interface ConnectionHost {
  readonly nodeId: number;
  readonly maxRequestBytes: number;
  readonly logger: Logger;
  judge(request: InterceptedRequest): InterceptVerdict | PromiseLike<InterceptVerdict>;
  handle(request: BrokerRequest): BrokerAnswer;
  refuseVersion(apiKey: number): BrokerAnswer;
  /** Calls back once the delayed answer is there. Returns the function that gives it up. */
  await(ticket: number, done: (body: unknown) => void): () => void;
}

/** How to answer the request in hand. */
interface ReplyTo {
  readonly api: Api;
  readonly version: number;
  readonly correlationId: number;
}

export class Connection {
  readonly id: number;
  readonly #socket: Socket;
  readonly #host: ConnectionHost;
  readonly #assembler: FrameAssembler;
  #frames: Uint8Array[] = [];
  #nextFrame = 0;
  /** True while a request waits for its answer or for a verdict. */
  #busy = false;
  #closed = false;
  #giveUp: (() => void) | undefined;

  constructor(id: number, socket: Socket, host: ConnectionHost) {
    this.id = id;
    this.#socket = socket;
    this.#host = host;
    this.#assembler = new FrameAssembler({ maxFrameBytes: host.maxRequestBytes });
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('drain', () => this.#proceed());
    socket.on('error', (error) => host.logger.debug(`connection ${id}: ${error.message}`));
    socket.on('close', () => this.#forget());
  }

  /** Ends the connection at once. With `reset` the peer sees a crash, not an end. */
  destroy(reset = false): void {
    this.#forget();
    if (reset) this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }

  #forget(): void {
    this.#closed = true;
    this.#frames = [];
    this.#nextFrame = 0;
    this.#giveUp?.();
    this.#giveUp = undefined;
  }

  #end(reason: string): void {
    if (this.#closed) return;
    this.#host.logger.warn(`broker ${this.#host.nodeId} ends connection ${this.id}: ${reason}`);
    this.destroy();
  }

  #receive(chunk: Uint8Array): void {
    if (this.#closed) return;
    try {
      for (const frame of this.#assembler.push(chunk)) this.#frames.push(frame);
    } catch (error) {
      // What came whole before the bad length was asked in good faith.
      if (error instanceof FrameError) this.#frames.push(...error.frames);
      this.#proceed();
      this.#end(describe(error));
      return;
    }
    this.#proceed();
  }

  /** Handles requests until one must wait, the client stops reading, or none is left. */
  #proceed(): void {
    while (!this.#busy && !this.#closed && !this.#socket.writableNeedDrain) {
      const frame = this.#frames[this.#nextFrame];
      if (frame === undefined) break;
      this.#nextFrame++;
      try {
        this.#take(frame);
      } catch (error) {
        this.#end(describe(error));
      }
    }
    if (this.#nextFrame >= this.#frames.length) {
      this.#frames = [];
      this.#nextFrame = 0;
    }
    if (this.#closed) return;
    if (this.#frames.length > 0) this.#socket.pause();
    else this.#socket.resume();
  }

  #take(frame: Uint8Array): void {
    let request: ReturnType<typeof decodeRequest>;
    try {
      request = decodeRequest(frame);
    } catch (error) {
      if (!(error instanceof UnsupportedVersionError)) throw error;
      const { version, correlationId } = error;
      const replyTo = { api: apiVersions, version, correlationId };
      this.#conclude(replyTo, this.#host.refuseVersion(error.key));
      return;
    }
    const { nodeId } = this.#host;
    const verdict = this.#host.judge({ ...request, nodeId, connectionId: this.id });
    if (typeof verdict === 'object' && 'then' in verdict) {
      this.#busy = true;
      verdict.then(
        (settled) => this.#resume(() => this.#carryOut(settled, request)),
        (error: unknown) => this.#end(`a control failed: ${describe(error)}`),
      );
    } else {
      this.#carryOut(verdict, request);
    }
  }

  /** Takes up where the connection stood still. */
  #resume(act: () => void): void {
    if (this.#closed) return;
    this.#busy = false;
    try {
      act();
    } catch (error) {
      this.#end(describe(error));
    }
    this.#proceed();
  }

  #carryOut(verdict: InterceptVerdict, request: BrokerRequest & ReplyTo): void {
    switch (verdict) {
      case 'pass':
        this.#conclude(request, this.#host.handle(request));
        break;
      case 'drop':
        break;
      case 'disconnect':
        this.destroy();
        break;
      case 'handleThenDrop':
        this.#handleSilently(request);
        break;
      case 'handleThenDisconnect':
        this.#handleSilently(request);
        this.destroy();
        break;
      default:
        this.#send(request, verdict.answer);
    }
  }

  /** Handles a request whose answer nobody will see. */
  #handleSilently(request: BrokerRequest): void {
    const answer = this.#host.handle(request);
    if (answer.kind === 'delayed') this.#host.await(answer.ticket, () => undefined)();
  }

  #conclude(replyTo: ReplyTo, answer: BrokerAnswer): void {
    switch (answer.kind) {
      case 'answer':
        this.#send(replyTo, answer.body);
        break;
      case 'close':
        this.#end(answer.reason);
        break;
      case 'delayed':
        this.#busy = true;
        this.#giveUp = this.#host.await(answer.ticket, (body) => {
          this.#giveUp = undefined;
          this.#resume(() => this.#send(replyTo, body));
        });
        break;
      case 'none':
        break;
    }
  }

  #send({ api, version, correlationId }: ReplyTo, body: unknown): void {
    // The body comes from the handler of this very api, or from a test that answers for it.
    const { chunks } = encodeResponse(api, version, correlationId, body as Record<string, never>);
    this.#socket.cork();
    for (const chunk of chunks) this.#socket.write(chunk);
    this.#socket.uncork();
  }
}

function describe(error: unknown): string {
  if (isOttlaError(error)) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
