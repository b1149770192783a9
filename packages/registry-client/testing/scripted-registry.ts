/** A registry that answers as it is told, behind the dispatcher port: no sockets, every request on record. */
import { Readable } from 'node:stream';
import type { RegistryDispatcher } from '../src/index.ts';

export interface ScriptedRequest {
  readonly origin: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed, when it is JSON; null when there is none. */
  readonly body: unknown;
  /** The body as it was sent. */
  readonly text: string | null;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it stands when it is text or bytes, else as JSON. */
  readonly body?: unknown;
}

/** An answer, now or later, a network error, or no answer ever. */
export type ScriptedReply = ScriptedAnswer | Error | 'silence' | PromiseLike<ScriptedAnswer>;

/** A registry's refusal. */
export function refusal(status: number, errorCode: number, message = 'no'): ScriptedAnswer {
  return { status, body: { error_code: errorCode, message } };
}

export function networkError(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code });
}

function bodyOf({ body }: ScriptedAnswer): Readable {
  if (body === undefined) return Readable.from([]);
  if (body instanceof Uint8Array) return Readable.from([body], { objectMode: false });
  return Readable.from([Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))]);
}

export class ScriptedRegistry {
  readonly requests: ScriptedRequest[] = [];
  readonly dispatcher: RegistryDispatcher;

  constructor(script: (request: ScriptedRequest, index: number) => ScriptedReply) {
    const request = async (options: {
      origin: string;
      path: string;
      method: string;
      headers: Record<string, string>;
      body: string | null;
      signal: AbortSignal;
    }): Promise<unknown> => {
      const { origin, path, method, headers, body, signal } = options;
      const json = body !== null && headers['content-type']?.endsWith('json') === true;
      const received = { origin, path, method, headers, body: json ? JSON.parse(body) : body, text: body };
      this.requests.push(received);
      const reply = script(received, this.requests.length - 1);
      if (reply === 'silence') {
        return new Promise((_resolve, reject) => {
          if (signal.aborted) reject(new Error('aborted'));
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        });
      }
      await Promise.resolve();
      if (reply instanceof Error) throw reply;
      const answer = await reply;
      return { statusCode: answer.status ?? 200, headers: answer.headers ?? {}, body: bodyOf(answer) };
    };
    // Of the dispatcher's request only this much is used: these options in, status, headers and body out.
    this.dispatcher = { request } as unknown as RegistryDispatcher;
  }

  /** Method and path of each request. */
  get asked(): string[] {
    return this.requests.map(({ method, path }) => `${method} ${path}`);
  }
}
