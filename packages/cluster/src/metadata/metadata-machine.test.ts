import { describe, expect, it } from 'vitest';
import { ZERO_UUID } from '@ottla/protocol';
import { MetadataMachine, type MetadataResponse } from './metadata-machine.ts';

type Told = MetadataResponse['topics'][number]['partitions'][number];

const ID = 'CC8hPieVQy6DzaScJPvQZg';
const OTHER_ID = 'DC8hPieVQy6DzaScJPvQZg';

function told(partitionIndex: number, leaderId: number, leaderEpoch: number, errorCode = 0): Told {
  return {
    partitionIndex,
    leaderId,
    leaderEpoch,
    errorCode,
    replicaNodes: [],
    isrNodes: [],
    offlineReplicas: [],
  };
}

function topic(partitions: readonly Told[], more: Partial<MetadataResponse['topics'][number]> = {}) {
  return {
    errorCode: 0,
    name: 'orders',
    topicId: ID,
    isInternal: false,
    topicAuthorizedOperations: 0,
    partitions: [...partitions],
    ...more,
  };
}

const BROKERS = [
  { nodeId: 1, host: 'kafka-1', port: 9092, rack: null },
  { nodeId: 2, host: 'kafka-2', port: 9092, rack: null },
];

function answer(more: Partial<MetadataResponse> = {}): MetadataResponse {
  return {
    throttleTimeMs: 0,
    brokers: BROKERS,
    clusterId: 'cluster',
    controllerId: 1,
    topics: [],
    clusterAuthorizedOperations: 0,
    errorCode: 0,
    ...more,
  };
}

/** A machine that knows topic orders with two partitions: 0 led by 1, 1 led by 2, both in epoch 5. */
function knowing(): MetadataMachine {
  const machine = new MetadataMachine();
  machine.apply(answer({ topics: [topic([told(0, 1, 5), told(1, 2, 5)])] }));
  return machine;
}

const leaders = (machine: MetadataMachine): readonly number[] | undefined =>
  machine.snapshot.topics.get('orders')?.partitions.map(({ leaderId }) => leaderId);

describe('a snapshot', () => {
  it('is replaced by news and never changed', () => {
    const machine = knowing();
    const before = machine.snapshot;
    expect(machine.apply(answer({ topics: [topic([told(0, 2, 6)])] }))).toBe(true);
    expect(before.topics.get('orders')?.partitions[0]?.leaderId).toBe(1);
    expect(leaders(machine)).toEqual([2, 2]);
  });

  it('stays the same object when an answer brings nothing new', () => {
    const machine = knowing();
    const before = machine.snapshot;
    expect(machine.apply(answer({ topics: [topic([told(1, 2, 5), told(0, 1, 5)])] }))).toBe(false);
    expect(machine.snapshot).toBe(before);
  });
});

describe('leaders', () => {
  it.each([
    { what: 'an older epoch', entry: told(0, 2, 4), leader: 1 },
    { what: 'the same epoch and leader', entry: told(0, 1, 5), leader: 1 },
    { what: 'a newer epoch', entry: told(0, 2, 6), leader: 2 },
    { what: 'a newer epoch without a leader', entry: told(0, -1, 6, 5), leader: -1 },
    { what: 'no epoch (an old broker)', entry: told(0, 2, -1), leader: 2 },
    { what: 'a leader that is no broker', entry: told(0, 99, 6), leader: -1 },
  ])('after $what: $leader', ({ entry, leader }) => {
    const machine = knowing();
    machine.apply(answer({ topics: [topic([entry, told(1, 2, 5)])] }));
    expect(leaders(machine)).toEqual([leader, 2]);
  });

  it('start over when the topic id changed, whatever the epoch', () => {
    const machine = knowing();
    machine.apply(answer({ topics: [topic([told(0, 2, 0)], { topicId: OTHER_ID })] }));
    expect(machine.snapshot.topics.get('orders')).toEqual({
      name: 'orders',
      topicId: OTHER_ID,
      errorCode: 0,
      partitions: [{ partition: 0, leaderId: 2, leaderEpoch: 0, errorCode: 0 }],
    });
  });

  it('stay when a broker without topic ids answers', () => {
    const machine = knowing();
    machine.apply(answer({ topics: [topic([told(0, 2, 4)], { topicId: ZERO_UUID })] }));
    expect(machine.snapshot.topics.get('orders')?.topicId).toBe(ID);
    expect(leaders(machine)).toEqual([1, 2]);
  });
});

describe('what an answer leaves out', () => {
  it.each([
    { what: 'the topic', topics: [] },
    { what: 'a partition', topics: [topic([told(0, 1, 5)])] },
    { what: 'all partitions', topics: [topic([])] },
    { what: 'all partitions, with an error', topics: [topic([], { errorCode: 29 })] },
  ])('stays known: $what', ({ topics }) => {
    const machine = knowing();
    machine.apply(answer({ topics }));
    expect(leaders(machine)).toEqual([1, 2]);
  });

  it('keeps the brokers when it lists none', () => {
    const machine = knowing();
    machine.apply(answer({ brokers: [], controllerId: -1 }));
    expect([...machine.snapshot.brokers.keys()]).toEqual([1, 2]);
  });

  it('forgets the partitions only when the topic is unknown', () => {
    const machine = knowing();
    machine.apply(answer({ topics: [topic([], { errorCode: 3, topicId: ZERO_UUID })] }));
    expect(machine.snapshot.topics.get('orders')).toMatchObject({ errorCode: 3, partitions: [] });
  });
});

