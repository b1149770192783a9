import { seededRandom } from '@ottla/kernel';
import { ManualClock } from '@ottla/kernel/testing';
import { describe, expect, it } from 'vitest';
import { BackgroundRounds, type RoundResult } from './background-rounds.ts';

/** Asks that are answered as `reply` says; what failed is added again, as a gate does. */
function bench(reply: (question: string) => RoundResult | Promise<RoundResult>, random = (): number => 0.5) {
  const clock = new ManualClock();
  const asked: string[] = [];
  const rounds = new BackgroundRounds<string>({ clock, random }, async (question) => {
    asked.push(`${question} at ${clock.now()}`);
    const result = await reply(question);
    if (result === 'failed') rounds.add(question);
    return result;
  });
  return { clock, asked, rounds };
}

describe('background rounds', () => {
  it('come after pauses that double from 1 s to 60 s, with full jitter', async () => {
    const { clock, asked, rounds } = bench(() => 'failed');
    rounds.add('a');
    await clock.advanceSettled(150_000);
    // Half of 1, 2, 4, … 60 s each.
    const instants = [500, 1_500, 3_500, 7_500, 15_500, 31_500, 61_500, 91_500, 121_500];
    expect(asked).toEqual(instants.map((at) => `a at ${1_000 + at}`));
    const jittered = bench(() => 'failed', seededRandom(7));
    jittered.rounds.add('a');
    await jittered.clock.advanceSettled(600_000);
    const pauses = jittered.asked.map(
      (line, index) => Number(line.slice(5)) - Number(jittered.asked[index - 1]?.slice(5) ?? 1_000),
    );
    expect(Math.max(...pauses)).toBeLessThanOrEqual(60_000);
    expect(Math.min(...pauses.slice(6))).toBeLessThan(20_000);
  });

  it('have one timer for all, and none when nothing waits', async () => {
    const { clock, rounds } = bench(() => 'done');
    for (const question of ['a', 'b', 'c']) rounds.add(question);
    expect(clock.pendingTimers).toBe(1);
    rounds.remove('a');
    rounds.remove('b');
    expect(clock.pendingTimers).toBe(1);
    rounds.remove('c');
    expect(clock.pendingTimers).toBe(0);
    rounds.add('d');
    await clock.advanceSettled(500);
    expect(clock.pendingTimers).toBe(0);
  });

  it('ask four at a time, and all of them while answers come', async () => {
    let flying = 0;
    let most = 0;
    const { clock, asked, rounds } = bench(async (): Promise<RoundResult> => {
      most = Math.max(most, ++flying);
      await Promise.resolve();
      flying--;
      return 'done';
    });
    for (let question = 0; question < 100; question++) rounds.add(String(question));
    await clock.advanceSettled(500);
    expect([asked.length, most]).toEqual([100, 4]);
  });

  it('end at the first failure, and next time those come first that were not asked', async () => {
    const { clock, asked, rounds } = bench((question) => (question === 'broken' ? 'failed' : 'done'));
    rounds.add('broken');
    for (let question = 0; question < 10; question++) rounds.add(String(question));
    await clock.advanceSettled(500);
    const first = asked.length;
    expect(first).toBeLessThan(11);
    await clock.advanceSettled(500);
    const counts = new Map<string, number>();
    for (const [question = ''] of asked.map((line) => line.split(' '))) {
      counts.set(question, (counts.get(question) ?? 0) + 1);
    }
    const others = Array.from({ length: 10 }, (_, question) => [String(question), 1] as const);
    expect(counts).toEqual(new Map([['broken', 2], ...others]));
    expect(asked.at(-1)).toMatch(/^broken at 2000$/);
  });

  it('come soon when told to hurry, and never after close', async () => {
    const { clock, asked, rounds } = bench(() => 'failed');
    rounds.add('a');
    await clock.advanceSettled(20_000);
    const before = asked.length;
    rounds.hurry();
    await clock.advanceSettled(500);
    expect(asked.length).toBe(before + 1);
    rounds.close();
    rounds.add('b');
    rounds.hurry();
    await clock.advanceSettled(600_000);
    expect([asked.length, clock.pendingTimers]).toEqual([before + 1, 0]);
  });

  it('do not ask what was removed since they began', async () => {
    const { clock, asked, rounds } = bench((question) => {
      if (question === 'a') rounds.remove('f');
      return 'done';
    });
    for (const question of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) rounds.add(question);
    await clock.advanceSettled(500);
    expect(asked.map((line) => line.charAt(0)).join('')).toBe('abcdeg');
  });

  it('plan nothing when they are closed in the middle of one', async () => {
    let finish = (_result: RoundResult): void => undefined;
    const { clock, rounds } = bench(() => new Promise<RoundResult>((resolve) => (finish = resolve)));
    rounds.add('a');
    await clock.advanceSettled(500);
    rounds.close();
    finish('failed');
    await clock.advanceSettled(600_000);
    expect(clock.pendingTimers).toBe(0);
  });
});
