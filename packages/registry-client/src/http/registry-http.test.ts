import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { call, openHttp } from '../../testing/open-http.ts';
import { networkError, type ScriptedReply } from '../../testing/scripted-registry.ts';
import type { RegistryHttp } from './registry-http.ts';
import type { Expectation } from './verdict.ts';

const down = networkError('ECONNREFUSED');
const entries = { ids: 0, schemas: 0, guids: 0, versions: 0, latest: 0, misses: 0 };

describe('a call', () => {
  it('that succeeds is asked once', async () => {
    const { ask, registry, clock } = openHttp(() => ({ body: ['a'] }));
    expect(await ask()).toEqual(['a']);
    expect(registry.asked).toEqual(['GET /subjects']);
    expect(clock.pendingTimers).toBe(0);
  });

  it.each([
    ['a network error', down, 'REGISTRY_UNREACHABLE', undefined],
    ['408', { status: 408 }, 'REGISTRY_UNAVAILABLE', 408],
    ['500', { status: 500, body: 'oops' }, 'REGISTRY_UNAVAILABLE', 500],
    ['502 with HTML', { status: 502, body: '<html>' }, 'REGISTRY_UNAVAILABLE', 502],
    ['503', { status: 503 }, 'REGISTRY_UNAVAILABLE', 503],
    ['504', { status: 504 }, 'REGISTRY_UNAVAILABLE', 504],
    ['429', { status: 429 }, 'REGISTRY_THROTTLED', 429],
  ] as const)(
    'that meets %s for ever is tried again with growing waits, then fails',
    async (_name, reply, code, status) => {
      const { failure, registry, clock, lines } = openHttp(() => reply);
      expect(await failure()).toMatchObject({
        code,
        status,
        action: 'retriable',
        url: 'http://one/subjects',
      });
      expect(registry.requests).toHaveLength(4);
      expect(clock.waits).toEqual([50, 100, 200]);
      expect(lines).toHaveLength(3);
      expect(clock.pendingTimers).toBe(0);
    },
  );

  it('recovers as soon as the registry does', async () => {
    const { ask, registry } = openHttp((_request, index) => (index < 2 ? { status: 503 } : { body: 1 }));
    expect(await ask()).toBe(1);
    expect(registry.requests).toHaveLength(3);
  });

  it.each([400, 401, 403, 404, 409, 422, 501])('that meets %i is not tried again', async (status) => {
    const { failure, registry } = openHttp(() => ({ status, body: { error_code: status, message: 'no' } }), {
      urls: ['http://one', 'http://two'],
    });
    expect((await failure()).status).toBe(status);
    expect(registry.requests).toHaveLength(1);
  });

  it('tries each URL before it waits, and stays with the one that works', async () => {
    const { ask, registry, clock } = openHttp(
      ({ origin }) => (origin === 'http://one' ? down : { body: 1 }),
      {
        urls: ['http://one', 'http://two'],
      },
    );
    await ask();
    await ask();
    expect(registry.requests.map(({ origin }) => origin)).toEqual(['http://one', 'http://two', 'http://two']);
    expect(clock.waits).toEqual([]);
  });

  it('moves past a dead URL once when two calls fail on it at the same time', async () => {
    const { ask, registry } = openHttp(({ origin }) => (origin === 'http://one' ? down : { body: 1 }), {
      urls: ['http://one', 'http://two', 'http://three'],
    });
    await Promise.all([ask(), ask()]);
    expect(registry.requests.map(({ origin }) => origin)).toEqual([
      'http://one',
      'http://one',
      'http://two',
      'http://two',
    ]);
  });

  it('comes round to the first URL when the others fail', async () => {
    const { failure, registry } = openHttp(() => down, { urls: ['http://one', 'http://two'], retries: 1 });
    await failure();
    expect(registry.requests.map(({ origin }) => origin)).toEqual([
      'http://one',
      'http://two',
      'http://one',
      'http://two',
    ]);
  });

  it('does not take a throttled request to the next node', async () => {
    const { ask, registry } = openHttp((_request, index) => (index === 0 ? { status: 429 } : { body: 1 }), {
      urls: ['http://one', 'http://two'],
    });
    await ask();
    expect(registry.requests.map(({ origin }) => origin)).toEqual(['http://one', 'http://one']);
  });

  it('does not take a slow request (408) to the next node either', async () => {
    const { ask, registry } = openHttp((_request, index) => (index === 0 ? { status: 408 } : { body: 1 }), {
      urls: ['http://one', 'http://two'],
    });
    await ask();
    expect(registry.requests.map(({ origin }) => origin)).toEqual(['http://one', 'http://one']);
  });
});

