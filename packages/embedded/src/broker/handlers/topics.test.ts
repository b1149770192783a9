/** CreateTopics and DeleteTopics, over the wire in every version. */
import {
  ZERO_UUID,
  createTopics,
  deleteTopics,
  errorCodes,
  type RequestInput,
  type ResponseOf,
} from '@ottla/protocol';
import { describe, expect, it } from 'vitest';
import { ask, oneBroker, pureCluster } from '../../../testing/broker-fixture.ts';

type Wanted = RequestInput<typeof createTopics>['topics'][number];
type Created = ResponseOf<typeof createTopics>['topics'];

function every(range: { min: number; max: number }): number[] {
  return Array.from({ length: range.max - range.min + 1 }, (_, step) => range.min + step);
}

function wanted(part: Partial<Wanted> = {}): Wanted {
  return { name: 'new', numPartitions: 3, replicationFactor: 1, ...part };
}

function creating(
  topics: readonly Wanted[],
  options: { brokers?: number; validateOnly?: boolean; version?: number } = {},
) {
  const { state, brokers } = pureCluster(options.brokers ?? 3);
  state.createTopic({ name: 'taken' });
  const [broker] = brokers;
  if (broker === undefined) throw new Error('no broker');
  const body = { topics, validateOnly: options.validateOnly ?? false };
  const answered: Created = ask(broker, createTopics, { version: options.version ?? 7, body }).topics;
  return { state, answered };
}

describe('CreateTopics', () => {
  it.each(every(createTopics.versions))('v%i makes a topic and tells of it', (version) => {
    const { state, answered } = creating([wanted({ replicationFactor: 2 })], { version });
    const topic = state.topic('new');
    expect(topic?.partitions).toHaveLength(3);
    expect(answered).toMatchObject([
      {
        name: 'new',
        errorCode: 0,
        errorMessage: null,
        numPartitions: version < 5 ? -1 : 3,
        replicationFactor: version < 5 ? -1 : 2,
        topicId: version < 7 ? ZERO_UUID : topic?.id,
      },
    ]);
  });

  it.each<[string, Partial<Wanted>, number]>([
    ['a taken name', { name: 'taken' }, errorCodes.TOPIC_ALREADY_EXISTS],
    ['no name', { name: '' }, errorCodes.INVALID_TOPIC_EXCEPTION],
    ['a name with a space', { name: 'a b' }, errorCodes.INVALID_TOPIC_EXCEPTION],
    ['no partitions', { numPartitions: 0 }, errorCodes.INVALID_PARTITIONS],
    ['-2 partitions', { numPartitions: -2 }, errorCodes.INVALID_PARTITIONS],
    ['2^31 - 1 partitions', { numPartitions: 0x7fffffff }, errorCodes.POLICY_VIOLATION],
    ['a replication factor of 0', { replicationFactor: 0 }, errorCodes.INVALID_REPLICATION_FACTOR],
    ['more replicas than brokers', { replicationFactor: 4 }, errorCodes.INVALID_REPLICATION_FACTOR],
    ['a null config', { configs: [{ name: 'retention.ms', value: null }] }, errorCodes.INVALID_CONFIG],
    [
      'a word for a number',
      { configs: [{ name: 'max.message.bytes', value: 'much' }] },
      errorCodes.INVALID_CONFIG,
    ],
    [
      'assignments beside a count',
      { assignments: [{ partitionIndex: 0, brokerIds: [0] }] },
      errorCodes.INVALID_REQUEST,
    ],
  ])('refuses %s', (_, part, errorCode) => {
    const { state, answered } = creating([wanted(part)]);
    expect(answered).toMatchObject([{ errorCode, errorMessage: expect.any(String) as string }]);
    expect([...state.topics].map(({ name }) => name)).toEqual(['taken']);
  });

  it.each<[string, readonly (readonly [number, readonly number[]])[]]>([
    ['a hole', [[1, [0]]]],
    [
      'a partition twice',
      [
        [0, [0]],
        [0, [1]],
      ],
    ],
    ['no replica', [[0, []]]],
    ['a replica twice', [[0, [1, 1]]]],
    ['an unknown broker', [[0, [9]]]],
    [
      'uneven replicas',
      [
        [0, [0, 1]],
        [1, [0]],
      ],
    ],
  ])('refuses assignments with %s', (_, rows) => {
    const assignments = rows.map(([partitionIndex, brokerIds]) => ({ partitionIndex, brokerIds }));
    const { answered } = creating([wanted({ numPartitions: -1, replicationFactor: -1, assignments })]);
    expect(answered).toMatchObject([{ errorCode: errorCodes.INVALID_REPLICA_ASSIGNMENT }]);
  });

  it('follows assignments, whatever their order', () => {
    const assignments = [
      { partitionIndex: 1, brokerIds: [2, 0] },
      { partitionIndex: 0, brokerIds: [1, 2] },
    ];
    const { state } = creating([wanted({ numPartitions: -1, replicationFactor: -1, assignments })]);
    expect(state.topic('new')?.partitions.map(({ leaderId, replicas }) => [leaderId, replicas])).toEqual([
      [1, [1, 2]],
      [2, [2, 0]],
    ]);
  });

  it('takes the defaults for -1', () => {
    const { state } = creating([wanted({ numPartitions: -1, replicationFactor: -1 })]);
    expect(state.topic('new')?.partitions.map(({ replicas }) => replicas.length)).toEqual([3]);
  });

  it('refuses a name that stands twice, and makes the others', () => {
    const { state, answered } = creating([wanted(), wanted({ name: 'other' }), wanted()]);
    expect(answered.map(({ name, errorCode }) => [name, errorCode])).toEqual([
      ['other', 0],
      ['new', errorCodes.INVALID_REQUEST],
    ]);
    expect([...state.topics].map(({ name }) => name)).toEqual(['taken', 'other']);
  });

  it('refuses more than 10,000 partitions in one request', () => {
    const many = (name: string): Wanted => wanted({ name, numPartitions: 5000 });
    const names = ['a', 'b', 'c'];
    const { state, answered } = creating(names.map(many));
    expect(answered.map(({ errorCode }) => errorCode)).toEqual(names.map(() => errorCodes.POLICY_VIOLATION));
    expect([...state.topics]).toHaveLength(1);
    expect(creating([many('a'), many('b')]).answered.map(({ errorCode }) => errorCode)).toEqual([0, 0]);
  });

  it('makes nothing when it only validates', () => {
    const { state, answered } = creating([wanted()], { validateOnly: true });
    expect(answered).toMatchObject([{ errorCode: 0, numPartitions: 3, replicationFactor: 1 }]);
    expect(state.topic('new')).toBeUndefined();
  });
});

