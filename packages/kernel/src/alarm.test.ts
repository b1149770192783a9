import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Alarm } from './alarm.ts';
import { systemClock } from './ports.ts';
import { ManualClock, settled } from './testing.ts';

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
  it('rings each slot at its instant, on one timer', () => {
    const { clock, rung, slot } = bench();
    slot('late').set(1300);
    slot('early').set(1100);
    slot('never').set(Infinity);
    expect(clock.pendingTimers).toBe(1);
    clock.advance(250);
    expect(rung).toEqual(['early at 1100']);
    expect(clock.pendingTimers).toBe(1);
    clock.advance(250);
    expect(rung).toEqual(['early at 1100', 'late at 1300']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('rings a slot once for the last instant it was set to', () => {
    const { clock, rung, slot } = bench();
    const moved = slot('moved');
    moved.set(1100);
    moved.set(1200);
    clock.advance(500);
    expect(rung).toEqual(['moved at 1200']);
  });

  it('rings no slot that was cleared, also by an earlier one', () => {
    const { clock, alarm, rung, slot } = bench();
    const second = slot('second');
    const first = alarm.slot(() => second.clear());
    first.set(1100);
    second.set(1100);
    clock.advance(500);
    expect(rung).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('gives arrived bytes one turn of the loop before it rings late', async () => {
    const { clock, rung, slot } = bench();
    slot('deadline').set(1100);
    clock.jump(60_000);
    clock.advance(0);
    expect(rung).toEqual([]);
    await settled();
    expect(rung).toEqual(['deadline at 61000']);
  });

  it('rings at once when it is hardly late', () => {
    const { clock, rung, slot } = bench();
    slot('deadline').set(1100);
    clock.jump(110);
    clock.advance(0);
    expect(rung).toEqual(['deadline at 1110']);
  });

  it('does not ring after a late turn what was cleared in it, or all of it when closed in it', async () => {
    const { clock, alarm, rung, slot } = bench();
    const answered = slot('answered');
    answered.set(1100);
    clock.jump(60_000);
    clock.advance(0);
    answered.clear();
    await settled();
    slot('closed').set(61_100);
    clock.jump(60_000);
    clock.advance(0);
    alarm.close();
    await settled();
    expect(rung).toEqual([]);
  });

  it('waits in steps for what no timer can wait for, and rings no fraction early', () => {
    const { clock, rung, slot } = bench();
    slot('far').set(1000 + 2 ** 31 + 5.5);
    clock.advance(2 ** 31 + 5);
    expect([rung, clock.pendingTimers]).toEqual([[], 1]);
    clock.advance(1);
    expect(rung).toHaveLength(1);
  });

  it('keeps no timer for a slot that is set to never', () => {
    const { clock, slot } = bench();
    const done = slot('done');
    done.set(1100);
    done.set(Infinity);
    expect(clock.pendingTimers).toBe(0);
  });

  it('wakes all who pause and holds no timer once closed', async () => {
    const { clock, alarm, rung, slot } = bench();
    slot('a').set(1100);
    const slept = alarm.pause(10_000);
    alarm.close();
    await slept;
    await alarm.pause(10_000);
    slot('b').set(1100);
    clock.advance(1000);
    expect(rung).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('the alarm of a stalled loop', () => {
  /** Two ends of a loopback connection. */
  async function socketPair(): Promise<[Socket, Socket]> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A TCP server's address is never a string.
    const { port } = server.address() as AddressInfo;
    const near = connect(port, '127.0.0.1');
    const [[far]] = (await Promise.all([once(server, 'connection'), once(near, 'connect')])) as [
      [Socket],
      unknown,
    ];
    server.close();
    return [near, far];
  }

  it('reads what came in meanwhile before it rings', async () => {
    const [near, far] = await socketPair();
    const alarm = new Alarm(systemClock);
    const order: string[] = [];
    const rang = new Promise<void>((resolve) => {
      alarm.slot(() => (order.push('deadline'), resolve())).set(systemClock.now() + 5);
    });
    near.once('readable', () => void order.push('answer'));
    await new Promise((resolve) => setImmediate(resolve));
    far.write('answer');
    const stalledUntil = systemClock.now() + 60;
    while (systemClock.now() < stalledUntil);
    await rang;
    expect(order).toEqual(['answer', 'deadline']);
    alarm.close();
    near.destroy();
    far.destroy();
  });
});
