import { ManualClock, settled } from '@ottla/kernel/testing';
import { describe, expect, it } from 'vitest';
import { LATEST_TERM_MS, RenewedAnswer } from './renewed-answer.ts';

/** Answers one at a time, when it is told to. */
class Source {
  asked = 0;
  #resolve: (value: string) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  readonly ask = (): Promise<string> => {
    this.asked++;
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  };

  async answer(value: string): Promise<void> {
    this.#resolve(value);
    await settled();
  }

  async fail(message: string): Promise<void> {
    this.#reject(new Error(message));
    await settled();
  }
}

const TERM_MS = 100;

function started(termMs: number | null) {
  const clock = new ManualClock();
  const source = new Source();
  const isPassing = (error: unknown): boolean => error instanceof Error && error.message === 'away';
  const answer = new RenewedAnswer(source.ask, { clock, termMs, isPassing });
  return { clock, source, answer };
}

describe('an answer', () => {
  it('is asked for once by all who wait', async () => {
    const { source, answer } = started(null);
    const waits = [answer.ready(), answer.ready()];
    expect([answer.value, source.asked]).toEqual([undefined, 1]);
    await source.answer('a');
    for (const wait of waits) expect(await wait).toBeUndefined();
    expect([answer.value, answer.ready(), source.asked]).toEqual(['a', true, 1]);
  });

  it('is asked for again after a failure', async () => {
    const { source, answer } = started(null);
    const wait = answer.ready();
    const failure = expect(wait).rejects.toThrow('away');
    await source.fail('away');
    await failure;
    void answer.ready();
    await source.answer('b');
    expect([answer.value, source.asked]).toEqual(['b', 2]);
  });

  it('without a term is never asked for again', async () => {
    const { clock, source, answer } = started(null);
    answer.settle('a');
    clock.advance(1e12);
    expect([answer.ready(), source.asked]).toEqual([true, 0]);
  });

  it('past its term is given on while it is asked for again, by one', async () => {
    const { clock, source, answer } = started(TERM_MS);
    answer.settle('a');
    clock.advance(TERM_MS - 1);
    expect([answer.ready(), source.asked]).toEqual([true, 0]);
    clock.advance(1);
    expect([answer.ready(), answer.ready(), answer.value, source.asked]).toEqual([true, true, 'a', 1]);
    await source.answer('b');
    expect([answer.ready(), answer.value, source.asked]).toEqual([true, 'b', 1]);
  });

  it('stays through a failure that passes, and is asked for again a term later', async () => {
    const { clock, source, answer } = started(TERM_MS);
    answer.settle('a');
    clock.advance(TERM_MS);
    expect(answer.ready()).toBe(true);
    await source.fail('away');
    expect([answer.ready(), answer.value, source.asked]).toEqual([true, 'a', 1]);
    clock.advance(TERM_MS);
    expect([answer.ready(), source.asked]).toEqual([true, 2]);
    await source.answer('b');
    expect(answer.value).toBe('b');
  });

  it('is withdrawn by a failure that does not, and who comes next hears why', async () => {
    const { clock, source, answer } = started(TERM_MS);
    answer.settle('a');
    clock.advance(TERM_MS);
    expect(answer.ready()).toBe(true);
    await source.fail('gone');
    // For who was told before that it is there.
    expect(answer.value).toBe('a');
    const failure = expect(answer.ready()).rejects.toThrow('gone');
    await source.fail('gone');
    await failure;
    const wait = answer.waitedFor();
    await source.answer('b');
    expect([await wait, answer.ready(), source.asked]).toEqual(['b', true, 3]);
  });

  it('is asked for again on request, one at a time, and not at once after a failure that passes', async () => {
    const { clock, source, answer } = started(null);
    answer.settle('a');
    answer.renew();
    answer.renew();
    expect([answer.ready(), answer.value, source.asked]).toEqual([true, 'a', 1]);
    await source.fail('away');
    answer.renew();
    clock.advance(LATEST_TERM_MS - 1);
    answer.renew();
    expect([answer.ready(), answer.value, source.asked]).toEqual([true, 'a', 1]);
    clock.advance(1);
    answer.renew();
    await source.answer('b');
    expect([answer.ready(), answer.value, source.asked]).toEqual([true, 'b', 2]);
  });
});
