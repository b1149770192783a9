import { describe, expect, it } from 'vitest';
import { settled } from '@ottla/kernel/testing';
import { createTopics, deleteTopics, initProducerId, listOffsets, type ResponseInput } from '@ottla/protocol';
import { FakeKafka } from '../testing/fake-kafka.ts';
import type { Cluster } from './cluster.ts';

/** What became of a promise, without waiting for it. */
function watch<T>(promise: Promise<T>): {
  state: 'pending' | 'done' | 'failed';
  value?: T;
  error?: Error & { code?: string };
} {
  const seen: ReturnType<typeof watch<T>> = { state: 'pending' };
  promise.then(
    (value) => Object.assign(seen, { state: 'done', value }),
    (error: unknown) => Object.assign(seen, { state: 'failed', error }),
  );
  return seen;
}

async function closed(cluster: Cluster, kafka: FakeKafka): Promise<void> {
  await cluster.close();
  expect(kafka.clock.pendingTimers).toBe(0);
  expect(kafka.network.sockets.size).toBe(0);
}

const DEAD = ['dead-1:9092', 'dead-2:9092'];

describe('bootstrap', () => {
  it('goes on with the next server at once when one is dead', async () => {
    const kafka = new FakeKafka();
    const cluster = kafka.cluster({ bootstrapServers: [...DEAD, 'kafka-1:9092'] });
    const connected = watch(cluster.connect());
    await settled();
    expect(connected.state).toBe('done');
    expect([...cluster.metadata.brokers.keys()]).toEqual([1, 2]);
    await closed(cluster, kafka);
  });

  it('asks the next server after a second when one says nothing', async () => {
    const kafka = new FakeKafka();
    kafka.network.servers.set('silent:9092', { accepts: 'never', answer: () => 'drop' });
    kafka.network.servers.set('mute:9092', { answer: () => 'drop' });
    const cluster = kafka.cluster({ bootstrapServers: ['silent:9092', 'mute:9092', 'kafka-1:9092'] });
    const connected = watch(cluster.connect());
    await kafka.clock.advanceSettled(2100);
    expect(connected.state).toBe('done');
    await closed(cluster, kafka);
  });

  it('names each server and its reason when none answers, and can be tried again', async () => {
    const kafka = new FakeKafka();
    kafka.network.servers.set('silent:9092', { accepts: 'never', answer: () => 'drop' });
    const cluster = kafka.cluster({ bootstrapServers: [...DEAD, 'silent:9092'], connectTimeoutMs: 5000 });
    const connected = watch(cluster.connect());
    await kafka.clock.advanceSettled(4900);
    expect(connected.state).toBe('pending');
    await kafka.clock.advanceSettled(200);
    expect(connected.error).toMatchObject({ code: 'BOOTSTRAP_UNREACHABLE', action: 'retriable' });
    expect(connected.error?.message).toMatch(
      /: bootstrap server dead-1:9092: cannot connect: .*ECONNREFUSED.*; .* dead-2:9092: .*; silent:9092: no answer\. /,
    );
    expect(connected.error?.message).toContain('within 5000 ms');
    expect(connected.error?.message).toContain('Check bootstrapServers');
    const tries = kafka.network.count('open dead-1:9092');
    expect(tries).toBeGreaterThan(1);
    expect(tries).toBeLessThan(20);

    kafka.network.servers.set('dead-2:9092', { answer: () => kafka.tellMetadata({ topics: [] } as never) });
    const again = watch(cluster.connect());
    await kafka.clock.advanceSettled(2500);
    expect(again.state).toBe('done');
    await closed(cluster, kafka);
  });

  it('goes on when a server answers with metadata of no use', async () => {
    const kafka = new FakeKafka();
    const useless = { brokers: [], clusterId: null, controllerId: -1, topics: [] };
    kafka.network.servers.set('useless:9092', { answer: () => useless });
    const cluster = kafka.cluster({ bootstrapServers: ['useless:9092', 'kafka-2:9092'] });
    await cluster.connect();
    expect(cluster.metadata.clusterId).toBe('fake');
    await closed(cluster, kafka);
  });

  it('is shared by all who ask for it', async () => {
    const kafka = new FakeKafka();
    const cluster = kafka.cluster({ bootstrapServers: ['kafka-1:9092'] });
    await Promise.all([cluster.connect(), cluster.connect(), cluster.connect()]);
    await cluster.connect();
    expect(kafka.asked).toHaveLength(1);
    await closed(cluster, kafka);
  });

  it('ends with close', async () => {
    const kafka = new FakeKafka();
    const cluster = kafka.cluster({ bootstrapServers: DEAD });
    const connected = watch(cluster.connect());
    await kafka.clock.advanceSettled(100);
    await closed(cluster, kafka);
    await settled();
    expect(connected.error?.code).toBe('CLUSTER_CLOSED');
    await expect(cluster.connect()).rejects.toMatchObject({ code: 'CLUSTER_CLOSED' });
    await cluster.close();
  });
});

