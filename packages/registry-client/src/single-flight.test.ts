import { describe, expect, it } from 'vitest';
import { SingleFlight } from './single-flight.ts';

describe('a flight', () => {
  it('is shared by all who ask for the same while it lasts', async () => {
    const flights = new SingleFlight<number>();
    let started = 0;
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const start = async () => {
      await gate;
      return ++started;
    };
    const asked = [flights.run('a', start), flights.run('a', start), flights.run('b', start)];
    open();
    expect(await Promise.all(asked)).toEqual([1, 1, 2]);
    expect(await flights.run('a', start)).toBe(3);
  });

  it('that fails, fails those who waited for it and nobody after', async () => {
    const flights = new SingleFlight<number>();
    const fail = () => Promise.reject(new Error('down'));
    const asked = [flights.run('a', fail), flights.run('a', fail)];
    expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await flights.run('a', () => Promise.resolve(1))).toBe(1);
  });
});
