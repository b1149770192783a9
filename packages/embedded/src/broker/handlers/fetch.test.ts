/** Fetch, over the wire in every version: what is read, what is refused, and when a wait ends. */
import { errorCodes, fetch, readRecordBatches, type RequestInput, type ResponseOf } from '@ottla/protocol';
import { describe, expect, it } from 'vitest';
import {
  UNKNOWN_TOPIC,
  acrossTheWire,
  ask,
  batchOf,
  hand,
  oneBroker,
  produceTo,
  pureCluster,
  versionsOf,
} from '../../../testing/broker-fixture.ts';

type Body = ResponseOf<typeof fetch>;

const versions = versionsOf(fetch);

interface Wish {
  readonly offset?: number;
  readonly partitions?: readonly number[];
  readonly leaderEpoch?: number;
  readonly partitionMaxBytes?: number;
  readonly maxBytes?: number;
  readonly minBytes?: number;
  readonly maxWaitMs?: number;
  readonly isolationLevel?: number;
  readonly sessionId?: number;
}

function fetchBody(topic: { name: string; id: string }, wish: Wish = {}): RequestInput<typeof fetch> {
  return {
    maxWaitMs: wish.maxWaitMs ?? 0,
    minBytes: wish.minBytes ?? 1,
    maxBytes: wish.maxBytes ?? 1_000_000,
    isolationLevel: wish.isolationLevel ?? 0,
    sessionId: wish.sessionId ?? 0,
    topics: [
      {
        topic: topic.name,
        topicId: topic.id,
        partitions: (wish.partitions ?? [0]).map((partition) => ({
          partition,
          fetchOffset: BigInt(wish.offset ?? 0),
          currentLeaderEpoch: wish.leaderEpoch ?? -1,
          partitionMaxBytes: wish.partitionMaxBytes ?? 1_000_000,
        })),
      },
    ],
  };
}

function partitionsOf(body: Body): Body['responses'][number]['partitions'] {
  return body.responses[0]?.partitions ?? [];
}

function valuesOf(body: Body): string[][] {
  return partitionsOf(body).map(({ records }) =>
    readRecordBatches(records ?? new Uint8Array(0)).flatMap((batch) =>
      batch.records.map(({ value }) => Buffer.from(value ?? []).toString()),
    ),
  );
}

describe('Fetch', () => {
  it.each(versions)('v%i reads what was produced, with the ends of the log', (version) => {
    const { broker, topic } = oneBroker();
    produceTo(broker, topic, { batch: batchOf(['a', 'b']) });
    produceTo(broker, topic, { batch: batchOf(['c']) });
    const body = ask(broker, fetch, { version, body: fetchBody(topic, { offset: 2 }) });
    expect(valuesOf(body)).toEqual([['c']]);
    expect(body).toMatchObject({ errorCode: 0, sessionId: 0, throttleTimeMs: 0 });
    expect(partitionsOf(body)[0]).toMatchObject({
      errorCode: 0,
      highWatermark: 3n,
      lastStableOffset: 3n,
      logStartOffset: version < 5 ? -1n : 0n,
      abortedTransactions: null,
    });
  });

  it.each(versions)('v%i refuses what it does not have', (version) => {
    const { broker, topic } = oneBroker();
    const code = (target: typeof UNKNOWN_TOPIC, wish: Wish): number | undefined =>
      partitionsOf(ask(broker, fetch, { version, body: fetchBody(target, wish) }))[0]?.errorCode;
    expect(code(UNKNOWN_TOPIC, {})).toBe(
      version >= 13 ? errorCodes.UNKNOWN_TOPIC_ID : errorCodes.UNKNOWN_TOPIC_OR_PARTITION,
    );
    expect(code(topic, { partitions: [3] })).toBe(errorCodes.UNKNOWN_TOPIC_OR_PARTITION);
    expect(code(topic, { offset: 1 })).toBe(errorCodes.OFFSET_OUT_OF_RANGE);
    expect(code(topic, { offset: -1 })).toBe(errorCodes.OFFSET_OUT_OF_RANGE);
    expect(code(topic, { offset: 0 })).toBe(0);
  });

  it.each(versions)('v%i tells a reader of the old leader where the new one is', (version) => {
    const { state, brokers } = pureCluster(2);
    const topic = state.createTopic({ name: 'orders' });
    const [partition] = topic.partitions;
    const [old] = brokers;
    if (old === undefined || partition === undefined) throw new Error('no broker');
    state.moveLeader(partition, 1);
    const body = ask(old, fetch, { version, body: fetchBody(topic) });
    expect(partitionsOf(body)[0]).toMatchObject({
      errorCode: errorCodes.NOT_LEADER_OR_FOLLOWER,
      currentLeader: version < 12 ? { leaderId: -1, leaderEpoch: -1 } : { leaderId: 1, leaderEpoch: 1 },
    });
    expect(body.nodeEndpoints).toHaveLength(version < 16 ? 0 : 1);
  });

  it('fences a reader with an older leader epoch, and does not know a newer one', () => {
    const { state, brokers } = pureCluster(2);
    const topic = state.createTopic({ name: 'orders' });
    const [partition] = topic.partitions;
    const [, broker] = brokers;
    if (broker === undefined || partition === undefined) throw new Error('no broker');
    state.moveLeader(partition, 1);
    const code = (leaderEpoch: number): number | undefined =>
      partitionsOf(ask(broker, fetch, { version: 12, body: fetchBody(topic, { leaderEpoch }) }))[0]
        ?.errorCode;
    expect([0, 1, 2].map(code)).toEqual([errorCodes.FENCED_LEADER_EPOCH, 0, errorCodes.UNKNOWN_LEADER_EPOCH]);
  });

  it('gives no aborted transactions to readers of committed records, and null to others', () => {
    const { broker, topic } = oneBroker();
    for (const [isolationLevel, expected] of [
      [0, null],
      [1, []],
    ] as const) {
      const body = ask(broker, fetch, { version: 11, body: fetchBody(topic, { isolationLevel }) });
      expect(partitionsOf(body)[0]?.abortedTransactions).toEqual(expected);
    }
  });

  it('shares the bytes among partitions in the order asked for, the first batch in any case', () => {
    const { broker, topic } = oneBroker(3);
    for (const partition of [0, 1, 2]) {
      produceTo(broker, topic, { batch: batchOf([`p${partition}`]), partition });
      produceTo(broker, topic, { batch: batchOf([`q${partition}`]), partition });
    }
    const bytes = batchOf(['p0']).length;
    const read = (wish: Wish): string[][] =>
      valuesOf(
        ask(broker, fetch, { version: 12, body: fetchBody(topic, { partitions: [2, 0, 1], ...wish }) }),
      );
    expect(read({ maxBytes: 1 })).toEqual([['p2'], [], []]);
    expect(read({ maxBytes: bytes * 3 })).toEqual([['p2', 'q2'], ['p0'], []]);
    expect(read({ partitionMaxBytes: bytes })).toEqual([['p2'], ['p0'], ['p1']]);
    expect(read({ partitionMaxBytes: 1 })).toEqual([['p2'], [], []]);
    expect(read({})).toEqual([
      ['p2', 'q2'],
      ['p0', 'q0'],
      ['p1', 'q1'],
    ]);
  });

  it('keeps no sessions', () => {
    const { broker, topic } = oneBroker();
    const body = ask(broker, fetch, { version: 12, body: fetchBody(topic, { sessionId: 5 }) });
    expect(body).toMatchObject({ errorCode: errorCodes.FETCH_SESSION_ID_NOT_FOUND, responses: [] });
  });
});

