/**
 * A door before an honest broker that misbehaves on request: a TCP server on loopback.
 *
 * Requests pass through unchanged, so what the broker writes is what it was sent. Answers are judged one by
 * one: each goes on, is cut, or is replaced by other bytes. Metadata names the door instead of the broker, so
 * every connection of a client comes through it. Owns its sockets; `close` leaves none.
 */
import { connect, createServer, type Socket } from 'node:net';
import {
  FrameAssembler,
  decodeRequest,
  decodeResponse,
  encodeResponse,
  metadata,
  type DecodedRequest,
} from '@ottla/protocol';
import { LOOPBACK, LoopbackServer } from '../../../packages/embedded/src/loopback-server.ts';

const MAX_FRAME_BYTES = 64 << 20;

/** An answer on its way to the client. */
export interface HeldAnswer {
  /** Of the API, such as 'Produce'. */
  readonly name: string;
  /** From 1, over all connections: the how-manieth answer of this API. */
  readonly count: number;
  /** The whole frame, length included. */
  readonly bytes: Buffer;
}

/** Other bytes in place of the answer; then the connection closes, falls silent or is flooded with zeros. */
export interface Misdeed {
  readonly bytes: Uint8Array;
  readonly ending: 'close' | 'stay' | 'flood';
}

export type Judgement = 'pass' | Misdeed;

/** An announced frame length and nothing behind it. */
export function frameOfLength(bytes: number): Buffer {
  const prefix = Buffer.alloc(4);
  prefix.writeInt32BE(bytes);
  return prefix;
}

export class HostileDoor implements AsyncDisposable {
  readonly #broker: { readonly host: string; readonly port: number };
  readonly #judge: (answer: HeldAnswer) => Judgement;
  readonly #counts = new Map<string, number>();
  #server: LoopbackServer | undefined;
  /** Answers that were not let through. */
  misdeeds = 0;
  floodedBytes = 0;

  static async open(broker: string, judge: (answer: HeldAnswer) => Judgement): Promise<HostileDoor> {
    const door = new HostileDoor(broker, judge);
    door.#server = await LoopbackServer.listen(createServer((client) => door.#admit(client)));
    return door;
  }

  private constructor(broker: string, judge: (answer: HeldAnswer) => Judgement) {
    const [host = '', port = ''] = broker.split(':');
    this.#broker = { host, port: Number(port) };
    this.#judge = judge;
  }

  get port(): number {
    if (this.#server === undefined) throw new Error('the door is not open yet');
    return this.#server.port;
  }

  get address(): string {
    return `${LOOPBACK}:${this.port}`;
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #admit(client: Socket): void {
    const broker = connect({ ...this.#broker, noDelay: true });
    client.setNoDelay(true);
    for (const [socket, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      socket.on('error', () => undefined);
      socket.on('close', () => other.destroy());
    }
    const asked: DecodedRequest[] = [];
    const requests = new FrameAssembler({ maxFrameBytes: MAX_FRAME_BYTES });
    client.on('data', (bytes) => {
      for (const frame of requests.push(bytes)) asked.push(decodeRequest(frame));
      broker.write(bytes);
    });
    const answers = new FrameAssembler({ maxFrameBytes: MAX_FRAME_BYTES });
    let misbehaved = false;
    broker.on('data', (bytes) => {
      for (const frame of answers.push(bytes)) {
        const request = asked.shift();
        if (request === undefined || misbehaved) return;
        misbehaved = !this.#answer(client, request, frame);
      }
    });
  }

  /** False when the client got something else. */
  #answer(client: Socket, request: DecodedRequest, frame: Uint8Array): boolean {
    const { name } = request.api;
    const bytes =
      name === 'Metadata'
        ? this.#namingTheDoor(request, frame)
        : Buffer.concat([frameOfLength(frame.length), frame]);
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    const judgement = this.#judge({ name, count, bytes });
    if (judgement === 'pass') {
      client.write(bytes);
      return true;
    }
    this.misdeeds++;
    if (judgement.ending === 'close') client.end(judgement.bytes, () => client.destroy());
    else client.write(judgement.bytes);
    if (judgement.ending === 'flood') this.#flood(client);
    return false;
  }

  #namingTheDoor({ version, correlationId }: DecodedRequest, frame: Uint8Array): Buffer {
    const { body } = decodeResponse(metadata, version, frame);
    const brokers = body.brokers.map((broker) => ({ ...broker, host: LOOPBACK, port: this.port }));
    return Buffer.concat(encodeResponse(metadata, version, correlationId, { ...body, brokers }).chunks);
  }

  /** Writes for as long as the client takes it. */
  #flood(client: Socket): void {
    const zeros = Buffer.alloc(1 << 16);
    const pour = (): void => {
      while (!client.destroyed && client.write(zeros)) this.floodedBytes += zeros.length;
    };
    client.on('drain', pour);
    pour();
  }
}
