/**
 * A connection machine on a bench: the spec plays transport, broker and clock, and reads what came out.
 *
 * Effects are written down in order; writes are decoded back to requests. Every write is told done at once
 * unless the spec holds it.
 */
import { seededRandom } from '@ottla/kernel';
import {
  apis,
  apiVersions,
  decodeRequest,
  encodeResponse,
  type Api,
  type DecodedRequest,
  type Frame,
  type ResponseInput,
} from '@ottla/protocol';
import type { ConnectionEffect } from '../src/connection/connection-effects.ts';
import { ConnectionMachine, type ConnectionMachineOptions } from '../src/connection/connection-machine.ts';
import type { ConnectionRequest } from '../src/connection/request-queue.ts';

export interface NamedRequest extends ConnectionRequest {
  readonly name: string;
}

export function frameBytes(frame: Frame): Buffer {
  return Buffer.concat(frame.chunks);
}

/** An answer as it stands on the wire, length prefix included. */
export function answerBytes<A extends Api>(
  api: A,
  version: number,
  answer: { readonly correlationId: number; readonly body: ResponseInput<A> },
): Buffer {
  return frameBytes(encodeResponse(api, version, answer.correlationId, answer.body));
}

/** All APIs in all versions that this client knows. */
export const EVERY_API = apis.map(({ key, versions }) => ({
  apiKey: key,
  minVersion: versions.min,
  maxVersion: versions.max,
}));

export function versionsAnswer(
  correlationId: number,
  body: Partial<ResponseInput<typeof apiVersions>> = {},
  version: number = apiVersions.versions.max,
): Buffer {
  return answerBytes(apiVersions, version, {
    correlationId,
    body: { errorCode: 0, apiKeys: EVERY_API, ...body },
  });
}

export class ScriptedConnection {
  readonly machine: ConnectionMachine<NamedRequest>;
  readonly effects: ConnectionEffect<NamedRequest>[] = [];
  /** One line per request or connection event, in order: "a answered", "b failed DISCONNECTED sent". */
  readonly story: string[] = [];
  /** What was written, decoded, without ApiVersions. */
  readonly written: DecodedRequest[] = [];
  readonly writes: Buffer[] = [];
  wakeAtMs = Infinity;
  now = 0;
  /** A held write is told done by `finishWrite`. */
  holdWrites = false;

  constructor(options: Partial<ConnectionMachineOptions> = {}) {
    this.machine = new ConnectionMachine<NamedRequest>({
      peer: () => 'broker 1 at kafka-1:9092',
      clientId: 'spec',
      connectTimeoutMs: 1000,
      reconnectBackoffMs: 50,
      reconnectBackoffMaxMs: 1000,
      maxFrameBytes: 1 << 20,
      random: seededRandom(1),
      ...options,
    });
  }

  start(): this {
    return this.#take(this.machine.start(this.now));
  }

  open(): this {
    return this.#take(this.machine.opened());
  }

  receive(...parts: readonly Uint8Array[]): this {
    return this.#take(this.machine.received(Buffer.concat(parts), this.now));
  }

  closed(error?: Error): this {
    return this.#take(this.machine.closed(error, this.now));
  }

  close(error: Parameters<ConnectionMachine<NamedRequest>['close']>[0]): this {
    return this.#take(this.machine.close(error));
  }

  finishWrite(): this {
    return this.#take(this.machine.written(this.now));
  }

  at(now: number): this {
    this.now = now;
    return this;
  }

  tick(): this {
    return this.#take(this.machine.tick(this.now));
  }

  ask(name: string, request: Omit<NamedRequest, 'name' | 'timeoutMs'> & { timeoutMs?: number }): this {
    return this.#take(this.machine.request({ timeoutMs: 30_000, ...request, name }, this.now));
  }

  /** Connected, versions told. */
  ready(body: Partial<ResponseInput<typeof apiVersions>> = {}): this {
    this.start().open();
    return this.receive(versionsAnswer(this.firstCorrelationId, body));
  }

  /** Of the ApiVersions request of the current connection. */
  get firstCorrelationId(): number {
    const { state } = this.machine;
    if (state.kind !== 'negotiating') throw new Error(`no versions are asked for while ${state.kind}`);
    return state.correlationId;
  }

  #take(effects: readonly ConnectionEffect<NamedRequest>[]): this {
    for (const effect of effects) {
      this.effects.push(effect);
      this.#tell(effect);
    }
    return this;
  }

  #tell(effect: ConnectionEffect<NamedRequest>): void {
    switch (effect.kind) {
      case 'write':
        this.#readWrite(Buffer.concat(effect.chunks));
        break;
      case 'answer':
        this.story.push(`${effect.request.name} ${effect.body === null ? 'written' : 'answered'}`);
        break;
      case 'fail': {
        const { sent, error } = effect.failure;
        this.story.push(`${effect.request.name} failed ${error.code} ${sent ? 'sent' : 'unsent'}`);
        break;
      }
      case 'lost':
        this.story.push(`lost ${effect.failure.code}`);
        break;
      case 'wake':
        this.wakeAtMs = effect.atMs;
        break;
      case 'open':
      case 'destroy':
      case 'ready':
        this.story.push(effect.kind);
        break;
      case 'throttled':
        this.story.push(`throttled ${effect.throttleMs}`);
        break;
    }
  }

  #readWrite(bytes: Buffer): void {
    this.writes.push(bytes);
    for (let position = 0; position < bytes.length;) {
      const end = position + 4 + bytes.readInt32BE(position);
      const request = decodeRequest(bytes.subarray(position + 4, end));
      if (request.api.key !== apiVersions.key) this.written.push(request);
      position = end;
    }
    if (!this.holdWrites) this.finishWrite();
  }
}
