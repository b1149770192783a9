/** Connections: order of answers, hostile frames, faults on request. */
import { ManualClock } from '@ottla/kernel/testing';
import { apiVersions, fetch, metadata, produce, type ResponseInput } from '@ottla/protocol';
import { describe, expect, it } from 'vitest';
import { batchOf, produceBody } from '../../testing/broker-fixture.ts';
import { RawClient } from '../../testing/raw-client.ts';
import { EmbeddedCluster } from '../embedded-cluster.ts';
import type { InterceptVerdict } from './interception.ts';

const ORDERS = { name: 'orders', id: 'AAAAAAAAAAAAAAAAAAAAAA' };

async function started(options: Parameters<typeof EmbeddedCluster.start>[0] = {}) {
  const cluster = await EmbeddedCluster.start(options);
  cluster.createTopic('orders');
  const client = await RawClient.connect(cluster.bootstrapServers[0]);
  return {
    cluster,
    client,
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await cluster.close();
    },
  };
}

function fetchBody(maxWaitMs: number, fetchOffset = 0n) {
  const partitions = [{ partition: 0, fetchOffset, partitionMaxBytes: 10_000_000 }];
  return { maxWaitMs, minBytes: 1, topics: [{ topic: 'orders', topicId: ORDERS.id, partitions }] };
}

function framed(body: Uint8Array): Buffer {
  const prefix = Buffer.alloc(4);
  prefix.writeInt32BE(body.length);
  return Buffer.concat([prefix, body]);
}

/** The cluster still answers on a new connection. */
async function isWell(cluster: EmbeddedCluster): Promise<boolean> {
  await using client = await RawClient.connect(cluster.bootstrapServers[0]);
  return (await client.ask(metadata, 12, { topics: [] })).brokers.length === 1;
}

