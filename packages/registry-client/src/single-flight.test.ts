import { getEventListeners } from 'node:events';
import { settled } from '@ottla/kernel/testing';
import { describe, expect, it } from 'vitest';
import { SingleFlight } from './single-flight.ts';

const aborted = (signal: AbortSignal): Error => new Error(`aborted: ${String(signal.reason)}`);
const patient = { aborted };

/** Flights that land when they are told to. */
function setUp() {
  let shared = 0;
  const flights = new SingleFlight<number>(() => {
    shared++;
  });
  const started: { land: (value: number) => void; ended: AbortSignal }[] = [];
  const start = (ended: AbortSignal): Promise<number> =>
    new Promise((resolve, reject) => {
      started.push({ land: resolve, ended });
      ended.addEventListener('abort', () => reject(new Error('ended')));
    });
  return { flights, start, started, shared: () => shared };
}

const failureOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: Error) => error.message,
  );

describe('a flight', () => {
  it('is shared by all who ask for the same while it lasts, and those are counted', async () => {
    const { flights, start, started, shared } = setUp();
    const asked = ['a', 'a', 'b', 'a'].map((key) => flights.run(key, start, patient));
    expect([started.length, shared()]).toEqual([2, 2]);
    started[0]?.land(1);
    started[1]?.land(2);
    expect(await Promise.all(asked)).toEqual([1, 1, 2, 1]);
    void flights.run('a', start, patient);
    expect(started).toHaveLength(3);
  });

  it('that fails, fails those who waited for it and nobody after', async () => {
    const { flights } = setUp();
    const fail = () => Promise.reject(new Error('down'));
    const asked = [flights.run('a', fail, patient), flights.run('a', fail, patient)];
    expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await flights.run('a', () => Promise.resolve(1), patient)).toBe(1);
  });
});

describe('a signal', () => {
  it('ends the wait of its caller only', async () => {
    const { flights, start, started } = setUp();
    const leaving = new AbortController();
    const first = flights.run('a', start, { signal: leaving.signal, aborted });
    const second = flights.run('a', start, { signal: new AbortController().signal, aborted });
    const third = flights.run('a', start, patient);
    leaving.abort('enough');
    expect(await failureOf(first)).toBe('aborted: enough');
    expect(started[0]?.ended.aborted).toBe(false);
    started[0]?.land(1);
    expect(await Promise.all([second, third])).toEqual([1, 1]);
  });

  it('ends the request when it was the last who waited, and nobody gets on any more', async () => {
    const { flights, start, started } = setUp();
    const leaving = [new AbortController(), new AbortController()];
    const asked = leaving.map(({ signal }) => flights.run('a', start, { signal, aborted }));
    leaving[0]?.abort();
    expect(started[0]?.ended.aborted).toBe(false);
    leaving[1]?.abort();
    expect(started[0]?.ended.aborted).toBe(true);
    const late = flights.run('a', start, patient);
    expect(started).toHaveLength(2);
    await Promise.all(asked.map(failureOf));
    await settled();
    void flights.run('a', start, patient);
    expect(started).toHaveLength(2);
    started[1]?.land(2);
    expect(await late).toBe(2);
  });

  it('that was aborted before begins nothing', async () => {
    const { flights, start, started } = setUp();
    const signal = AbortSignal.abort('before');
    expect(await failureOf(flights.run('a', start, { signal, aborted }))).toBe('aborted: before');
    expect(started).toEqual([]);
  });

  it('has no listener left after the landing', async () => {
    const { flights, start, started } = setUp();
    const { signal } = new AbortController();
    const asked = flights.run('a', start, { signal, aborted });
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    started[0]?.land(1);
    await asked;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
