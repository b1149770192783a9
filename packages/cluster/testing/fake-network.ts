/**
 * A network in memory under the Transport port: servers by address, each a function from requests to answers.
 *
 * Keeps the port's contract (events come later, `closed` exactly once) and counts what is open. Real bytes
 * cross it, so both ends are encoded and decoded as on TCP.
 */
import {
  apiVersions,
  decodeRequest,
  encodeResponse,
  FrameAssembler,
  type DecodedRequest,
  type ResponseInput,
} from '@ottla/protocol';
import type { Transport, TransportEvents, TransportSocket } from '../src/transport/transport.ts';
import { EVERY_API, frameBytes } from './scripted-connection.ts';

/** A body, or what else may become of a request. */
export type FakeAnswer = object | 'drop' | 'close';

export interface FakeServer {
  /** Requests other than ApiVersions. */
  answer(request: DecodedRequest): FakeAnswer;
  /** What becomes of a connection; accepted by default. */
  readonly accepts?: 'yes' | 'refuses' | 'never';
}

export class FakeNetwork implements Transport {
  readonly servers = new Map<string, FakeServer>();
  /** "open kafka-1:9092", "kafka-1:9092 Metadata", … */
  readonly log: string[] = [];
  readonly sockets = new Set<FakeSocket>();

  open(host: string, port: number, events: TransportEvents): TransportSocket {
    const address = `${host}:${port}`;
    this.log.push(`open ${address}`);
    const socket = new FakeSocket(this, address, events);
    this.sockets.add(socket);
    return socket;
  }

  /** How often a line stands in the log. */
  count(line: string): number {
    return this.log.filter((entry) => entry === line).length;
  }

  /** Cuts every connection to an address. */
  cut(address: string): void {
    for (const socket of this.sockets)
      if (socket.address === address) socket.end(new Error('read ECONNRESET'));
  }
}

class FakeSocket implements TransportSocket {
  readonly address: string;
  readonly #network: FakeNetwork;
  readonly #events: TransportEvents;
  readonly #assembler = new FrameAssembler({ maxFrameBytes: 1 << 24 });
  #ended = false;
  #destroyed = false;

  constructor(network: FakeNetwork, address: string, events: TransportEvents) {
    this.#network = network;
    this.#events = events;
    this.address = address;
    queueMicrotask(() => {
      const accepts = this.#server?.accepts ?? (this.#server === undefined ? 'refuses' : 'yes');
      if (accepts === 'refuses') this.end(new Error(`connect ECONNREFUSED ${address}`));
      else if (accepts === 'yes' && !this.#ended) this.#events.opened();
    });
  }

  write(chunks: readonly Uint8Array[]): void {
    const bytes = Buffer.concat(chunks);
    queueMicrotask(() => {
      if (this.#ended) return;
      this.#events.written();
      for (const frame of this.#assembler.push(bytes)) this.#serve(decodeRequest(frame));
    });
  }

  destroy(): void {
    this.#destroyed = true;
    this.end(undefined);
  }

  end(cause: Error | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#network.sockets.delete(this);
    queueMicrotask(() => this.#events.closed(this.#destroyed ? undefined : cause));
  }

  get #server(): FakeServer | undefined {
    return this.#network.servers.get(this.address);
  }

  #serve(request: DecodedRequest): void {
    const { api, version, correlationId } = request;
    const isVersions = api.key === apiVersions.key;
    if (!isVersions) this.#network.log.push(`${this.address} ${api.name}`);
    const body = isVersions
      ? { errorCode: 0, apiKeys: EVERY_API }
      : (this.#server?.answer(request) ?? 'drop');
    if (body === 'drop') return;
    if (body === 'close') {
      this.end(new Error('read ECONNRESET'));
      return;
    }
    // The spec's own answer; encoding checks it against the table.
    const frame = encodeResponse(api, version, correlationId, body as ResponseInput<typeof api>);
    queueMicrotask(() => {
      if (!this.#ended) this.#events.received(frameBytes(frame));
    });
  }
}