describe('Retry-After', () => {
  const advices = [
    '-1',
    '1000000000',
    'NaN',
    'Thu, 01 Jan 1970 00:00:00 GMT',
    'Sat, 99 Nov 2026 99:99:99 GMT',
  ];

  it.each([401, 403, 404, 409, 422].flatMap((status) => advices.map((advice) => [status, advice] as const)))(
    'with %i is no reason to try again: %s',
    async (status, advice) => {
      const { failure, registry, clock } = openHttp(() => ({ status, headers: { 'retry-after': advice } }));
      expect(await failure()).toMatchObject({ status, action: 'usage' });
      expect(registry.requests).toHaveLength(1);
      expect(clock.waits).toEqual([]);
    },
  );

  it.each([429, 503].flatMap((status) => advices.map((advice) => [status, advice] as const)))(
    'with %i is kept to within the deadline, or is nothing: %s',
    async (status, advice) => {
      const { failure, registry, clock } = openHttp(() => ({ status, headers: { 'retry-after': advice } }));
      expect(await failure()).toMatchObject({ status, action: 'retriable' });
      const beyond = advice === '1000000000';
      expect(registry.requests).toHaveLength(beyond ? 1 : 4);
      expect(clock.waits).toEqual(beyond ? [] : [50, 100, 200]);
    },
  );

  it.each([429, 503])('with %i is waited for, in seconds or until a date', async (status) => {
    const { ask, clock } = openHttp((_request, index) => {
      if (index === 2) return { body: 1 };
      const date = new Date(Math.ceil(clock.wallNow() / 1000) * 1000 + 5_000).toUTCString();
      return { status, headers: { 'retry-after': index === 0 ? '7' : date } };
    });
    await ask();
    expect(clock.waits).toEqual([7_000, 5_000]);
  });

  it('of any node is kept to by all: the longest counts', async () => {
    const { ask, clock } = openHttp(
      ({ origin }, index) =>
        index < 2
          ? { status: 503, headers: { 'retry-after': origin === 'http://one' ? '7' : '2' } }
          : { body: 1 },
      { urls: ['http://one', 'http://two'] },
    );
    await ask();
    expect(clock.waits).toEqual([7_000]);
  });

  it('beyond the deadline fails the call at once, with what the registry said', async () => {
    const inAnHour = new Date(Date.UTC(2026, 0, 1, 1)).toUTCString();
    const { failure, clock } = openHttp(() => ({ status: 429, headers: { 'retry-after': inAnHour } }));
    expect((await failure()).code).toBe('REGISTRY_THROTTLED');
    expect(clock.waits).toEqual([]);
  });
});

describe('several URLs', () => {
  const urls = ['http://one', 'http://two', 'http://three'];
  const origins = (registry: { requests: readonly { origin: string }[] }) =>
    registry.requests.map(({ origin }) => origin);

  it('that are all down at the start are asked in turn until one comes back, and that one is kept to', async () => {
    const alive = new Set<string>();
    const { ask, failure, registry, observer } = openHttp(
      ({ origin }) => (alive.has(origin) ? { body: origin.length } : down),
      { urls, retries: 1 },
    );
    expect(await failure()).toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
    expect(origins(registry)).toEqual([...urls, ...urls]);
    alive.add('http://two');
    registry.requests.length = 0;
    for (let index = 0; index < 3; index++) await ask();
    expect(origins(registry)).toEqual(['http://one', 'http://two', 'http://two', 'http://two']);
    expect(observer.metrics(entries).failovers).toBe(7);
  });

  it('come back within a call as well', async () => {
    const { ask, registry } = openHttp((_request, index) => (index < 4 ? down : { body: 1 }), { urls });
    expect(await ask()).toBe(1);
    expect(origins(registry)).toEqual([...urls, 'http://one', 'http://two']);
  });

  it.each<[string, ScriptedReply]>([
    ['HTML', { body: '<html>', headers: { 'content-type': 'text/html' } }],
    ['nothing', {}],
    ['401', { status: 401 }],
    ['404', { status: 404 }],
    ['408', { status: 408 }],
    ['429', { status: 429 }],
    ['501', { status: 501 }],
    ['a redirect', { status: 301, headers: { location: 'http://two/' } }],
  ])('are no way out of an answer that is wrong: %s', async (_name, reply) => {
    const { failure, registry, observer } = openHttp(() => reply, { urls });
    await failure();
    expect(new Set(origins(registry))).toEqual(new Set(['http://one']));
    expect(observer.metrics(entries).failovers).toBe(0);
  });

  it.each([500, 502, 503, 504, 599])('are moved through for ever %i, and the call fails', async (status) => {
    const { failure, registry } = openHttp(() => ({ status }), { urls, retries: 1 });
    expect(await failure()).toMatchObject({
      code: 'REGISTRY_UNAVAILABLE',
      status,
      url: 'http://three/subjects',
    });
    expect(origins(registry)).toEqual([...urls, ...urls]);
  });
});

