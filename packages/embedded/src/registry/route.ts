/**
 * What a route is: a method, a path pattern and a handler; and how a request finds its route.
 *
 * Patterns are slash-separated, `{name}` standing for one segment. Handlers get a RegistryCall and return the
 * value to be answered as JSON (or BareText, or undefined for 204), or throw a RegistryFailure. No I/O.
 */
import { refuse } from './registry-failure.ts';
import type { RegistryState } from './registry-state.ts';
import { readPath } from './request-path.ts';

/** A request as the core sees it: nothing of sockets. */
export interface RegistryRequest {
  readonly method: string;
  /** Path and query as they stood in the request line, still percent-encoded. */
  readonly target: string;
  readonly body: string;
}

export interface RegistryResponse {
  readonly status: number;
  /** JSON, or a bare schema text; empty with status 204. */
  readonly body: string;
}

/** A schema's text to be answered as it stands: it may be no JSON, and printed again its numbers would be rounded. */
export class BareText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a handler is given: the state and the decoded parts of the request. */
export interface RegistryCall {
  readonly state: RegistryState;
  readonly query: URLSearchParams;
  readonly body: string;
  /** A segment of the path by its name in the pattern; empty when the pattern has none of that name. */
  segment(name: string): string;
  flag(name: string): boolean;
}

/** `[method, pattern, handler]`: one row of the table. */
export type Route = readonly [method: string, pattern: string, handler: (call: RegistryCall) => unknown];

function matchPattern(pattern: string, segments: readonly string[]): Map<string, string> | undefined {
  const wanted = pattern.slice(1).split('/');
  if (wanted.length !== segments.length) return undefined;
  const captured = new Map<string, string>();
  for (const [index, part] of wanted.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{') && segment !== '') captured.set(part.slice(1, -1), segment);
    else if (part !== segment) return undefined;
  }
  return captured;
}

/** Finds the route of a request and runs it; throws 404 for an unknown path, 405 for an unknown method. */
export function runRoute(routes: readonly Route[], request: RegistryRequest, state: RegistryState): unknown {
  const { segments, query } = readPath(request.target, state);
  let pathKnown = false;
  for (const [method, pattern, handler] of routes) {
    const captured = matchPattern(pattern, segments);
    if (captured === undefined) continue;
    pathKnown = true;
    if (method !== request.method) continue;
    return handler({
      state,
      query,
      body: request.body,
      segment: (name) => captured.get(name) ?? '',
      flag: (name) => query.get(name)?.toLowerCase() === 'true',
    });
  }
  throw pathKnown ? refuse.methodNotAllowed() : refuse.noRoute();
}

/** Of one answer that lists schemas, or the ids of those that refer to one. */
export const MOST_SCHEMAS = 1_000;

/** Cuts a list as the query's `offset` and `limit` ask; a limit that is none, or beyond the most, is the most. */
export function page<T>(list: readonly T[], query: URLSearchParams, most = Infinity): readonly T[] {
  const offset = Number.parseInt(query.get('offset') ?? '0', 10);
  const limit = Number.parseInt(query.get('limit') ?? '-1', 10);
  const start = Number.isSafeInteger(offset) && offset > 0 ? offset : 0;
  return list.slice(start, start + (limit > 0 && limit <= most ? limit : most));
}
