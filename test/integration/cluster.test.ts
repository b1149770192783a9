/** A cluster over real sockets against the embedded brokers: what a user of @ottla/cluster relies on. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cluster } from '@ottla/cluster';
import { EmbeddedCluster, type InterceptVerdict } from '@ottla/embedded';
import { RecordBatchWriter, apiVersions, fetch as fetchApi, metadata, produce } from '@ottla/protocol';

let brokers: EmbeddedCluster;
let cluster: Cluster;

beforeEach(async () => {
  brokers = await EmbeddedCluster.start({ brokers: 3 });
  cluster = new Cluster({ bootstrapServers: brokers.bootstrapServers, requestTimeoutMs: 5000 });
});

afterEach(async () => {
  await cluster.close();
  await brokers.close();
});

/** Appends one batch of records to a partition, by its leader. */
async function append(topic: string, partition: number, values: readonly string[]): Promise<void> {
  const writer = new RecordBatchWriter(Buffer.alloc(4096 + values.join('').length + 100 * values.length));
  for (const value of values) {
    const bytes = Buffer.from(value);
    writer.append(1_700_000_000_000, bytes, 0, -1, 0, bytes.length, []);
  }
  const records = writer.finish({ producerId: -1n, producerEpoch: -1, baseSequence: -1 });
  const known = (await cluster.refreshMetadata([topic])).topics.get(topic);
  const topicData = [
    { name: topic, topicId: known?.topicId ?? '', partitionData: [{ index: partition, records }] },
  ];
  const response = await cluster.request(
    produce,
    { transactionalId: null, acks: -1, timeoutMs: 1000, topicData },
    { broker: known?.partitions[partition]?.leaderId ?? -1 },
  );
  expect(response.responses[0]?.partitionResponses[0]?.errorCode).toBe(0);
}

/** Gives the verdict to the first request of an API. Returns how many came. */
function misbehaveOnce(name: string, verdict: InterceptVerdict): () => number {
  let asked = 0;
  brokers.intercept(({ api }) => (api.name === name && ++asked === 1 ? verdict : 'pass'));
  return () => asked;
}

async function read(
  topic: string,
  partition: number,
  range?: { from?: bigint; to?: bigint },
): Promise<string[]> {
  const values: string[] = [];
  for await (const { offset, value } of cluster.readPartition(topic, partition, range)) {
    values.push(`${offset} ${String(value)}`);
  }
  return values;
}

describe('a cluster', () => {
  it('is found by way of a server that lives, beside one that is dead', async () => {
    await brokers.stopBroker(0);
    await cluster.connect();
    expect(new Set(cluster.metadata.brokers.keys())).toEqual(new Set([1, 2]));
  });

  it('makes a topic, shows it, and deletes it', async () => {
    await cluster.createTopic('orders', { partitions: 4, replicationFactor: 3 });
    const { topics } = await cluster.refreshMetadata(['orders']);
    expect(topics.get('orders')?.partitions).toHaveLength(4);
    await expect(cluster.createTopic('orders', { partitions: 4 })).rejects.toMatchObject({
      code: 'TOPIC_ALREADY_EXISTS',
    });
    await cluster.deleteTopic('orders');
    expect(cluster.metadata.topics.has('orders')).toBe(false);
    await expect(cluster.deleteTopic('orders')).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION' });
    await cluster.createTopic('orders', { partitions: 1 });
  });

  it('makes a topic once though the answer to making it is lost', async () => {
    let asked = 0;
    brokers.intercept(({ api }) =>
      api.name === 'CreateTopics' && ++asked === 1 ? 'handleThenDisconnect' : 'pass',
    );
    await cluster.createTopic('orders', { partitions: 2 });
    expect(asked).toBe(2);
  });

  it('counts connections: one per broker, whatever asks', async () => {
    await cluster.createTopic('orders', { partitions: 3 });
    const used = new Map<number, Set<number>>();
    brokers.intercept(({ nodeId, connectionId }) => {
      used.set(nodeId, (used.get(nodeId) ?? new Set()).add(connectionId));
      return 'pass';
    });
    const partitions = [0, 1, 2, 0, 1, 2];
    await Promise.all(partitions.map((partition) => cluster.listOffset('orders', partition, 'latest')));
    for (const connections of used.values()) expect(connections.size).toBe(1);
    expect(used.size).toBe(3);
  });
});