describe('a logger that throws', () => {
  const failing = (): never => {
    throw new Error('disk full');
  };
  const logger = { debug: failing, info: failing, warn: failing, error: failing };

  it('keeps no broker from getting ready, and comes out nowhere', async () => {
    const kafka = new FakeKafka().topic('a', 2);
    const cluster = kafka.cluster({ logger, bootstrapServers: [...DEAD, 'kafka-1:9092'] });
    await cluster.refreshMetadata(['a']);
    const told: string[] = [];
    cluster.openLink(2, { ready: () => told.push('ready'), lost: ({ code }) => told.push(code) });
    await settled();
    kafka.stop(2);
    await kafka.clock.advanceSettled(500);
    kafka.start(2);
    await kafka.clock.advanceSettled(2000);
    expect(told.slice(0, 3)).toEqual(['ready', 'DISCONNECTED', 'CONNECT_FAILED']);
    expect(told.at(-1)).toBe('ready');
    await closed(cluster, kafka);
  });
});

describe('metadata', () => {
  it('joins wishes that come during a request into one more', async () => {
    const kafka = new FakeKafka().topic('a', 1).topic('b', 2).topic('c', 1);
    const cluster = kafka.cluster();
    await cluster.connect();
    const first = cluster.refreshMetadata(['a']);
    const second = cluster.refreshMetadata(['b']);
    const third = cluster.refreshMetadata(['c']);
    expect((await first).topics.has('a')).toBe(true);
    expect([...(await second).topics.keys()].toSorted()).toEqual(['a', 'b', 'c']);
    expect(await third).toBe(cluster.metadata);
    expect(kafka.asked.map(({ topics }) => topics)).toEqual([[], ['a'], ['a', 'b', 'c']]);
    await closed(cluster, kafka);
  });

  it('is asked for again at its age limit, with every watched topic', async () => {
    const kafka = new FakeKafka().topic('a', 1);
    const cluster = kafka.cluster({ metadataMaxAgeMs: 60_000 });
    await cluster.refreshMetadata(['a']);
    const before = kafka.asked.length;
    await kafka.clock.advanceSettled(59_000);
    expect(kafka.asked).toHaveLength(before);
    await kafka.clock.advanceSettled(2000);
    expect(kafka.asked.slice(before)).toEqual([{ topics: ['a'], create: true }]);
    await closed(cluster, kafka);
  });

  it('is asked for less and less often while it brings nothing new', async () => {
    const kafka = new FakeKafka().topic('a', 1);
    const cluster = kafka.cluster();
    await cluster.refreshMetadata(['a']);
    const before = kafka.asked.length;
    const eager = async (): Promise<void> => {
      for (;;) await cluster.refreshMetadata();
    };
    const running = eager().catch(() => undefined);
    await kafka.clock.advanceSettled(10_000);
    expect(kafka.asked.length - before).toBeGreaterThan(8);
    expect(kafka.asked.length - before).toBeLessThan(20);
    await closed(cluster, kafka);
    await running;
  });

  it.each([
    ['of 40,000 characters', 'x'.repeat(40_000)],
    ['of two words', 'two words'],
    ['that is empty', ''],
    ['of two dots', '..'],
  ])('refuses a topic name %s without watching it or those beside it', async (_what, name) => {
    const kafka = new FakeKafka().topic('a', 1);
    const cluster = kafka.cluster();
    const refused = { code: 'TOPIC_INVALID', action: 'usage' };
    await expect(cluster.refreshMetadata(['b', name])).rejects.toMatchObject(refused);
    await expect(cluster.listOffset(name, 0, 'latest')).rejects.toMatchObject(refused);
    expect((await cluster.refreshMetadata(['a'])).topics.has('a')).toBe(true);
    expect(kafka.asked.at(-1)?.topics).toEqual(['a']);
    await closed(cluster, kafka);
  });

  it('is asked for at once for a topic nobody asked for before', async () => {
    const kafka = new FakeKafka().topic('a', 1).topic('b', 1);
    const cluster = kafka.cluster();
    await cluster.refreshMetadata(['a']);
    for (let round = 0; round < 3; round++) {
      void cluster.refreshMetadata();
      await kafka.clock.advanceSettled(2000);
    }
    const wish = watch(cluster.refreshMetadata(['b']));
    await settled();
    expect(wish.state).toBe('done');
    await closed(cluster, kafka);
  });

  it('comes from another broker when one is gone, and from the bootstrap servers when all are', async () => {
    const kafka = new FakeKafka([1, 2]);
    const cluster = kafka.cluster({ bootstrapServers: ['seed:9092'] });
    const seed = { answer: () => kafka.tellMetadata({ topics: [] } as never) };
    kafka.network.servers.set('seed:9092', seed);
    await cluster.connect();
    kafka.stop(1);
    await cluster.refreshMetadata();
    expect(kafka.network.count('kafka-2:9092 Metadata')).toBeGreaterThan(0);
    kafka.stop(2);
    const seedRequests = kafka.network.count('seed:9092 Metadata');
    const refreshed = watch(cluster.refreshMetadata());
    await kafka.clock.advanceSettled(3000);
    expect(refreshed.state).toBe('done');
    expect(kafka.network.count('seed:9092 Metadata')).toBeGreaterThan(seedRequests);
    await closed(cluster, kafka);
  });

  it('keeps the last snapshot when nobody answers, and says who was tried', async () => {
    const kafka = new FakeKafka([1]).topic('a', 1);
    const cluster = kafka.cluster({ requestTimeoutMs: 3000 });
    await cluster.refreshMetadata(['a']);
    const before = cluster.metadata;
    kafka.stop(1);
    const refreshed = watch(cluster.refreshMetadata());
    await kafka.clock.advanceSettled(5000);
    expect(refreshed.error).toMatchObject({ code: 'METADATA_UNAVAILABLE' });
    expect(refreshed.error?.message).toMatch(/broker 1 at kafka-1:9092: cannot connect: .*ECONNREFUSED/);
    expect(cluster.metadata).toBe(before);
    await closed(cluster, kafka);
  });

  it('tells listeners each new snapshot, and none after they are taken away', async () => {
    const kafka = new FakeKafka().topic('a', 1);
    const cluster = kafka.cluster();
    const told: string[][] = [];
    const stop = cluster.onMetadata(({ topics }) => told.push([...topics.keys()]));
    await cluster.connect();
    await cluster.refreshMetadata(['a']);
    expect(cluster.updateLeader({ topic: 'a', partition: 0, leaderId: 2, leaderEpoch: 1 }, [])).toBe(true);
    stop();
    kafka.topic('b', 1);
    await cluster.refreshMetadata(['b']);
    expect(told).toEqual([[], ['a'], ['a']]);
    await closed(cluster, kafka);
  });
});

