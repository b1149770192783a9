/** Whatever several nodes answer, in whatever order: what holds of every call. */
import { settled } from '@ottla/kernel/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openHttp } from '../../testing/open-http.ts';
import { networkError, type ScriptedReply } from '../../testing/scripted-registry.ts';
import { RegistryError } from '../registry-error.ts';

const NODES = ['http://one', 'http://two', 'http://three'];
const STEP_MS = 500;
const TIMEOUT_MS = 20_000;

const replies: Readonly<Record<string, ScriptedReply>> = {
  value: { body: [1] },
  down: networkError('ECONNREFUSED'),
  reset: networkError('ECONNRESET'),
  silence: 'silence',
  500: { status: 500 },
  503: { status: 503, headers: { 'retry-after': '3' } },
  429: { status: 429, headers: { 'retry-after': '2' } },
  408: { status: 408 },
  401: { status: 401 },
  404: { status: 404 },
  409: { status: 409 },
  302: { status: 302, headers: { location: 'http://two/' } },
  html: { body: '<html>', headers: { 'content-type': 'text/html' } },
};
/** After these the next URL may be asked. */
const movesOn: ReadonlySet<string> = new Set(['down', 'reset', 'silence', '500', '503']);
/** After these another try may be made at all; 401 because the token comes from a provider. */
const mayPass: ReadonlySet<string> = new Set([...movesOn, '429', '408', '401']);

const runs = fc.record({
  nodes: fc.integer({ min: 1, max: NODES.length }),
  retries: fc.integer({ min: 0, max: 4 }),
  answers: fc.array(fc.constantFrom(...Object.keys(replies)), { maxLength: 20 }),
  /** What every request past these gets. */
  last: fc.constantFrom(...Object.keys(replies)),
  calls: fc.integer({ min: 1, max: 3 }),
});

describe('a call', () => {
  it('ends in time with a value or a RegistryError, tries no more than it may, and moves on only after network errors and 5xx', async () => {
    await fc.assert(
      fc.asyncProperty(runs, async ({ nodes, retries, answers, last, calls }) => {
        const answerOf = (index: number): string => answers[index] ?? last;
        const { http, ask, registry, clock, observer } = openHttp(
          (_request, index) => replies[answerOf(index)] ?? 'silence',
          {
            urls: NODES.slice(0, nodes),
            retries,
            auth: () => 't',
            timeoutMs: TIMEOUT_MS,
            attemptTimeoutMs: 3 * STEP_MS,
            takesAlongMs: -1,
          },
        );
        for (let call = 0; call < calls; call++) {
          const first = registry.requests.length;
          const startedAt = clock.now();
          let outcome: unknown;
          const asked = ask().then(
            (value) => void (outcome = { value }),
            (error: unknown) => void (outcome = error),
          );
          while (outcome === undefined) {
            await settled();
            if (outcome === undefined) clock.advance(STEP_MS);
          }
          await asked;

          const tries = registry.requests.slice(first);
          const kinds = tries.map((_request, index) => answerOf(first + index));
          expect(clock.now() - startedAt).toBeLessThanOrEqual(TIMEOUT_MS + STEP_MS);
          expect(clock.pendingTimers).toBe(0);
          // Once more for the sake of a new token.
          expect(tries.length).toBeLessThanOrEqual((retries + 1) * nodes + 1);
          expect(kinds.slice(0, -1).filter((kind) => !mayPass.has(kind))).toEqual([]);
          expect(kinds.filter((kind) => kind === '401').length).toBeLessThanOrEqual(2);
          for (const [index, { origin }] of tries.entries()) {
            const next = tries[index + 1];
            if (next !== undefined && next.origin !== origin) expect(movesOn).toContain(kinds[index]);
          }
          if (kinds.at(-1) === 'value') expect(outcome).toEqual({ value: [1] });
          else expect(outcome).toBeInstanceOf(RegistryError);
        }
        const counted = observer.metrics({ ids: 0, schemas: 0, guids: 0, versions: 0, latest: 0, misses: 0 });
        expect(counted.requests).toBe(registry.requests.length);
        http.close();
      }),
    );
  });
});