describe('time', () => {
  it('ends a try that gets no answer, and goes on with the next URL', async () => {
    const { ask, clock, registry } = openHttp(
      ({ origin }) => (origin === 'http://one' ? 'silence' : { body: 1 }),
      {
        urls: ['http://one', 'http://two'],
      },
    );
    const asked = ask();
    await clock.timersPending(1);
    clock.advance(10_000);
    expect(await asked).toBe(1);
    expect(registry.requests).toHaveLength(2);
  });

  it('ends the call at its deadline, whatever tries are left', async () => {
    const { failure, clock, registry } = openHttp(() => 'silence', { timeoutMs: 15_000, retries: 100 });
    const failed = failure();
    await clock.timersPending(1);
    clock.advance(10_000); // the first try; the second is left less than 5 s
    while (registry.requests.length < 2) await new Promise(setImmediate);
    clock.advance(5_000);
    expect(await failed).toMatchObject({
      code: 'REGISTRY_TIMED_OUT',
      message:
        "cannot list the subjects at http://one/subjects: no answer within 4950 ms; check that the registry answers, or raise 'timeoutMs'",
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('counts the token provider in', async () => {
    const { failure, clock, registry } = openHttp(() => ({ body: 1 }), {
      auth: () => new Promise<string>(() => undefined),
      retries: 0,
    });
    const failed = failure();
    await clock.timersPending(1);
    clock.advance(10_000);
    expect((await failed).code).toBe('REGISTRY_TIMED_OUT');
    expect(registry.requests).toEqual([]);
  });
});

describe('close', () => {
  it('ends what waits for an answer and what waits to try again', async () => {
    const silent = openHttp(() => 'silence');
    const first = silent.failure();
    await silent.clock.timersPending(1);
    silent.http.close();
    expect((await first).code).toBe('CLOSED');

    const failing = openHttp(() => down, {
      retryBackoffMs: 100_000,
      retryBackoffMaxMs: 19_000,
      random: () => 0.99,
    });
    const second = failing.failure();
    while (failing.lines.length === 0) await new Promise(setImmediate);
    failing.http.close();
    expect((await second).code).toBe('CLOSED');
    expect(silent.clock.pendingTimers + failing.clock.pendingTimers).toBe(0);
  });

  it('refuses every call after', async () => {
    const { failure, http, registry } = openHttp(() => ({ body: 1 }));
    http.close();
    expect(await failure()).toMatchObject({ code: 'CLOSED', action: 'usage' });
    expect(registry.requests).toEqual([]);
  });
});

describe('a signal', () => {
  const askWith = (http: RegistryHttp, signal: AbortSignal) =>
    http.ask({ ...call, read: (value) => value }, { signal }).catch((error: unknown) => error);

  it('aborted before the call ends it before the first request', async () => {
    const { http, registry } = openHttp(() => ({ body: 1 }));
    const reason = new Error('changed my mind');
    expect(await askWith(http, AbortSignal.abort(reason))).toMatchObject({
      code: 'ABORTED',
      action: 'usage',
      cause: reason,
      message: "cannot list the subjects: the caller's signal ended it",
    });
    expect(registry.requests).toEqual([]);
  });

  it('ends a try, and nothing is tried after it', async () => {
    const { http, registry, clock } = openHttp(() => 'silence', { urls: ['http://one', 'http://two'] });
    const controller = new AbortController();
    const failed = askWith(http, controller.signal);
    await clock.timersPending(1);
    controller.abort();
    expect(await failed).toMatchObject({ code: 'ABORTED', cause: controller.signal.reason });
    expect(registry.requests).toHaveLength(1);
    expect(clock.pendingTimers).toBe(0);
  });

  it('ends a wait between rounds', async () => {
    const { http, lines, clock } = openHttp(() => down, {
      retryBackoffMs: 19_000,
      retryBackoffMaxMs: 19_000,
      random: () => 0.99,
    });
    const controller = new AbortController();
    const failed = askWith(http, controller.signal);
    while (lines.length === 0) await new Promise(setImmediate);
    controller.abort();
    expect(await failed).toMatchObject({ code: 'ABORTED' });
    expect(clock.pendingTimers).toBe(0);
  });

  it('ends its own call only', async () => {
    const { http, registry, clock } = openHttp((_request, index) => (index === 0 ? 'silence' : { body: 1 }));
    const controller = new AbortController();
    const failed = askWith(http, controller.signal);
    await clock.timersPending(1);
    const other = http.ask({ ...call, read: (value) => value });
    controller.abort();
    expect(await failed).toMatchObject({ code: 'ABORTED' });
    expect(await other).toBe(1);
    expect(registry.requests).toHaveLength(2);
  });

  it('has no listener left once the call is over, however it ended', async () => {
    const { http } = openHttp((_request, index) => (index < 2 ? { body: 1 } : { status: 404 }));
    const { signal } = new AbortController();
    for (let index = 0; index < 4; index++) await askWith(http, signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('what a call expects', () => {
  const asked = (expects: Expectation | undefined, answer: ScriptedReply) => {
    const { http } = openHttp(() => answer, { retries: 0 });
    return http.ask({ ...call, method: 'DELETE', expects, read: (value) => ({ value }) });
  };

  it('may be nothing: an empty body is read as undefined, a full one as JSON', async () => {
    expect(await asked('jsonOrNothing', { status: 204 })).toEqual({ value: undefined });
    expect(await asked('jsonOrNothing', { status: 200 })).toEqual({ value: undefined });
    expect(await asked('jsonOrNothing', { body: [1, 2] })).toEqual({ value: [1, 2] });
    await expect(asked('jsonOrNothing', { body: '<html>' })).rejects.toMatchObject({
      code: 'REGISTRY_NOT_JSON',
    });
  });

  it('may be text: the body as it stands', async () => {
    expect(await asked('text', { body: '{"type" : "string"}' })).toEqual({ value: '{"type" : "string"}' });
    await expect(asked('text', { status: 200 })).rejects.toMatchObject({ code: 'REGISTRY_NOT_JSON' });
  });

  it('is JSON otherwise, and nothing is none', async () => {
    await expect(asked(undefined, { status: 204 })).rejects.toMatchObject({ code: 'REGISTRY_NOT_JSON' });
  });
});

describe('what is told', () => {
  it('is every try, by its number within the call, and every move to another URL', async () => {
    const told: unknown[] = [];
    const listen = (event: unknown): void => void told.push(event);
    const names = ['ottla:registry:request', 'ottla:registry:failover'];
    for (const name of names) subscribe(name, listen);
    try {
      const { ask, observer } = openHttp(({ origin }) => (origin === 'http://one' ? down : { body: 1 }), {
        urls: ['http://ada:secret@one', 'http://two'],
      });
      await ask();
      await ask();
      const error = expect.objectContaining({ code: 'REGISTRY_UNREACHABLE' });
      const sent = { method: 'GET', durationMs: 0 };
      expect(told).toEqual([
        { ...sent, url: 'http://one/subjects', attempt: 1, error },
        { from: 'http://one', to: 'http://two', error },
        { ...sent, url: 'http://two/subjects', attempt: 2, status: 200 },
        { ...sent, url: 'http://two/subjects', attempt: 1, status: 200 },
      ]);
      expect(observer.metrics(entries)).toMatchObject({ requests: 3, retries: 1, failures: 1, failovers: 1 });
    } finally {
      for (const name of names) unsubscribe(name, listen);
    }
  });

  it('is the status of a refusal and how long a try took, by the clock', async () => {
    const told: unknown[] = [];
    const listen = (event: unknown): void => void told.push(event);
    subscribe('ottla:registry:request', listen);
    try {
      const { failure, clock } = openHttp((_request, index) => (index === 0 ? 'silence' : { status: 404 }));
      const failed = failure();
      await clock.timersPending(1);
      clock.advance(10_000);
      await failed;
      expect(told).toMatchObject([
        { attempt: 1, durationMs: 10_000, error: { code: 'REGISTRY_TIMED_OUT' } },
        { attempt: 2, durationMs: 0, status: 404, error: { code: 'REGISTRY_ROUTE_NOT_FOUND' } },
      ]);
    } finally {
      unsubscribe('ottla:registry:request', listen);
    }
  });

  it('is no failover when there is nowhere to go', async () => {
    const { failure, observer } = openHttp(() => down);
    await failure();
    expect(observer.metrics(entries)).toMatchObject({ requests: 4, retries: 3, failures: 4, failovers: 0 });
  });
});
