/**
 * What the specs of the registry share: a pure registry that is asked in JSON and answers parsed JSON.
 *
 * No network, no clock. An answer without a body is null.
 */
import { RegistryCore } from '../src/registry/registry-core.ts';

export interface ParsedAnswer {
  readonly status: number;
  readonly answer: unknown;
}

/** What stands in the body beside the schema, and the query of the request. */
export type More = Readonly<Record<string, unknown>> & { readonly query?: string };

export class RegistryCaller {
  readonly core = new RegistryCore();

  call(method: string, target: string, body?: unknown): ParsedAnswer {
    const text = body === undefined ? '' : JSON.stringify(body);
    const { status, body: answer } = this.core.handle({ method, target, body: text });
    return { status, answer: answer === '' ? null : (JSON.parse(answer) as unknown) }; // parse gives any
  }

  get = (target: string): ParsedAnswer => this.call('GET', target);
  post = (target: string, body?: unknown): ParsedAnswer => this.call('POST', target, body);
  put = (target: string, body: unknown = {}): ParsedAnswer => this.call('PUT', target, body);
  remove = (target: string): ParsedAnswer => this.call('DELETE', target);

  register = (subject: string, schema: unknown, more: More = {}): ParsedAnswer =>
    this.#postSchema(`/subjects/${encodeURIComponent(subject)}/versions`, schema, more);

  lookUp = (subject: string, schema: unknown, more: More = {}): ParsedAnswer =>
    this.#postSchema(`/subjects/${encodeURIComponent(subject)}`, schema, more);

  /** `schema` as text, or as JSON to be printed. */
  #postSchema(path: string, schema: unknown, { query = '', ...more }: More): ParsedAnswer {
    const text = typeof schema === 'string' ? schema : JSON.stringify(schema);
    return this.post(path + query, { schema: text, ...more });
  }

  /** The bare body of an answer. */
  text(target: string): string {
    return this.core.handle({ method: 'GET', target, body: '' }).body;
  }
}

/** An answer that refuses, with Confluent's code and words. */
export function refused(status: number, errorCode: number, message: unknown): ParsedAnswer {
  return { status, answer: { error_code: errorCode, message } };
}

/** A registered answer. */
export function answered(answer: unknown): ParsedAnswer {
  return { status: 200, answer };
}
