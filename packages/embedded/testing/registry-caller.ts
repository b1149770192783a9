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

  /** `schema` as text, or as JSON to be printed. */
  register = (subject: string, schema: unknown, more: object = {}, query = ''): ParsedAnswer =>
    this.post(`/subjects/${encodeURIComponent(subject)}/versions${query}`, {
      schema: typeof schema === 'string' ? schema : JSON.stringify(schema),
      ...more,
    });

  lookUp = (subject: string, schema: unknown, more: object = {}, query = ''): ParsedAnswer =>
    this.post(`/subjects/${encodeURIComponent(subject)}${query}`, {
      schema: typeof schema === 'string' ? schema : JSON.stringify(schema),
      ...more,
    });

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