describe('requests that may be repeated', () => {
  const answered: ResponseInput<typeof initProducerId> = { errorCode: 0, producerId: 7n, producerEpoch: 0 };
  const body = { transactionalId: null, transactionTimeoutMs: 0, producerId: -1n, producerEpoch: -1 };

  it.each([
    { what: 'a lost connection', first: 'close' as const },
    { what: 'a retriable code', first: { ...answered, errorCode: 14 } },
    { what: 'a code of an old picture', first: { ...answered, errorCode: 41 } },
  ])('are sent again after $what', async ({ first }) => {
    const kafka = new FakeKafka();
    let requests = 0;
    kafka.on(initProducerId, () => (++requests === 1 ? first : answered));
    const cluster = kafka.cluster();
    const response = watch(cluster.request(initProducerId, body));
    await kafka.clock.advanceSettled(1000);
    expect(response.value).toMatchObject({ producerId: 7n });
    expect(requests).toBe(2);
    await closed(cluster, kafka);
  });

  it('resolve with a refusal that no retry mends', async () => {
    const kafka = new FakeKafka().on(initProducerId, () => ({ ...answered, errorCode: 53 }));
    const cluster = kafka.cluster();
    expect(await cluster.request(initProducerId, body)).toMatchObject({ errorCode: 53 });
    await closed(cluster, kafka);
  });

  it('reject with the last code when time is over', async () => {
    const kafka = new FakeKafka().on(initProducerId, () => ({ ...answered, errorCode: 15 }));
    const cluster = kafka.cluster();
    const response = watch(cluster.request(initProducerId, body, { timeoutMs: 3000 }));
    await kafka.clock.advanceSettled(3500);
    expect(response.error).toMatchObject({ code: 'COORDINATOR_NOT_AVAILABLE', retriable: true });
    await closed(cluster, kafka);
  });

  it('go to the broker that is named, or to the controller', async () => {
    const kafka = new FakeKafka().on(initProducerId, (_body, nodeId) => ({
      ...answered,
      producerId: BigInt(nodeId),
    }));
    kafka.controllerId = 2;
    const cluster = kafka.cluster();
    expect((await cluster.request(initProducerId, body, { broker: 1 })).producerId).toBe(1n);
    expect((await cluster.request(initProducerId, body, { broker: 'controller' })).producerId).toBe(2n);
    await closed(cluster, kafka);
  });
});