describe('DeleteTopics', () => {
  it.each(every(deleteTopics.versions))('v%i deletes by name, and says what it does not know', (version) => {
    const { state, broker } = oneBroker();
    const names = ['orders', 'nowhere'];
    const body =
      version < 6
        ? { topicNames: names, timeoutMs: 1 }
        : { topics: names.map((name) => ({ name })), timeoutMs: 1 };
    const { responses } = ask(broker, deleteTopics, { version, body });
    expect(responses.map(({ name, errorCode }) => [name, errorCode])).toEqual([
      ['orders', 0],
      ['nowhere', errorCodes.UNKNOWN_TOPIC_OR_PARTITION],
    ]);
    expect([...state.topics]).toEqual([]);
  });

  it('deletes by id; a topic made again has another', () => {
    const { state, broker, topic } = oneBroker();
    const deleting = () =>
      ask(broker, deleteTopics, { version: 6, body: { topics: [{ topicId: topic.id }], timeoutMs: 1 } });
    expect(deleting().responses).toMatchObject([{ name: 'orders', topicId: topic.id, errorCode: 0 }]);
    expect(state.createTopic({ name: 'orders' }).id).not.toBe(topic.id);
    expect(deleting().responses).toMatchObject([{ name: null, errorCode: errorCodes.UNKNOWN_TOPIC_ID }]);
    expect(state.topic('orders')).toBeDefined();
  });

  it('refuses a topic given by name and id', () => {
    const { state, broker, topic } = oneBroker();
    const body = { topics: [{ name: 'orders', topicId: topic.id }], timeoutMs: 1 };
    const { responses } = ask(broker, deleteTopics, { version: 6, body });
    expect(responses[0]?.errorCode).toBe(errorCodes.INVALID_REQUEST);
    expect(state.topic('orders')).toBeDefined();
  });
});
