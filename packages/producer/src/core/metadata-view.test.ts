import { describe, expect, it } from 'vitest';
import { ZERO_UUID } from '@ottla/protocol';
import { seededRandom } from '@ottla/kernel';
import { MetadataView, type MetadataSnapshot, type PartitionSnapshot } from './metadata-view.ts';

const made = (): MetadataView => {
  const view = new MetadataView(
    { batchBytesLimit: 4096, backoff: { initialMs: 100, maxMs: 1000 } },
    seededRandom(1),
  );
  view.topic('t');
  return view;
};

const told = (
  leaders: readonly (readonly [leaderId: number, leaderEpoch: number])[],
  topicId = 'first',
): MetadataSnapshot => {
  const partitions: PartitionSnapshot[] = leaders.map(([leaderId, leaderEpoch], partition) => ({
    partition,
    leaderId,
    leaderEpoch,
  }));
  return { brokers: new Map(), topics: new Map([['t', { topicId, errorCode: 0, partitions }]]) };
};

const leadersOf = (view: MetadataView): number[] => view.topic('t').queues.map(({ leaderId }) => leaderId);

describe('what metadata tells', () => {
  it('is taken over, and the queues that changed are returned', () => {
    const view = made();
    view.apply(
      told([
        [1, 0],
        [2, 0],
      ]),
    );
    const changed = view.apply(
      told([
        [1, 0],
        [3, 1],
      ]),
    );
    expect(changed.map(({ partition }) => partition)).toEqual([1]);
    expect(leadersOf(view)).toEqual([1, 3]);
  });

  it('never leads back to an older epoch', () => {
    const view = made();
    view.apply(told([[1, 5]]));
    view.apply(told([[2, 4]]));
    expect(leadersOf(view)).toEqual([1]);
  });

  it('may come without epochs', () => {
    const view = made();
    view.apply(told([[1, -1]]));
    view.apply(told([[2, -1]]));
    expect(leadersOf(view)).toEqual([2]);
  });

  it('may add partitions, and the old queues stay', () => {
    const view = made();
    view.apply(told([[1, 0]]));
    const [first] = view.topic('t').queues;
    view.apply(
      told([
        [1, 0],
        [2, 0],
      ]),
    );
    expect(view.topic('t').queues[0]).toBe(first);
    expect(leadersOf(view)).toEqual([1, 2]);
  });

  it('of a topic made anew begins over: older epochs, fewer partitions, nothing proven', () => {
    const view = made();
    view.apply(
      told([
        [1, 9],
        [2, 9],
      ]),
    );
    const [first, second] = view.topic('t').queues;
    if (first !== undefined) first.proven = true;
    view.apply(told([[3, 0]], 'second'));
    expect(leadersOf(view)).toEqual([3]);
    expect([first?.leaderEpoch, first?.proven, second?.leaderId]).toEqual([0, false, -1]);
  });

  it('with ids for the first time is no topic made anew', () => {
    const view = made();
    view.apply(told([[1, 9]], ZERO_UUID));
    view.apply(told([[2, 8]], 'first'));
    expect(leadersOf(view)).toEqual([1]);
  });
});

describe('a refresh', () => {
  it('is asked for once, and again only after a pause', () => {
    const view = made();
    expect(view.wantsRefresh(0)).toBe(false);
    view.want();
    expect(view.wantsRefresh(0)).toBe(true);
    view.want();
    expect(view.wantsRefresh(1)).toBe(false);
    view.refreshed(10, { failure: null });
    expect(view.wantsRefresh(89)).toBe(false);
    expect(view.nextAt).toBeGreaterThanOrEqual(90);
    expect(view.wantsRefresh(131)).toBe(true);
  });

  it('for a topic never asked for needs no pause, also while one is under way', () => {
    const view = made();
    view.want();
    view.wantsRefresh(0);
    view.wantNew();
    view.refreshed(5, { failure: null });
    expect(view.wantsRefresh(5)).toBe(true);
    view.refreshed(6, { failure: null });
    view.wantNew();
    expect(view.wantsRefresh(6)).toBe(true);
  });

  it('that brings nothing new pauses longer and longer', () => {
    const view = made();
    let now = 0;
    const pauses = Array.from({ length: 6 }, () => {
      view.want();
      now = Math.max(now, view.nextAt === Infinity ? now : view.nextAt);
      view.wantsRefresh(now);
      view.refreshed(now, { failure: new Error('silence') });
      view.want();
      return view.nextAt - now;
    });
    expect(pauses[5]).toBeGreaterThan((pauses[0] ?? 0) * 4);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(1200);
  });
});