describe('topics', () => {
  it('counts a topic as made when the answer to making it was lost', async () => {
    const kafka = new FakeKafka();
    let requests = 0;
    kafka.on(createTopics, ({ topics }) => {
      kafka.topic('orders', 1, 2);
      return ++requests === 1 ? 'close' : { topics: topics.map(({ name }) => ({ name, errorCode: 36 })) };
    });
    const cluster = kafka.cluster();
    const made = watch(cluster.createTopic('orders', { partitions: 2 }));
    await kafka.clock.advanceSettled(2000);
    expect(made.state).toBe('done');
    await closed(cluster, kafka);
  });

  it('refuses a topic that was there before', async () => {
    const kafka = new FakeKafka();
    const errorMessage = "Topic 'orders' already exists.";
    kafka.on(createTopics, () => ({ topics: [{ name: 'orders', errorCode: 36, errorMessage }] }));
    const cluster = kafka.cluster();
    await expect(cluster.createTopic('orders', { partitions: 2 })).rejects.toMatchObject({
      code: 'TOPIC_ALREADY_EXISTS',
      kafkaCode: 36,
      message: expect.stringContaining(errorMessage) as string,
    });
    await closed(cluster, kafka);
  });

  it('waits until each partition has a leader, and asks for no creation meanwhile', async () => {
    const kafka = new FakeKafka();
    kafka.on(createTopics, () => ({ topics: [{ name: 'orders', errorCode: 0 }] }));
    const cluster = kafka.cluster();
    const made = watch(cluster.createTopic('orders', { partitions: 2 }));
    await kafka.clock.advanceSettled(500);
    kafka.topic('orders', 1);
    await kafka.clock.advanceSettled(1000);
    kafka.topic('orders', 1, -1);
    await kafka.clock.advanceSettled(1000);
    expect(made.state).toBe('pending');
    kafka.topic('orders', 1, 2);
    await kafka.clock.advanceSettled(1000);
    expect(made.state).toBe('done');
    expect(kafka.asked.filter(({ topics }) => topics.length > 0).every(({ create }) => !create)).toBe(true);
    await closed(cluster, kafka);
  });

  it('goes to the new controller when the old one says that it is none', async () => {
    const kafka = new FakeKafka();
    kafka.on(createTopics, (_body, nodeId) => {
      kafka.controllerId = 2;
      kafka.topic('orders', 1);
      return { topics: [{ name: 'orders', errorCode: nodeId === 2 ? 0 : 41 }] };
    });
    const cluster = kafka.cluster();
    const made = watch(cluster.createTopic('orders', { partitions: 1 }));
    await kafka.clock.advanceSettled(2000);
    expect(made.state).toBe('done');
    expect(kafka.network.count('kafka-2:9092 CreateTopics')).toBe(1);
    await closed(cluster, kafka);
  });

  it('deletes, forgets, and waits until metadata no longer shows it', async () => {
    const kafka = new FakeKafka().topic('orders', 1);
    kafka.on(deleteTopics, () => ({ responses: [{ name: 'orders', errorCode: 0 }] }));
    const cluster = kafka.cluster();
    await cluster.refreshMetadata(['orders']);
    const gone = watch(cluster.deleteTopic('orders'));
    await kafka.clock.advanceSettled(1000);
    expect(gone.state).toBe('pending');
    kafka.topics.delete('orders');
    await kafka.clock.advanceSettled(1000);
    expect(gone.state).toBe('done');
    expect(cluster.metadata.topics.has('orders')).toBe(false);
    await closed(cluster, kafka);
  });

  it('refuses to delete what is not there, at once', async () => {
    const kafka = new FakeKafka().on(deleteTopics, () => ({ responses: [{ name: 'orders', errorCode: 3 }] }));
    const cluster = kafka.cluster();
    await expect(cluster.deleteTopic('orders')).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION' });
    await closed(cluster, kafka);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %d partitions without asking', async (partitions) => {
    const kafka = new FakeKafka();
    const cluster = kafka.cluster();
    await expect(cluster.createTopic('orders', { partitions })).rejects.toMatchObject({ action: 'usage' });
    expect(kafka.network.log).toEqual([]);
  });
});

