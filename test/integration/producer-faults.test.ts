/** The producer over real sockets while brokers refuse, fall silent, cut connections, move and go away. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedCluster, type InterceptVerdict } from '@ottla/embedded';
import { Producer } from '@ottla/producer';
import { produce, readBatchHeader, type RequestOf, type ResponseInput } from '@ottla/protocol';
import { loggedRecords } from './producer-log.ts';

let brokers: EmbeddedCluster;

beforeEach(async () => {
  brokers = await EmbeddedCluster.start({ brokers: 3 });
  brokers.createTopic('orders', { partitions: 3 });
});

afterEach(async () => {
  await brokers.close();
});

const quick = {
  requestTimeoutMs: 300,
  deliveryTimeoutMs: 20_000,
  retryBackoffMs: 10,
  retryBackoffMaxMs: 50,
  reconnectBackoffMs: 10,
  reconnectBackoffMaxMs: 50,
  lingerMs: 0,
};

/** Sends numbered records one per turn, so that they travel in many requests. */
async function sendSteadily(
  producer: Producer,
  count: number,
  onEach: (index: number) => void = () => undefined,
): Promise<bigint[]> {
  const sends: Promise<{ offset: bigint }>[] = [];
  for (let index = 0; index < count; index++) {
    onEach(index);
    sends.push(producer.send({ topic: 'orders', partition: index % 3, value: Buffer.from(String(index)) }));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return (await Promise.all(sends)).map(({ offset }) => offset);
}

function expectEachOnceInOrder(count: number, offsets: readonly bigint[]): void {
  const records = loggedRecords(brokers, 'orders', 3);
  for (let partition = 0; partition < 3; partition++) {
    const own = records.filter((record) => record.partition === partition);
    expect(own.map(({ value }) => Number(value))).toEqual(
      Array.from({ length: Math.ceil((count - partition) / 3) }, (_, index) => partition + 3 * index),
    );
    for (const { offset, value } of own) expect(offsets[Number(value)]).toBe(offset);
  }
}

/** Judges every n-th Produce request so, and lets the rest pass. */
function judgeEvery(nth: number, verdict: (body: unknown) => InterceptVerdict): () => number {
  let seen = 0;
  let judged = 0;
  brokers.intercept(({ api, body }) => {
    if (api.key !== produce.key || ++seen % nth !== 0) return 'pass';
    judged++;
    return verdict(body);
  });
  return () => judged;
}

/** Records of the largest batch of a Produce request. */
function mostRecords(body: unknown): number {
  // The interception hands over the decoded body of a Produce request.
  const { topicData } = body as RequestOf<typeof produce>;
  const batches = topicData.flatMap(({ partitionData }) => partitionData.map(({ records }) => records));
  return Math.max(
    ...batches.map((records) => (records === null ? 0 : readBatchHeader(records, 0).recordCount)),
  );
}

/** An answer that refuses every partition of the request. */
function refuseAll(body: unknown, errorCode: number): { answer: ResponseInput<typeof produce> } {
  // The interception hands over the decoded body of a Produce request.
  const { topicData } = body as RequestOf<typeof produce>;
  const responses = topicData.map(({ name, topicId, partitionData }) => ({
    name,
    topicId,
    partitionResponses: partitionData.map(({ index }) => ({ index, errorCode, baseOffset: -1n })),
  }));
  return { answer: { responses } };
}

describe('every record is delivered once and in order', () => {
  it.each<[string, number, (body: unknown) => InterceptVerdict]>([
    ['requests vanish', 23, () => 'drop'],
    ['answers vanish', 23, () => 'handleThenDrop'],
    ['connections are cut before a request is read', 7, () => 'disconnect'],
    ['connections are cut after a request was carried out', 7, () => 'handleThenDisconnect'],
    ['replicas are missing (19)', 5, (body) => refuseAll(body, 19)],
    ['sequences are refused (45)', 11, (body) => refuseAll(body, 45)],
    ['the broker forgets the producer (59)', 11, (body) => refuseAll(body, 59)],
  ])('while %s', async (_fault, nth, verdict) => {
    const judged = judgeEvery(nth, verdict);
    await using producer = new Producer({ bootstrapServers: brokers.bootstrapServers, ...quick });
    expectEachOnceInOrder(300, await sendSteadily(producer, 300));
    expect(judged()).toBeGreaterThan(2);
  });

  it('while batches are called too large (10)', async () => {
    let refused = 0;
    judgeEvery(1, (body) => {
      if (mostRecords(body) <= 40) return 'pass';
      refused++;
      return refuseAll(body, 10);
    });
    await using producer = new Producer({
      bootstrapServers: brokers.bootstrapServers,
      ...quick,
      lingerMs: 5,
    });
    const sends = Array.from({ length: 900 }, (_, index) =>
      producer.send({ topic: 'orders', partition: index % 3, value: Buffer.from(String(index)) }),
    );
    await producer.flush();
    const metadata = await Promise.all(sends);
    expectEachOnceInOrder(
      900,
      metadata.map(({ offset }) => offset),
    );
    expect(refused).toBeGreaterThan(3);
  });

  it('while leaders move', async () => {
    await using producer = new Producer({ bootstrapServers: brokers.bootstrapServers, ...quick });
    const offsets = await sendSteadily(producer, 600, (index) => {
      if (index % 40 === 20) brokers.moveLeader('orders', (index / 20) % 3, ((index / 40) % 3) | 0);
    });
    expectEachOnceInOrder(600, offsets);
  });

  it('while a broker is away and comes back', async () => {
    await using producer = new Producer({ bootstrapServers: brokers.bootstrapServers, ...quick });
    const changes: Promise<void>[] = [];
    const offsets = await sendSteadily(producer, 900, (index) => {
      if (index === 300) changes.push(brokers.stopBroker(1));
      if (index === 600) changes.push(brokers.startBroker(1));
    });
    await Promise.all(changes);
    expectEachOnceInOrder(900, offsets);
  });
});

describe('a broker that answers nothing', () => {
  it('leaves records maybeWritten at the delivery timeout', async () => {
    judgeEvery(1, () => 'drop');
    await using producer = new Producer({
      bootstrapServers: brokers.bootstrapServers,
      ...quick,
      deliveryTimeoutMs: 500,
    });
    await expect(producer.send({ topic: 'orders', value: null, partition: 0 })).rejects.toMatchObject({
      code: 'DELIVERY_TIMED_OUT',
      outcome: 'maybeWritten',
      retriable: true,
    });
    expect(loggedRecords(brokers, 'orders', 3)).toEqual([]);
  });

  it('does not delay partitions of others', async () => {
    brokers.intercept(({ api, nodeId }) => (api.key === produce.key && nodeId === 0 ? 'drop' : 'pass'));
    for (const partition of [0, 1, 2]) brokers.moveLeader('orders', partition, partition);
    const producer = new Producer({ bootstrapServers: brokers.bootstrapServers, ...quick });
    const stuck = producer.send({ topic: 'orders', value: null, partition: 0 });
    await Promise.all([1, 2].map((partition) => producer.send({ topic: 'orders', value: null, partition })));
    await Promise.all([
      producer.close({ timeoutMs: 0 }),
      expect(stuck).rejects.toMatchObject({ code: 'PRODUCER_CLOSED' }),
    ]);
  });

  it('does not keep close from its deadline', async () => {
    judgeEvery(1, () => 'drop');
    const producer = new Producer({
      bootstrapServers: brokers.bootstrapServers,
      ...quick,
      requestTimeoutMs: 10_000,
    });
    const sent = producer.send({ topic: 'orders', value: null, partition: 0 });
    const failed = expect(sent).rejects.toMatchObject({ code: 'PRODUCER_CLOSED' });
    await producer.close({ timeoutMs: 50 });
    await failed;
  });
});

describe('no broker at all', () => {
  it('rejects after maxBlockMs with what is wrong', async () => {
    await using producer = new Producer({
      bootstrapServers: ['127.0.0.1:1'],
      maxBlockMs: 200,
      connectTimeoutMs: 100,
    });
    await expect(producer.send({ topic: 'orders', value: null })).rejects.toMatchObject({
      code: 'METADATA_TIMED_OUT',
      cause: { code: 'BOOTSTRAP_UNREACHABLE' },
    });
  });
});
