/** A RegistryHttp in front of a scripted registry, with a clock that stands still but for waits between rounds. */
import { silentLogger } from '@ottla/kernel';
import { ManualClock } from '@ottla/kernel/testing';
import { readEndpoint } from '../src/http/endpoint.ts';
import { RegistryHttp, type RegistryHttpOptions } from '../src/http/registry-http.ts';
import { RegistryObserver } from '../src/observation.ts';
import type { RegistryError } from '../src/registry-error.ts';
import { ScriptedRegistry, type ScriptedReply, type ScriptedRequest } from './scripted-registry.ts';

/** What the calls of specs ask for. */
export const call = { method: 'GET', path: '/subjects', purpose: 'list the subjects' } as const;

export type OpenHttpOptions = Partial<RegistryHttpOptions> & {
  readonly urls?: readonly string[];
  readonly random?: () => number;
  /** Longest timer that runs by itself; -1: none. */
  readonly takesAlongMs?: number;
};

/** Waits between rounds run by themselves, limits of tries do not. */
export function openHttp(
  script: (request: ScriptedRequest, index: number) => ScriptedReply,
  options: OpenHttpOptions = {},
) {
  const registry = new ScriptedRegistry(script);
  const clock = new ManualClock({ takesAlongMs: options.takesAlongMs ?? 9_000 });
  const lines: string[] = [];
  const observer = new RegistryObserver();
  const http = new RegistryHttp(
    {
      endpoints: (options.urls ?? ['http://one']).map(readEndpoint),
      auth: undefined,
      headers: undefined,
      timeoutMs: 30_000,
      attemptTimeoutMs: 10_000,
      retries: 3,
      retryBackoffMs: 100,
      retryBackoffMaxMs: 8_000,
      maxResponseBytes: 1_000,
      ...options,
    },
    {
      dispatcher: registry.dispatcher,
      clock,
      random: options.random ?? (() => 0.5),
      observer,
      logger: { ...silentLogger, warn: (line) => void lines.push(line) },
    },
  );
  const ask = (): Promise<unknown> => http.ask({ ...call, read: (value) => value });
  const failure = (): Promise<RegistryError> =>
    ask().then(
      () => {
        throw new Error('answered');
      },
      (error: unknown) => error as RegistryError, // ask rejects with RegistryError only; the tests judge its fields
    );
  return { registry, clock, http, ask, failure, lines, observer };
}