describe('offsets', () => {
  it('come from the leader, found again after it moved', async () => {
    const kafka = new FakeKafka().topic('orders', 1);
    kafka.on(listOffsets, ({ topics }, nodeId) => {
      const errorCode = nodeId === 2 ? 0 : 6;
      const offset = topics[0]?.partitions[0]?.timestamp === -1n ? 12n : 3n;
      return { topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, errorCode, offset }] }] };
    });
    const cluster = kafka.cluster();
    await cluster.refreshMetadata(['orders']);
    kafka.topics.set('orders', {
      topicId: 'CC8hPieVQy6DzaScJPvQZg',
      leaders: [{ leaderId: 2, leaderEpoch: 1 }],
    });
    const latest = watch(cluster.listOffset('orders', 0, 'latest'));
    await kafka.clock.advanceSettled(500);
    expect(latest.value).toBe(12n);
    expect(await cluster.listOffset('orders', 0, 'earliest')).toBe(3n);
    await closed(cluster, kafka);
  });

  it.each([
    { what: 'topic', name: 'nope', partition: 0 },
    { what: 'partition', name: 'orders', partition: 7 },
  ])('of a $what that stays unknown are refused in a second', async ({ name, partition }) => {
    const kafka = new FakeKafka().topic('orders', 1);
    const cluster = kafka.cluster();
    const latest = watch(cluster.listOffset(name, partition, 'latest'));
    await kafka.clock.advanceSettled(1500);
    expect(latest.error).toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION' });
    await closed(cluster, kafka);
  });

  it('of another partition than asked for are no answer', async () => {
    const kafka = new FakeKafka([1]).topic('orders', 1);
    kafka.on(listOffsets, () => ({
      topics: [{ name: 'orders', partitions: [{ partitionIndex: 5, errorCode: 0, offset: 1n }] }],
    }));
    const cluster = kafka.cluster({ requestTimeoutMs: 1000 });
    const latest = watch(cluster.listOffset('orders', 0, 'latest'));
    await kafka.clock.advanceSettled(3000);
    expect(latest.error).toMatchObject({ code: 'MALFORMED_RESPONSE' });
    await closed(cluster, kafka);
  });
});