describe('reading a partition', () => {
  it('gives records from an offset up to another, across batches', async () => {
    brokers.createTopic('orders');
    await append('orders', 0, ['a', 'b', 'c']);
    await append('orders', 0, ['d', 'e', 'f']);
    expect(await cluster.listOffset('orders', 0, 'earliest')).toBe(0n);
    expect(await cluster.listOffset('orders', 0, 'latest')).toBe(6n);
    expect(await read('orders', 0)).toEqual(['0 a', '1 b', '2 c', '3 d', '4 e', '5 f']);
    expect(await read('orders', 0, { from: 2n, to: 5n })).toEqual(['2 c', '3 d', '4 e']);
    expect(await read('orders', 0, { from: 4n, to: 100n })).toEqual(['4 e', '5 f']);
    expect(await read('orders', 0, { from: 6n })).toEqual([]);
    expect(await read('orders', 0, { from: 3n, to: 3n })).toEqual([]);
  });

  it('gives whole batches, the first reaching before the offset', async () => {
    brokers.createTopic('orders');
    await append('orders', 0, ['a', 'b', 'c']);
    await append('orders', 0, ['d']);
    const batches: bigint[] = [];
    for await (const { baseOffset } of cluster.readBatches('orders', 0, { from: 1n }))
      batches.push(baseOffset);
    expect(batches).toEqual([0n, 3n]);
    const fetched = await cluster.fetch('orders', 0, 3n);
    expect(fetched).toMatchObject({ highWatermark: 4n, logStartOffset: 0n });
    expect(fetched.batches.at(-1)?.records.map(({ value }) => String(value))).toEqual(['d']);
  });

  it('ends at the end there was when it began', async () => {
    brokers.createTopic('orders');
    await append('orders', 0, ['a', 'b']);
    const seen: string[] = [];
    for await (const { value } of cluster.readPartition('orders', 0)) {
      seen.push(String(value));
      if (seen.length === 1) await append('orders', 0, ['late']);
    }
    expect(seen).toEqual(['a', 'b']);
  });

  it('follows the leader when it moves between batches', async () => {
    brokers.createTopic('orders', { partitions: 1, replicationFactor: 3 });
    const values = Array.from({ length: 6 }, (_, index) => `${index}`.repeat(300_000));
    for (const value of values) await append('orders', 0, [value]);
    const seen: string[] = [];
    for await (const { value } of cluster.readPartition('orders', 0)) {
      seen.push(String(value));
      brokers.moveLeader('orders', 0, seen.length % 3);
    }
    expect(seen).toEqual(values);
  });

  it('goes on when brokers stop and come back', async () => {
    brokers.createTopic('orders', { partitions: 1, replicationFactor: 3 });
    const values = Array.from({ length: 6 }, (_, index) => `${index}`.repeat(300_000));
    for (const value of values) await append('orders', 0, [value]);
    const seen: string[] = [];
    for await (const { value } of cluster.readPartition('orders', 0)) {
      seen.push(String(value));
      if (seen.length === 1) await brokers.stopBroker(brokers.leader('orders', 0).nodeId);
    }
    expect(seen).toEqual(values);
  });

  it('follows a leader told with the refusal, without asking for metadata (KIP-951)', async () => {
    brokers.createTopic('orders', { partitions: 1, replicationFactor: 3 });
    await append('orders', 0, ['a']);
    await cluster.fetch('orders', 0, 0n);
    const { nodeId } = brokers.leader('orders', 0);
    brokers.moveLeader('orders', 0, (nodeId + 1) % 3);
    const asked: string[] = [];
    brokers.intercept(({ api, nodeId: asker }) => {
      asked.push(`${api.name} ${asker}`);
      return 'pass';
    });
    expect((await cluster.fetch('orders', 0, 0n)).batches).toHaveLength(1);
    expect(asked.filter((line) => !line.startsWith('ApiVersions'))).toEqual([
      `Fetch ${nodeId}`,
      `Fetch ${(nodeId + 1) % 3}`,
    ]);
  });

  it('fetches by name where the broker knows no topic ids', async () => {
    brokers.createTopic('orders');
    await append('orders', 0, ['a']);
    await cluster.close();
    cluster = new Cluster({ bootstrapServers: brokers.bootstrapServers });
    const versions: number[] = [];
    brokers.intercept(({ api, version }) => {
      if (api.key === fetchApi.key) versions.push(version);
      if (api.key !== apiVersions.key) return 'pass';
      // As some services do: the newest Fetch, but Metadata from before topic ids.
      const apiKeys = [
        { apiKey: fetchApi.key, minVersion: 4, maxVersion: 17 },
        { apiKey: metadata.key, minVersion: 0, maxVersion: 9 },
        { apiKey: 2, minVersion: 1, maxVersion: 7 },
      ];
      return { answer: { errorCode: 0, apiKeys } };
    });
    expect(await read('orders', 0)).toEqual(['0 a']);
    expect(versions).toEqual([12]);
  });

  it('asks again in the version a broker lists when it refuses the newest', async () => {
    const asked: number[] = [];
    brokers.intercept(({ api, version }) => {
      if (api.key !== apiVersions.key) return 'pass';
      asked.push(version);
      const apiKeys = [{ apiKey: apiVersions.key, minVersion: 0, maxVersion: 2 }];
      return version > 2 ? { answer: { errorCode: 35, apiKeys } } : 'pass';
    });
    await cluster.connect();
    expect(new Set(asked)).toEqual(new Set([apiVersions.versions.max, 2]));
  });

  it.each([7n, -1n])('refuses offset %d, which the log does not have', async (from) => {
    brokers.createTopic('orders');
    await append('orders', 0, ['a']);
    await expect(cluster.fetch('orders', 0, from)).rejects.toMatchObject({ code: 'OFFSET_OUT_OF_RANGE' });
  });
});

