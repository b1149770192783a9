/** The embedded cluster from outside: real sockets, several brokers, leaders that move, brokers that stop. */
import { ConfigError } from '@ottla/kernel';
import { ManualClock } from '@ottla/kernel/testing';
import {
  BATCH_AT,
  BATCH_HEADER_BYTES,
  BATCH_PREFIX_BYTES,
  createTopics,
  fetch,
  metadata,
  produce,
} from '@ottla/protocol';
import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { batchOf, produceBody, resealed } from '../testing/broker-fixture.ts';
import { RawClient } from '../testing/raw-client.ts';
import { EmbeddedCluster } from './embedded-cluster.ts';
import { EmbeddedClusterError } from './embedded-cluster-error.ts';

const ORDERS = { name: 'orders', id: 'AAAAAAAAAAAAAAAAAAAAAA' };

async function produceCode(
  client: RawClient,
  batch = batchOf(['a']),
  partition = 0,
): Promise<number | undefined> {
  const body = produceBody(ORDERS, batch, { partition });
  const answer = await client.ask(produce, 12, body);
  return answer.responses[0]?.partitionResponses[0]?.errorCode;
}

function fetchBody(maxWaitMs = 0) {
  const partitions = [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1_000_000 }];
  return { maxWaitMs, minBytes: 1, topics: [{ topic: 'orders', topicId: ORDERS.id, partitions }] };
}

async function isRefused(address: string | undefined): Promise<boolean> {
  const [host = '', port] = (address ?? '').split(':');
  const socket = connect({ host, port: Number(port) });
  try {
    await once(socket, 'connect');
    return false;
  } catch {
    return true;
  } finally {
    socket.destroy();
  }
}

function openHandles(): number {
  return process.getActiveResourcesInfo().filter((name) => /TCP/.test(name)).length;
}