describe('a Fetch that waits', () => {
  function waiting(wish: Wish = {}) {
    const fixture = pureCluster(2);
    const topic = fixture.state.createTopic({ name: 'orders', partitions: 2 });
    for (const partition of topic.partitions) fixture.state.moveLeader(partition, 0);
    const [broker, other] = fixture.brokers;
    if (broker === undefined || other === undefined) throw new Error('no broker');
    broker.settle(0);
    const body = fetchBody(topic, { maxWaitMs: 500, partitions: [0, 1], ...wish });
    const answer = hand(broker, fetch, { version: 12, body, now: 1000 });
    if (answer.kind !== 'delayed') throw new Error(`expected a wait, got ${answer.kind}`);
    const settled = (now: number): string[][] | null => {
      const [due, ...rest] = broker.settle(now);
      expect(rest).toEqual([]);
      if (due === undefined) return null;
      expect(due.ticket).toBe(answer.ticket);
      return valuesOf(acrossTheWire(fetch, 12, due.body));
    };
    return { ...fixture, broker, topic, settled, ticket: answer.ticket };
  }

  it('is answered, empty, when its time is over', () => {
    const { broker, settled } = waiting();
    expect(broker.nextDeadline()).toBe(1500);
    expect(settled(1499.9)).toBeNull();
    expect(settled(1500)).toEqual([[], []]);
    expect(broker.nextDeadline()).toBeNull();
    expect(settled(9999)).toBeNull();
  });

  it('is answered as soon as a record comes', () => {
    const { broker, topic, settled } = waiting();
    expect(settled(1001)).toBeNull();
    produceTo(broker, topic, { batch: batchOf(['a']), partition: 1 });
    expect(settled(1002)).toEqual([[], ['a']]);
  });

  it('waits for min bytes', () => {
    const { broker, topic, settled } = waiting({ minBytes: batchOf(['a']).length + 1 });
    produceTo(broker, topic, { batch: batchOf(['a']) });
    expect(settled(1001)).toBeNull();
    produceTo(broker, topic, { batch: batchOf(['b']), partition: 1 });
    expect(settled(1002)).toEqual([['a'], ['b']]);
  });

  it('gives what there is when min bytes do not come in time', () => {
    const { broker, topic, settled } = waiting({ minBytes: 10_000 });
    produceTo(broker, topic, { batch: batchOf(['a']) });
    expect(settled(1499)).toBeNull();
    expect(settled(1500)).toEqual([['a'], []]);
  });

  it('does not wait for more than a partition may give', () => {
    const { broker, topic, settled } = waiting({ minBytes: 10_000, partitionMaxBytes: 10 });
    produceTo(broker, topic, { batch: batchOf(['a']) });
    produceTo(broker, topic, { batch: batchOf(['b']) });
    expect(settled(1001)).toEqual([['a'], []]);
  });

  it('ends with an error when the leader moves or the topic is deleted', () => {
    const moved = waiting();
    const [partition] = moved.topic.partitions;
    if (partition === undefined) throw new Error('no partition');
    moved.state.moveLeader(partition, 1);
    const [due] = moved.broker.settle(1001);
    const body = acrossTheWire(fetch, 12, due?.body);
    expect(partitionsOf(body)[0]?.errorCode).toBe(errorCodes.NOT_LEADER_OR_FOLLOWER);

    const deleted = waiting();
    deleted.state.deleteTopic(deleted.topic);
    const [gone] = deleted.broker.settle(1001);
    expect(partitionsOf(acrossTheWire(fetch, 12, gone?.body))[0]?.errorCode).toBe(
      errorCodes.UNKNOWN_TOPIC_OR_PARTITION,
    );
  });

  it('is forgotten when its asker is gone', () => {
    const { broker, settled, ticket } = waiting();
    broker.cancel(ticket);
    expect(settled(9999)).toBeNull();
    expect(broker.nextDeadline()).toBeNull();
  });
});