describe('a connection', () => {
  it('answers pipelined requests in their order, also behind a Fetch that waits', async () => {
    await using fixture = await started();
    const { client, cluster } = fixture;
    const waits = client.send(fetch, 12, fetchBody(60_000));
    const follows = client.send(metadata, 12, { topics: [] });
    await using other = await RawClient.connect(cluster.bootstrapServers[0]);
    await other.ask(produce, 12, produceBody(ORDERS, batchOf(['a'])));
    const fetched = await client.answer(fetch, 12, waits);
    expect(fetched.responses[0]?.partitions[0]?.records?.length).toBeGreaterThan(0);
    expect((await client.answer(metadata, 12, follows)).brokers).toHaveLength(1);
  });

  it('takes 10,000 small requests in one packet', async () => {
    await using fixture = await started();
    const { client } = fixture;
    const count = 10_000;
    client.write(Buffer.concat(Array.from({ length: count }, () => client.encode(apiVersions, 0, {}))));
    for (let correlationId = 1; correlationId <= count; correlationId++) {
      expect((await client.answer(apiVersions, 0, correlationId)).errorCode).toBe(0);
    }
  });

  it('takes a request byte by byte', async () => {
    await using fixture = await started();
    const { client } = fixture;
    const request = client.encode(produce, 12, produceBody(ORDERS, batchOf(['a'])));
    for (const byte of request) client.write(Uint8Array.of(byte));
    const answer = await client.answer(produce, 12);
    expect(answer.responses[0]?.partitionResponses[0]?.errorCode).toBe(0);
  });

  it('reads no more while its answers are not read, and loses none', async () => {
    await using fixture = await started();
    const { client } = fixture;
    await client.ask(produce, 12, produceBody(ORDERS, batchOf(['x'.repeat(900_000)])));
    client.socket.pause();
    const sent = Array.from({ length: 40 }, () => client.send(fetch, 12, fetchBody(0)));
    client.socket.resume();
    for (const correlationId of sent) {
      const { responses } = await client.answer(fetch, 12, correlationId);
      expect(responses[0]?.partitions[0]?.records?.length).toBeGreaterThan(900_000);
    }
  });

  it('answers an ApiVersions of an unknown version in version 0, and goes on', async () => {
    await using fixture = await started();
    const { client } = fixture;
    const unknown = client.encode(apiVersions, 0, {});
    unknown.writeInt16BE(99, 6);
    client.write(unknown);
    const refused = await client.answer(apiVersions, 0);
    expect(refused).toMatchObject({ errorCode: 35 });
    expect(refused.apiKeys.length).toBeGreaterThan(0);
    expect(
      (await client.ask(apiVersions, 3, { clientSoftwareName: 'a', clientSoftwareVersion: '1' })).errorCode,
    ).toBe(0);
  });

  it('does not answer a Produce with acks 0, and ends when it fails', async () => {
    await using fixture = await started();
    const { client, cluster } = fixture;
    client.send(produce, 12, produceBody(ORDERS, batchOf(['a']), { acks: 0 }));
    expect((await client.ask(metadata, 12, { topics: [] })).brokers).toHaveLength(1);
    expect(cluster.log('orders', 0).highWatermark).toBe(1n);
    client.send(produce, 12, produceBody(ORDERS, null, { acks: 0 }));
    expect(await client.frame()).toBeNull();
  });

  const header = (key: number, version: number, rest: readonly number[] = []): Buffer =>
    Buffer.from([key >> 8, key & 255, version >> 8, version & 255, 0, 0, 0, 1, 0xff, 0xff, ...rest]);

  it.each<[string, Uint8Array]>([
    ['a length of 0', Buffer.from([0, 0, 0, 0])],
    ['a length of -1', Buffer.from([255, 255, 255, 255])],
    ['a length of 3', Buffer.from([0, 0, 0, 3, 1, 2, 3])],
    ['a length above the limit', Buffer.from([0, 16, 0, 1])],
    ['a length of 2^31 - 1', Buffer.from([127, 255, 255, 255])],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['TLS', Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3])],
    ['a header cut short', framed(Buffer.from([0, 3, 0, 1, 0]))],
    ['an unknown API', framed(header(999, 0))],
    ['an API of Kafka that is not served', framed(header(10, 0, [0, 0]))],
    ['Metadata of an unknown version', framed(header(3, 99))],
    ['Produce of version 2', framed(header(0, 2))],
    ['a negative version', framed(header(3, -1))],
    ['an array of 2^31 - 1 topics', framed(header(3, 1, [127, 255, 255, 255]))],
    ['an array of -2 topics', framed(header(3, 1, [255, 255, 255, 254]))],
    ['a topic name longer than the frame', framed(header(3, 1, [0, 0, 0, 1, 127, 255]))],
    ['bytes after the body', framed(header(3, 1, [0, 0, 0, 0, 0]))],
    ['a varint without end', framed(header(3, 9, [0, 255, 255, 255, 255, 255, 255, 255]))],
    ['2^31 tagged fields', framed(header(3, 9, [255, 255, 255, 255, 7]))],
  ])('ends on %s, and the broker lives on', async (_, bytes) => {
    await using fixture = await started({ maxRequestBytes: 1 << 20 });
    const { client, cluster } = fixture;
    client.write(bytes);
    expect(await client.frame()).toBeNull();
    expect(await isWell(cluster)).toBe(true);
  });

  it('ends on a Produce cut at any byte and then filled with zeros, or answers it; the broker lives on', async () => {
    await using fixture = await started();
    const { client, cluster } = fixture;
    const whole = client.encode(produce, 12, produceBody(ORDERS, batchOf(['a', 'b'])));
    for (let cut = 12; cut < whole.length; cut += 3) {
      await using victim = await RawClient.connect(cluster.bootstrapServers[0]);
      victim.write(Buffer.concat([whole.subarray(0, cut), Buffer.alloc(whole.length - cut)]));
      await victim.frame();
    }
    expect(await isWell(cluster)).toBe(true);
    expect(cluster.log('orders', 0).batches.every(({ recordCount }) => recordCount === 2)).toBe(true);
  });

  it('handles what came whole before bytes that make no sense', async () => {
    await using fixture = await started();
    const { client, cluster } = fixture;
    const good = client.encode(produce, 12, produceBody(ORDERS, batchOf(['a'])));
    client.write(Buffer.concat([good, Buffer.from([255, 255, 255, 255])]));
    await client.closed;
    expect(cluster.log('orders', 0).highWatermark).toBe(1n);
  });

  it('forgets a waiting Fetch when its client goes', async () => {
    await using fixture = await started();
    const { client, cluster } = fixture;
    const arrived = new Promise<void>((resolve) => cluster.intercept(() => (resolve(), 'pass')));
    client.send(fetch, 12, fetchBody(60_000));
    await arrived;
    await client[Symbol.asyncDispose]();
    await using other = await RawClient.connect(cluster.bootstrapServers[0]);
    await other.ask(produce, 12, produceBody(ORDERS, batchOf(['a'])));
    expect(await isWell(cluster)).toBe(true);
  });
});