describe('requests that fail', () => {
  it('are sent again after an answer was lost', async () => {
    brokers.createTopic('orders');
    const asked = misbehaveOnce('ListOffsets', 'disconnect');
    expect(await cluster.listOffset('orders', 0, 'latest')).toBe(0n);
    expect(asked()).toBe(2);
  });

  it('time out when nobody answers, and the next connection serves', async () => {
    await cluster.close();
    cluster = new Cluster({ bootstrapServers: brokers.bootstrapServers, requestTimeoutMs: 300 });
    brokers.createTopic('orders');
    const asked = misbehaveOnce('ListOffsets', 'drop');
    expect(await cluster.listOffset('orders', 0, 'latest')).toBe(0n);
    expect(asked()).toBe(2);
  });

  it('end with close, which leaves no socket behind', async () => {
    brokers.createTopic('orders');
    await cluster.connect();
    brokers.intercept(({ api }) => (api.name === 'ListOffsets' ? 'drop' : 'pass'));
    const pending = cluster.listOffset('orders', 0, 'latest');
    const refused = expect(pending).rejects.toMatchObject({ code: 'CLUSTER_CLOSED' });
    await new Promise((resolve) => setImmediate(resolve));
    await cluster.close();
    await refused;
    await brokers.close();
    // A socket that was left open would keep this from ending.
    while (process.getActiveResourcesInfo().includes('TCPSocketWrap')) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
});
