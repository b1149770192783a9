import { describe, expect, it } from 'vitest';
import { ManualClock } from '@ottla/kernel/testing';
import { Alarm } from './alarm.ts';

function bench(): {
  clock: ManualClock;
  alarm: Alarm;
  rung: string[];
  slot: (name: string) => ReturnType<Alarm['slot']>;
} {
  const clock = new ManualClock();
  const alarm = new Alarm(clock);
  const rung: string[] = [];
  return {
    clock,
    alarm,
    rung,
    slot: (name) => alarm.slot(() => void rung.push(`${name} at ${clock.now()}`)),
  };
}

describe('the alarm', () => {
  it('rings each slot at its instant, on one timer', async () => {
    const { clock, rung, slot } = bench();
    slot('late').set(1300);
    slot('early').set(1100);
    slot('never').set(Infinity);
    expect(clock.pendingTimers).toBe(1);
    await clock.advanceSettled(250);
    expect(rung).toEqual(['early at 1100']);
    expect(clock.pendingTimers).toBe(1);
    await clock.advanceSettled(250);
    expect(rung).toEqual(['early at 1100', 'late at 1300']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('rings a slot once for the last instant it was set to', async () => {
    const { clock, rung, slot } = bench();
    const moved = slot('moved');
    moved.set(1100);
    moved.set(1200);
    await clock.advanceSettled(500);
    expect(rung).toEqual(['moved at 1200']);
  });

  it('rings no slot that was cleared, also by an earlier one', async () => {
    const { clock, alarm, rung, slot } = bench();
    const second = slot('second');
    const first = alarm.slot(() => second.clear());
    first.set(1100);
    second.set(1100);
    await clock.advanceSettled(500);
    expect(rung).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('gives arrived bytes one turn of the loop before it rings late', async () => {
    const { clock, rung, slot } = bench();
    slot('deadline').set(1100);
    clock.jump(60_000);
    clock.after(0, () => void rung.push('turn'));
    // The late timer fires, and only asks for another turn.
    expect(rung).toEqual([]);
    await clock.advanceSettled(0);
    expect(rung).toEqual(['turn', 'deadline at 61000']);
  });

  it('wakes all who pause and holds no timer once closed', async () => {
    const { clock, alarm, rung, slot } = bench();
    slot('a').set(1100);
    const slept = alarm.pause(10_000);
    alarm.close();
    await slept;
    await alarm.pause(10_000);
    slot('b').set(1100);
    await clock.advanceSettled(1000);
    expect(rung).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });
});