describe('an interception', () => {
  const body = produceBody(ORDERS, batchOf(['a'], { producerId: 1n, producerEpoch: 0, baseSequence: 0 }));

  /** Applies the verdict to the first Produce only. */
  function once(cluster: EmbeddedCluster, verdict: InterceptVerdict | Promise<InterceptVerdict>): void {
    const stop = cluster.intercept(({ api }) => {
      if (api.key !== produce.key) return 'pass';
      stop();
      return verdict;
    });
  }

  it('sees each request, decoded', async () => {
    await using fixture = await started();
    const { client, cluster } = fixture;
    const seen: unknown[] = [];
    const stop = cluster.intercept((request) => {
      seen.push({ ...request, api: request.api.name });
      return 'pass';
    });
    await client.ask(metadata, 9, { topics: [{ name: 'orders' }] });
    stop();
    await client.ask(metadata, 9, { topics: [] });
    expect(seen).toMatchObject([
      {
        nodeId: 0,
        api: 'Metadata',
        version: 9,
        correlationId: 1,
        clientId: 'raw',
        connectionId: 1,
        body: { topics: [{ name: 'orders' }], allowAutoTopicCreation: true },
      },
    ]);
  });

  it.each<[InterceptVerdict & string, boolean, bigint]>([
    ['drop', true, 0n],
    ['handleThenDrop', true, 1n],
    ['disconnect', false, 0n],
    ['handleThenDisconnect', false, 1n],
  ])('can %s: connection goes on %s, %i records written', async (verdict, goesOn, written) => {
    await using fixture = await started();
    const { client, cluster } = fixture;
    once(cluster, verdict);
    client.send(produce, 12, body);
    if (goesOn) {
      expect((await client.ask(metadata, 12, { topics: [] })).brokers).toHaveLength(1);
    } else {
      expect(await client.frame()).toBeNull();
    }
    expect(cluster.log('orders', 0).highWatermark).toBe(written);
    await using retry = await RawClient.connect(cluster.bootstrapServers[0]);
    const answer = await retry.ask(produce, 12, body);
    expect(answer.responses[0]?.partitionResponses[0]).toMatchObject({ errorCode: 0, baseOffset: 0n });
    expect(cluster.log('orders', 0).highWatermark).toBe(1n);
  });

  it('leaves no timer behind a Fetch whose answer is lost', async () => {
    const clock = new ManualClock();
    await using cluster = await EmbeddedCluster.start({}, { clock });
    cluster.createTopic('orders');
    await using client = await RawClient.connect(cluster.bootstrapServers[0]);
    cluster.intercept(({ api }) => (api.key === fetch.key ? 'handleThenDrop' : 'pass'));
    client.send(fetch, 12, fetchBody(60_000));
    await client.ask(metadata, 12, { topics: [] });
    expect(clock.pendingTimers).toBe(0);
  });

  it('can answer in the broker’s place', async () => {
    await using fixture = await started();
    const { client, cluster } = fixture;
    const partition = { index: 0, errorCode: 19, baseOffset: -1n };
    const answer: ResponseInput<typeof produce> = {
      responses: [{ name: 'orders', topicId: ORDERS.id, partitionResponses: [partition] }],
    };
    once(cluster, { answer });
    const refused = await client.ask(produce, 12, body);
    expect(refused.responses[0]?.partitionResponses[0]?.errorCode).toBe(19);
    expect(cluster.log('orders', 0).highWatermark).toBe(0n);
  });

  it('can refuse the version of an ApiVersions, in the form every client can read', async () => {
    await using fixture = await started();
    const { client, cluster } = fixture;
    const apiKeys = [{ apiKey: apiVersions.key, minVersion: 0, maxVersion: 2 }];
    cluster.intercept(({ api, version }) =>
      api.key === apiVersions.key && version > 2 ? { answer: { errorCode: 35, apiKeys } } : 'pass',
    );
    const correlationId = client.send(apiVersions, 3, {
      clientSoftwareName: 'a',
      clientSoftwareVersion: '1',
    });
    expect(await client.answer(apiVersions, 0, correlationId)).toMatchObject({ errorCode: 35, apiKeys });
    expect((await client.ask(apiVersions, 2, {})).errorCode).toBe(0);
  });

  it('can hold a request and those behind it, while other connections go on', async () => {
    await using fixture = await started();
    const { client, cluster } = fixture;
    let release: (verdict: InterceptVerdict) => void = () => undefined;
    once(cluster, new Promise((resolve) => (release = resolve)));
    const held = client.send(produce, 12, body);
    const behind = client.send(metadata, 12, { topics: [] });
    expect(await isWell(cluster)).toBe(true);
    expect(cluster.log('orders', 0).highWatermark).toBe(0n);
    release('pass');
    const answer = await client.answer(produce, 12, held);
    expect(answer.responses[0]?.partitionResponses[0]?.errorCode).toBe(0);
    await client.answer(metadata, 12, behind);
  });

  it('asks controls in the order they were added, until one does not pass', async () => {
    await using fixture = await started();
    const { client, cluster } = fixture;
    const asked: string[] = [];
    const add = (name: string, verdict: InterceptVerdict | Promise<InterceptVerdict>): void =>
      void cluster.intercept(() => {
        asked.push(name);
        return verdict;
      });
    add('first', 'pass');
    add('second', Promise.resolve('pass'));
    add('third', 'disconnect');
    add('never', 'pass');
    client.send(metadata, 12, { topics: [] });
    expect(await client.frame()).toBeNull();
    expect(asked).toEqual(['first', 'second', 'third']);
  });

  it('ends the connection when a control fails or answers what cannot be encoded', async () => {
    await using fixture = await started();
    const { cluster } = fixture;
    for (const control of [
      () => {
        throw new Error('a control of the test');
      },
      () => Promise.reject(new Error('a control of the test')),
      () => ({ answer: { nonsense: true } }),
      () => undefined as unknown as InterceptVerdict, // no verdict, on purpose
      () => 'pas' as InterceptVerdict, // as above
    ]) {
      const stop = cluster.intercept(control);
      await using victim = await RawClient.connect(cluster.bootstrapServers[0]);
      victim.send(metadata, 12, { topics: [] });
      expect(await victim.frame()).toBeNull();
      stop();
    }
    expect(await isWell(cluster)).toBe(true);
  });
});
