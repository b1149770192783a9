import { describe, expect, it } from 'vitest';
import { ManualClock, settled } from './testing.ts';

function bench() {
  const clock = new ManualClock();
  const fired: string[] = [];
  const after = (delayMs: number, name: string) =>
    clock.after(delayMs, () => void fired.push(`${name} at ${clock.now()}`));
  return { clock, fired, after };
}

describe('a manual clock', () => {
  it('stands still until it is moved, and both its times move alike', () => {
    const { clock } = bench();
    const [now, wallNow] = [clock.now(), clock.wallNow()];
    expect([now, wallNow]).toEqual([1000, Date.UTC(2026, 0, 1, 0, 0, 1)]);
    clock.advance(250);
    expect([clock.now() - now, clock.wallNow() - wallNow]).toEqual([250, 250]);
  });

  it('fires what falls due, each at its instant, the first asked for among equals', () => {
    const { clock, fired, after } = bench();
    after(300, 'late');
    after(100, 'early');
    after(100, 'early too');
    after(501, 'not yet');
    after(-5, 'overdue');
    clock.advance(500);
    expect(fired).toEqual(['overdue at 1000', 'early at 1100', 'early too at 1100', 'late at 1300']);
    expect([clock.now(), clock.pendingTimers]).toEqual([1500, 1]);
  });

  it('fires what was asked for on the way', () => {
    const { clock, fired, after } = bench();
    clock.after(100, () => void after(100, 'second'));
    clock.advance(200);
    expect(fired).toEqual(['second at 1200']);
  });

  it('fires no timer that was cancelled, also by an earlier one', () => {
    const { clock, fired, after } = bench();
    const second = after(200, 'second');
    clock.after(100, () => second.cancel());
    clock.advance(500);
    expect([fired, clock.pendingTimers]).toEqual([[], 0]);
  });

  it('fires late what it jumped over', () => {
    const { clock, fired, after } = bench();
    after(100, 'deadline');
    clock.jump(60_000);
    expect(fired).toEqual([]);
    clock.advance(0);
    expect(fired).toEqual(['deadline at 61000']);
  });

  it('waits for promises before it moves and after each timer when asked to', async () => {
    const { clock, fired, after } = bench();
    void Promise.resolve().then(() => after(100, 'asked for by a promise'));
    clock.after(150, () => void Promise.resolve().then(() => after(50, 'asked for behind a timer')));
    await clock.advanceSettled(200);
    expect(fired).toEqual(['asked for by a promise at 1100', 'asked for behind a timer at 1200']);
  });

  it('lets I/O pass while it stands still', async () => {
    const { clock } = bench();
    clock.afterIo(() => expect.unreachable()).cancel();
    await new Promise<void>((resolve) => clock.afterIo(resolve));
    expect([clock.now(), clock.pendingTimers]).toEqual([1000, 0]);
  });

  it('tells when so many timers are pending', async () => {
    const { clock, after } = bench();
    let told = false;
    const pending = clock.timersPending(2).then(() => (told = true));
    after(1, 'first');
    await settled();
    expect(told).toBe(false);
    after(1, 'second');
    await pending;
    await clock.timersPending(2);
  });

  it('takes short waits along by itself, and leaves long ones to the spec', async () => {
    const clock = new ManualClock({ takesAlongMs: 100 });
    clock.after(20, () => expect.unreachable()).cancel();
    let deadline = false;
    clock.after(101, () => (deadline = true));
    await new Promise<void>((resolve) => clock.after(100, resolve));
    expect([clock.now(), deadline, clock.waits]).toEqual([1100, false, [20, 100]]);
    clock.advance(1);
    expect(deadline).toBe(true);
  });
});
