/**
 * Turns an answer that is not a success into a ResponseError: the client's id and the registry's own words.
 *
 * What is not an answer (a defect in a middleware) passes as it is. Credentials in the URL are not shown.
 */
import type { Middleware, Response } from 'mappersmith';

/** What this file reads of mappersmith's Response; its tests hand in no more than that. */
type Answer = Pick<Response, 'data' | 'status' | 'request'> & Partial<Pick<Response, 'error'>>;

/** A request that failed: refused by the registry, or (status 400) never answered. */
export class ResponseError extends Error {
  readonly status: number;
  readonly unauthorized: boolean;
  /** Method and URL. */
  readonly url: string;

  constructor(clientName: string, response: Answer) {
    const cause = response.error?.();
    super(`${clientName} - ${reasonOf(response)}`, cause ? { cause } : undefined);
    const request = response.request();
    this.name = 'ResponseError';
    this.status = response.status();
    this.unauthorized = this.status === 401;
    this.url = `${request.method()} ${withoutCredentials(request.url())}`;
  }
}

/**
 * Up to the last `@`, whatever stands before it: in a password that nobody encoded a slash does not end the
 * authority. mappersmith encodes the `@` of a subject.
 */
const withoutCredentials = (url: string): string => url.replace(/^((?:[a-z][a-z\d+.-]*:)?\/\/)?.*@/is, '$1');

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function reasonOf(response: Answer): string {
  const answer: unknown = response.data();
  if (typeof answer === 'object' && answer !== null && 'message' in answer && answer.message) {
    return textOf(answer.message);
  }
  return `Error, status ${response.status()}${answer ? `: ${textOf(answer)}` : ''}`;
}

const isAnswer = (failure: unknown): failure is Answer =>
  typeof failure === 'object' && failure !== null && 'data' in failure && 'request' in failure;

export const errorMiddleware: Middleware = ({ clientId }) => ({
  async response(next) {
    try {
      return await next();
    } catch (failure) {
      throw isAnswer(failure) ? new ResponseError(clientId ?? '', failure) : failure;
    }
  },
});