describe('a hostile answer', () => {
  it.each([
    { what: 'no host', broker: { nodeId: 3, host: '', port: 9092, rack: null } },
    { what: 'a host with a newline', broker: { nodeId: 3, host: 'a\nb', port: 9092, rack: null } },
    { what: 'a host of 10 MB', broker: { nodeId: 3, host: 'a'.repeat(10_000_000), port: 9092, rack: null } },
    { what: 'port 0', broker: { nodeId: 3, host: 'kafka-3', port: 0, rack: null } },
    { what: 'port -1', broker: { nodeId: 3, host: 'kafka-3', port: -1, rack: null } },
    { what: 'port 70000', broker: { nodeId: 3, host: 'kafka-3', port: 70000, rack: null } },
    { what: 'node id -1', broker: { nodeId: -1, host: 'kafka-3', port: 9092, rack: null } },
    { what: 'an id that is taken', broker: { nodeId: 2, host: 'elsewhere', port: 9092, rack: null } },
  ])('adds no broker with $what', ({ broker }) => {
    const machine = new MetadataMachine();
    machine.apply(answer({ brokers: [...BROKERS, broker] }));
    expect([...machine.snapshot.brokers.values()]).toEqual(BROKERS);
  });

  it('without one usable broker is refused when nothing is known yet', () => {
    const brokers = [{ nodeId: 1, host: '', port: 9092, rack: null }];
    expect(() => new MetadataMachine().apply(answer({ brokers }))).toThrowError(
      expect.objectContaining({ code: 'METADATA_INVALID', action: 'retriable' }),
    );
  });

  it('fills gaps, so that partitions stay dense', () => {
    const machine = new MetadataMachine();
    machine.apply(answer({ topics: [topic([told(3, 1, 0), told(1, 2, 0)])] }));
    expect(leaders(machine)).toEqual([-1, 2, -1, 1]);
    expect(machine.snapshot.topics.get('orders')?.partitions.map(({ partition }) => partition)).toEqual([
      0, 1, 2, 3,
    ]);
  });

  it.each([2 ** 31 - 1, 1_000_000, -1])('adds no partition %i beside one honest entry', (index) => {
    const machine = new MetadataMachine();
    machine.apply(answer({ topics: [topic([told(0, 1, 0), told(index, 1, 0)])] }));
    expect(leaders(machine)).toEqual([1]);
  });

  it('takes the newer of two entries for one partition', () => {
    const machine = new MetadataMachine();
    machine.apply(answer({ topics: [topic([told(0, 1, 7), told(0, 2, 6)])] }));
    expect(leaders(machine)).toEqual([1]);
  });

  it('takes a million partitions in bounded time', () => {
    const machine = new MetadataMachine();
    const partitions = Array.from({ length: 1_000_000 }, (_, index) => told(index, 1, 0));
    machine.apply(answer({ topics: [topic(partitions)] }));
    expect(machine.snapshot.topics.get('orders')?.partitions).toHaveLength(1_000_000);
  });

  it('names no controller that is no broker', () => {
    const machine = new MetadataMachine();
    machine.apply(answer({ controllerId: 99 }));
    expect(machine.snapshot.controllerId).toBe(-1);
  });

  it('ignores a topic without a name', () => {
    const machine = new MetadataMachine();
    machine.apply(answer({ topics: [topic([], { name: null }), topic([], { name: '' })] }));
    expect(machine.snapshot.topics.size).toBe(0);
  });
});

describe('a leader told in an answer (KIP-951)', () => {
  const KAFKA_3 = { nodeId: 3, host: 'kafka-3', port: 9092, rack: null };
  const hint = { topic: 'orders', partition: 0, leaderId: 2, leaderEpoch: 6 };

  it.each([
    { what: 'newer, of a known broker', hint, endpoints: [], news: true },
    {
      what: 'newer, of a broker told with it',
      hint: { ...hint, leaderId: 3 },
      endpoints: [KAFKA_3],
      news: true,
    },
    { what: 'newer, of nobody known', hint: { ...hint, leaderId: 3 }, endpoints: [], news: false },
    { what: 'of the same epoch', hint: { ...hint, leaderEpoch: 5 }, endpoints: [], news: false },
    { what: 'older', hint: { ...hint, leaderEpoch: 4 }, endpoints: [], news: false },
    { what: 'of an unknown topic', hint: { ...hint, topic: 'other' }, endpoints: [], news: false },
    { what: 'of an unknown partition', hint: { ...hint, partition: 9 }, endpoints: [], news: false },
    {
      what: 'of a broker at an address that cannot be',
      hint: { ...hint, leaderId: 3 },
      endpoints: [{ ...KAFKA_3, port: 0 }],
      news: false,
    },
  ])('$what: $news', ({ hint: given, endpoints, news }) => {
    const machine = knowing();
    const before = machine.snapshot;
    expect(machine.updateLeader(given, endpoints)).toBe(news);
    if (news) expect(leaders(machine)?.[0]).toBe(given.leaderId);
    else expect(machine.snapshot).toBe(before);
  });
});