describe('an embedded cluster', () => {
  it.each([[], [{ brokers: 3 }]])('is started, not made with new: %j', (...options) => {
    expect(() => Reflect.construct(EmbeddedCluster, options) as unknown).toThrow(
      'EmbeddedCluster: use EmbeddedCluster.start(options)',
    );
  });

  it('starts brokers on free ports and tells of each from each', async () => {
    await using cluster = await EmbeddedCluster.start({ brokers: 3 });
    expect(new Set(cluster.bootstrapServers).size).toBe(3);
    for (const address of cluster.bootstrapServers) {
      await using client = await RawClient.connect(address);
      const { brokers } = await client.ask(metadata, 12, { topics: [] });
      expect(brokers.map(({ nodeId, host, port }) => [nodeId, `${host}:${port}`])).toEqual(
        cluster.bootstrapServers.map((server, nodeId) => [nodeId, server]),
      );
    }
  });

  it('keeps what it acknowledged in a log one can look at', async () => {
    await using cluster = await EmbeddedCluster.start();
    cluster.createTopic('orders', { partitions: 2 });
    await using client = await RawClient.connect(cluster.bootstrapServers[0]);
    expect(await produceCode(client, batchOf(['a', 'b']), 1)).toBe(0);
    const { batches, highWatermark, logStartOffset } = cluster.log('orders', 1);
    expect(batches.flatMap(({ records }) => records.map(({ offset }) => offset))).toEqual([0n, 1n]);
    expect([highWatermark, logStartOffset]).toEqual([2n, 0n]);
    expect(cluster.log('orders', 0).batches).toEqual([]);
  });

  it('shows gzip batches inflated, and asks for a function for snappy', async () => {
    await using cluster = await EmbeddedCluster.start();
    cluster.createTopic('orders');
    await using client = await RawClient.connect(cluster.bootstrapServers[0]);
    const plain = batchOf(['a', 'b']);
    const records = plain.subarray(BATCH_HEADER_BYTES);
    const zipped = Buffer.concat([plain.subarray(0, BATCH_HEADER_BYTES), gzipSync(records)]);
    const gzip = resealed(zipped, (bytes) => {
      bytes.writeInt32BE(zipped.length - BATCH_PREFIX_BYTES, BATCH_AT.batchLength);
      bytes.writeInt16BE(1, BATCH_AT.attributes);
    });
    expect(await produceCode(client, gzip)).toBe(0);
    expect(cluster.log('orders', 0).batches[0]?.records).toHaveLength(2);
    expect(
      await produceCode(
        client,
        resealed(plain, (bytes) => bytes.writeInt16BE(2, BATCH_AT.attributes)),
      ),
    ).toBe(0);
    expect(() => cluster.log('orders', 0)).toThrow(/snappy/);
    const decompress = (): Uint8Array => records;
    expect(cluster.log('orders', 0, { decompress }).batches).toHaveLength(2);
  });

  it('moves a leader: the old one refuses, the new one goes on', async () => {
    await using cluster = await EmbeddedCluster.start({ brokers: 2 });
    cluster.createTopic('orders');
    await using first = await RawClient.connect(cluster.bootstrapServers[0]);
    await using second = await RawClient.connect(cluster.bootstrapServers[1]);
    expect(cluster.leader('orders', 0)).toEqual({ nodeId: 0, leaderEpoch: 0 });
    expect(await produceCode(first)).toBe(0);
    cluster.moveLeader('orders', 0, 1);
    expect(cluster.leader('orders', 0)).toEqual({ nodeId: 1, leaderEpoch: 1 });
    expect(await produceCode(first)).toBe(6);
    expect(await produceCode(second)).toBe(0);
    expect(cluster.log('orders', 0).highWatermark).toBe(2n);
  });

  it('stops a broker hard: connections end, the port is free, others lead; and starts it again there', async () => {
    await using cluster = await EmbeddedCluster.start({ brokers: 2 });
    cluster.createTopic('orders', { partitions: 2 });
    await using first = await RawClient.connect(cluster.bootstrapServers[0]);
    await using second = await RawClient.connect(cluster.bootstrapServers[1]);
    await cluster.stopBroker(0);
    await first.closed;
    expect(await isRefused(cluster.bootstrapServers[0])).toBe(true);
    expect(cluster.leader('orders', 0)).toEqual({ nodeId: 1, leaderEpoch: 1 });
    expect(await produceCode(second)).toBe(0);
    expect((await second.ask(metadata, 12, { topics: [] })).brokers).toHaveLength(1);
    expect(() => cluster.moveLeader('orders', 0, 0)).toThrow(EmbeddedClusterError);

    const before = cluster.bootstrapServers;
    await cluster.startBroker(0);
    await cluster.startBroker(0);
    expect(cluster.bootstrapServers).toEqual(before);
    await using again = await RawClient.connect(cluster.bootstrapServers[0]);
    expect(await produceCode(again)).toBe(6);
    cluster.moveLeader('orders', 0, 0);
    expect(await produceCode(again)).toBe(0);
  });

  it('survives the stop of its only broker', async () => {
    await using cluster = await EmbeddedCluster.start();
    cluster.createTopic('orders');
    await cluster.stopBroker(0);
    await cluster.stopBroker(0);
    expect(cluster.leader('orders', 0)).toEqual({ nodeId: -1, leaderEpoch: 1 });
    await cluster.startBroker(0);
    await using client = await RawClient.connect(cluster.bootstrapServers[0]);
    expect(await produceCode(client)).toBe(0);
  });

  it('shares topics among brokers at once', async () => {
    await using cluster = await EmbeddedCluster.start({ brokers: 2 });
    await using first = await RawClient.connect(cluster.bootstrapServers[0]);
    await using second = await RawClient.connect(cluster.bootstrapServers[1]);
    const topics = [{ name: 'orders', numPartitions: 1, replicationFactor: 2 }];
    await first.ask(createTopics, 7, { topics });
    expect((await second.ask(metadata, 12, { topics: [{ name: 'orders' }] })).topics[0]?.errorCode).toBe(0);
  });

  it('wakes a waiting Fetch by a Produce on another connection, and at its time', async () => {
    const clock = new ManualClock();
    await using cluster = await EmbeddedCluster.start({}, { clock });
    cluster.createTopic('orders');
    await using reader = await RawClient.connect(cluster.bootstrapServers[0]);
    await using writer = await RawClient.connect(cluster.bootstrapServers[0]);
    const fetched = reader.ask(fetch, 12, fetchBody(500));
    expect(await produceCode(writer)).toBe(0);
    expect((await fetched).responses[0]?.partitions[0]?.records?.length).toBeGreaterThan(0);

    const partitions = [{ partition: 0, fetchOffset: 1n, partitionMaxBytes: 1000 }];
    const held = new Promise<void>((resolve) => cluster.intercept(() => (resolve(), 'pass')));
    const topics = [{ topic: 'orders', topicId: ORDERS.id, partitions }];
    const empty = reader.ask(fetch, 12, { maxWaitMs: 500, minBytes: 1, topics });
    await held;
    clock.advance(499);
    expect(clock.pendingTimers).toBe(1);
    clock.advance(1);
    expect((await empty).responses[0]?.partitions[0]?.records).toHaveLength(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('closes with no socket, port or timer left, a waiting Fetch or not', async () => {
    await expect.poll(openHandles).toBe(0);
    const clock = new ManualClock();
    const cluster = await EmbeddedCluster.start({ brokers: 3 }, { clock });
    cluster.createTopic('orders');
    const client = await RawClient.connect(cluster.bootstrapServers[0]);
    const arrived = new Promise<void>((resolve) => cluster.intercept(() => (resolve(), 'pass')));
    client.send(fetch, 12, fetchBody(60_000));
    await arrived;
    expect(clock.pendingTimers).toBe(1);
    await cluster.close();
    await client.closed;
    expect(clock.pendingTimers).toBe(0);
    await expect.poll(openHandles).toBe(0);
    await cluster.close();
    await expect(cluster.startBroker(0)).rejects.toMatchObject({ code: 'CLUSTER_CLOSED' });
    expect(() => cluster.createTopic('late')).toThrow(/closed/);
  });

  it('has no handle left when close resolves, whatever was going on', async () => {
    await expect.poll(openHandles).toBe(0);
    const cluster = await EmbeddedCluster.start({ brokers: 3 });
    await using client = await RawClient.connect(cluster.bootstrapServers[0]);
    const stopping = cluster.stopBroker(1);
    await cluster.stopBroker(2);
    const starting = expect(cluster.startBroker(2)).rejects.toMatchObject({ code: 'CLUSTER_CLOSED' });
    const first = cluster.close();
    await cluster.close();
    // The other end of the connection is not the cluster's.
    expect(openHandles()).toBeLessThanOrEqual(1);
    await Promise.all([first, stopping, starting, client.closed]);
  });

  it('takes the port it is given, and says when it cannot', async () => {
    await using cluster = await EmbeddedCluster.start();
    const port = Number(cluster.bootstrapServers[0]?.split(':')[1]);
    await expect(EmbeddedCluster.start({ brokers: 2, ports: [0, port] })).rejects.toMatchObject({
      code: 'PORT_UNAVAILABLE',
      message: expect.stringContaining(`127.0.0.1:${port} (EADDRINUSE)`) as string,
    });
    await expect.poll(openHandles).toBe(1);
    await cluster.close();
    await using again = await EmbeddedCluster.start({ ports: [port] });
    expect(again.bootstrapServers).toEqual([`127.0.0.1:${port}`]);
  });

  it('says what is wrong with an option', async () => {
    // A typo, as plain JavaScript would have it.
    const typo = { broker: 3 } as Record<string, unknown>;
    await expect(EmbeddedCluster.start(typo)).rejects.toThrow(
      /unknown option 'broker'; did you mean 'brokers'/,
    );
    await expect(EmbeddedCluster.start({ brokers: 0 })).rejects.toThrow(ConfigError);
    await expect(EmbeddedCluster.start({ ports: [70_000] })).rejects.toThrow(/ports/);
    await expect(EmbeddedCluster.start({ ports: [0, 0] })).rejects.toThrow(/2 ports for 1 broker/);
  });

  it.each<[string, string, (cluster: EmbeddedCluster) => unknown]>([
    ['an unknown topic', 'UNKNOWN_TOPIC', (cluster) => cluster.log('nowhere', 0)],
    ['an unknown partition', 'UNKNOWN_PARTITION', (cluster) => cluster.log('orders', 1)],
    ['an unknown broker', 'UNKNOWN_BROKER', (cluster) => cluster.moveLeader('orders', 0, 4)],
    ['a topic twice', 'TOPIC_REFUSED', (cluster) => cluster.createTopic('orders')],
    ['a topic of a wrong name', 'TOPIC_REFUSED', (cluster) => cluster.createTopic('a b')],
    ['a topic without partitions', 'TOPIC_REFUSED', (cluster) => cluster.createTopic('a', { partitions: 0 })],
  ])('refuses %s', async (_, code, act) => {
    await using cluster = await EmbeddedCluster.start();
    cluster.createTopic('orders');
    expect(() => act(cluster)).toThrow(expect.objectContaining({ code, action: 'usage' }) as Error);
  });
});
