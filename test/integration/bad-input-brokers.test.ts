/** Servers that cannot be reached, and brokers that break off or answer what no broker may. */
import { describe, expect, it } from 'vitest';
import { Cluster } from '@ottla/cluster';
import { EmbeddedCluster } from '@ottla/embedded';
import { seededRandom } from '@ottla/kernel';
import { DeliveryError, Producer } from '@ottla/producer';
import { expectNoUnhandledRejections, openingsOfEachTest } from './hostile/aftermath.ts';
import {
  HostileDoor,
  frameOfLength,
  type HeldAnswer,
  type Judgement,
  type Misdeed,
} from './hostile/hostile-door.ts';
import { freePorts } from '../loopback/free-ports.ts';
import { bytesOf, causesOf, failureOf, valuesInLog, valuesRead } from './hostile/records.ts';

expectNoUnhandledRejections();
const { servers, clients } = openingsOfEachTest();

describe('an unreachable bootstrap list', () => {
  it('is told with each server, its reason and the remedy, by connect()', async () => {
    const bootstrapServers = (await freePorts(3)).map((port) => `127.0.0.1:${port}`);
    const options = { bootstrapServers, connectTimeoutMs: 200 };
    for (const client of [new Cluster(options), new Producer(options)]) {
      const error = await failureOf(clients.keep(client).connect());
      expect(error).toMatchObject({
        name: 'ClusterError',
        code: 'BOOTSTRAP_UNREACHABLE',
        action: 'retriable',
      });
      expect(error.message).toMatch(/^no bootstrap server gave metadata within 200 ms: /);
      for (const server of bootstrapServers)
        expect(error.message).toMatch(new RegExp(`${server}:.*ECONNREFUSED`));
      expect(error.message).toMatch(/Check bootstrapServers, that a broker listens there/);
    }
  });

  it('fails a send after maxBlockMs as not written, with the reason as its cause', async () => {
    const [port] = await freePorts(1);
    const server = `127.0.0.1:${port}`;
    const producer = clients.keep(
      new Producer({ bootstrapServers: [server], connectTimeoutMs: 100, maxBlockMs: 300 }),
    );
    const failures = [1, 2, 3].map((value) =>
      failureOf(producer.send({ topic: 'orders', value: bytesOf(String(value)) })),
    );
    for (const error of await Promise.all(failures)) {
      if (!(error instanceof DeliveryError)) throw error;
      expect(error).toMatchObject({ code: 'METADATA_TIMED_OUT', action: 'retriable', outcome: 'notWritten' });
      expect(error.message).toMatch(
        /^topic 'orders': no metadata came after maxBlockMs \(300 ms\); can a bootstrap server be reached\?/,
      );
      const [, cause] = causesOf(error);
      expect(cause).toMatchObject({
        code: 'BOOTSTRAP_UNREACHABLE',
        message: expect.stringContaining(server),
      });
    }
  });

  it('that becomes reachable in time loses nothing: what waited is delivered once and in order', async () => {
    const ports = await freePorts(1);
    const bootstrapServers = ports.map((port) => `127.0.0.1:${port}`);
    const producer = clients.keep(
      new Producer({ bootstrapServers, connectTimeoutMs: 100, maxBlockMs: 10_000 }),
    );
    const values = Array.from({ length: 500 }, (_, index) => String(index));
    const sent = values.map((value) => producer.send({ topic: 'orders', value: bytesOf(value) }));
    await failureOf(producer.connect());
    const brokers = servers.keep(await EmbeddedCluster.start({ ports }));
    await Promise.all(sent);
    expect(valuesInLog(brokers, 'orders')).toEqual(values);
  });

  it('does not hold up close: what waited is settled as not written', async () => {
    const bootstrapServers = (await freePorts(1)).map((port) => `127.0.0.1:${port}`);
    const producer = clients.keep(new Producer({ bootstrapServers }));
    const failure = failureOf(producer.send({ topic: 'orders', value: bytesOf('x') }));
    await producer.close({ timeoutMs: 50 });
    expect(await failure).toMatchObject({ code: 'PRODUCER_CLOSED', outcome: 'notWritten' });
    expect(await failureOf(producer.send({ topic: 'orders', value: bytesOf('y') }))).toMatchObject({
      name: 'ClosedError',
      code: 'PRODUCER_CLOSED',
      action: 'usage',
      outcome: 'notWritten',
    });
  });
});

/** Nothing that waits here waits long, and a broken connection is replaced at once. */
const reading = {
  requestTimeoutMs: 1000,
  connectTimeoutMs: 1000,
  reconnectBackoffMs: 1,
  reconnectBackoffMaxMs: 5,
};
const impatient = { ...reading, retryBackoffMs: 1, retryBackoffMaxMs: 5 };

const replacements = {
  'closes in the middle of an answer': ({ bytes }: HeldAnswer): Misdeed => ({
    bytes: bytes.subarray(0, bytes.length >> 1),
    ending: 'close',
  }),
  'announces a frame of 0 bytes': (): Misdeed => ({ bytes: frameOfLength(0), ending: 'stay' }),
  'announces a frame of -1 bytes': (): Misdeed => ({ bytes: frameOfLength(-1), ending: 'stay' }),
  'announces a frame of 2 GiB and pours': (): Misdeed => ({
    bytes: frameOfLength(0x7fffffff),
    ending: 'flood',
  }),
};
type Fault = keyof typeof replacements;
const faults = Object.keys(replacements) as Fault[]; // the keys of the literal above
const apiNames = ['ApiVersions', 'Metadata', 'InitProducerId', 'Produce'] as const;

async function openDoor(judge: (answer: HeldAnswer) => Judgement) {
  const brokers = servers.keep(await EmbeddedCluster.start());
  brokers.createTopic('orders');
  const door = servers.keep(await HostileDoor.open(brokers.bootstrapServers[0] ?? '', judge));
  return { brokers, door };
}

describe.each(faults)('a broker that %s', (fault) => {
  it.each(apiNames)(
    'in place of an answer to %s, three times, costs nothing: every record arrives once',
    async (name) => {
      const { brokers, door } = await openDoor((answer) =>
        answer.name === name && answer.count <= 3 ? replacements[fault](answer) : 'pass',
      );
      const producer = clients.keep(
        new Producer({ ...impatient, bootstrapServers: [door.address], lingerMs: 0 }),
      );
      const values = Array.from({ length: 60 }, (_, index) => String(index));
      const sent: Promise<{ offset: bigint }>[] = [];
      for (const [index, value] of values.entries()) {
        sent.push(producer.send({ topic: 'orders', value: bytesOf(value) }));
        // Several batches, some of them in flight together when the connection breaks.
        if (index % 6 === 5) await new Promise((resolve) => setImmediate(resolve));
      }
      const offsets = (await Promise.all(sent)).map(({ offset }) => offset);
      expect(door.misdeeds).toBe(3);
      await producer.close();
      expect(valuesInLog(brokers, 'orders')).toEqual(values);
      expect(offsets).toEqual(values.map(BigInt));
    },
  );

  it('in place of answers to a reader, twice each, costs it nothing: it gets every record once', async () => {
    const { brokers, door } = await openDoor(({ name, count, bytes }) =>
      (name === 'ListOffsets' || name === 'Fetch') && count <= 2
        ? replacements[fault]({ name, count, bytes })
        : 'pass',
    );
    const values = Array.from({ length: 50 }, (_, index) => String(index));
    const producer = clients.keep(new Producer({ bootstrapServers: brokers.bootstrapServers }));
    await Promise.all(values.map((value) => producer.send({ topic: 'orders', value: bytesOf(value) })));
    const reader = clients.keep(new Cluster({ ...reading, bootstrapServers: [door.address] }));
    expect((await valuesRead(reader, 'orders')).map(String)).toEqual(values);
    expect(door.misdeeds).toBe(4);
  });

  it('in place of each answer to Produce is named as the cause, and the record may have been written', async () => {
    let isHostile = true;
    const { brokers, door } = await openDoor((answer) =>
      answer.name === 'Produce' && isHostile ? replacements[fault](answer) : 'pass',
    );
    const producer = clients.keep(
      new Producer({
        ...impatient,
        bootstrapServers: [door.address],
        lingerMs: 0,
        requestTimeoutMs: 200,
        deliveryTimeoutMs: 300,
      }),
    );
    const error = await failureOf(producer.send({ topic: 'orders', value: bytesOf('first') }));
    if (!(error instanceof DeliveryError)) throw error;
    expect(error).toMatchObject({ code: 'DELIVERY_TIMED_OUT', action: 'retriable', outcome: 'maybeWritten' });
    expect(error.message).toMatch(
      /^'orders' partition 0: not delivered within deliveryTimeoutMs \(300 ms\), sent .+; raise deliveryTimeoutMs, .+; it may have been written$/,
    );
    const [, cause] = causesOf(error);
    const broken = fault.startsWith('closes');
    expect(cause).toMatchObject({
      code: broken ? 'DISCONNECTED' : 'PROTOCOL_VIOLATION',
      action: 'retriable',
    });
    expect(cause?.message).toContain(door.address);
    if (!broken) {
      expect(cause?.message).toMatch(
        /frame of (0|-1|2147483647) bytes.*check that the address is that of a Kafka listener/,
      );
    }
    isHostile = false;
    await producer.send({ topic: 'orders', value: bytesOf('second') });
    await producer.close();
    expect(valuesInLog(brokers, 'orders')).toEqual(['first', 'second']);
  });

  it('in place of each answer to Metadata is named by connect(), with the server', async () => {
    const { door } = await openDoor((answer) =>
      answer.name === 'Metadata' ? replacements[fault](answer) : 'pass',
    );
    const producer = clients.keep(
      new Producer({ ...impatient, bootstrapServers: [door.address], connectTimeoutMs: 150 }),
    );
    const error = await failureOf(producer.connect());
    expect(error).toMatchObject({ code: 'BOOTSTRAP_UNREACHABLE', action: 'retriable' });
    expect(error.message).toMatch(new RegExp(`${door.address}.*(closed|frame of (0|-1|2147483647) bytes)`));
  });
});

describe('a broker that does all of that in turn', () => {
  it.each([1, 2, 3, 4])('and at any answer (seed %i) loses and doubles nothing', async (seed) => {
    const random = seededRandom(seed);
    const brokers = servers.keep(await EmbeddedCluster.start());
    brokers.createTopic('orders', { partitions: 4 });
    const judge = (answer: HeldAnswer): Judgement => {
      const fault = door.misdeeds < 30 && random() < 0.6 ? faults[Math.floor(random() * 4)] : undefined;
      return fault === undefined ? 'pass' : replacements[fault](answer);
    };
    const door = servers.keep(await HostileDoor.open(brokers.bootstrapServers[0] ?? '', judge));
    const producer = clients.keep(
      new Producer({ ...impatient, bootstrapServers: [door.address], lingerMs: 0 }),
    );
    const expected: string[][] = [[], [], [], []];
    let sent: Promise<unknown>[] = [];
    while (door.misdeeds < 30) {
      for (const [partition, values] of expected.entries()) {
        const value = String(values.length);
        values.push(value);
        sent.push(producer.send({ topic: 'orders', value: bytesOf(value), partition }));
      }
      await new Promise((resolve) => setImmediate(resolve));
      if (sent.length < 400) continue;
      await Promise.all(sent);
      sent = [];
    }
    await Promise.all(sent);
    await producer.close();
    for (const [partition, values] of expected.entries()) {
      expect(valuesInLog(brokers, 'orders', partition)).toEqual(values);
    }
  });
});

describe('an answer to Produce', () => {
  it('that is cut at every byte, one connection after the other, is waited for until it is whole', async () => {
    let answerBytes = Infinity;
    const { brokers, door } = await openDoor(({ name, count, bytes }) => {
      if (name !== 'Produce' || count > bytes.length) return 'pass';
      answerBytes = bytes.length;
      return { bytes: bytes.subarray(0, count - 1), ending: 'close' };
    });
    const producer = clients.keep(new Producer({ ...impatient, bootstrapServers: [door.address] }));
    const sent = ['a', 'b', 'c'].map((value) => producer.send({ topic: 'orders', value: bytesOf(value) }));
    const offsets = (await Promise.all(sent)).map(({ offset }) => offset);
    expect(door.misdeeds).toBe(answerBytes);
    expect(answerBytes).toBeGreaterThan(40);
    expect(offsets).toEqual([0n, 1n, 2n]);
    await producer.close();
    expect(valuesInLog(brokers, 'orders')).toEqual(['a', 'b', 'c']);
  });

  it('that never comes is given up with its request, and the record is written once', async () => {
    const { brokers, door } = await openDoor(({ name, count }) =>
      name === 'Produce' && count <= 2 ? { bytes: Buffer.alloc(0), ending: 'stay' } : 'pass',
    );
    const producer = clients.keep(
      new Producer({ ...impatient, bootstrapServers: [door.address], requestTimeoutMs: 150 }),
    );
    const values = ['a', 'b', 'c'];
    await Promise.all(values.map((value) => producer.send({ topic: 'orders', value: bytesOf(value) })));
    expect(door.misdeeds).toBe(2);
    await producer.close();
    expect(valuesInLog(brokers, 'orders')).toEqual(values);
  });

  it('that never comes does not hold up close: the record may have been written, and says so', async () => {
    const { brokers, door } = await openDoor(({ name }) =>
      name === 'Produce' ? { bytes: Buffer.alloc(0), ending: 'stay' } : 'pass',
    );
    const producer = clients.keep(new Producer({ bootstrapServers: [door.address] }));
    const failure = failureOf(producer.send({ topic: 'orders', value: bytesOf('a') }));
    while (door.misdeeds === 0) await new Promise((resolve) => setImmediate(resolve));
    await producer.close({ timeoutMs: 50 });
    expect(await failure).toMatchObject({ code: 'PRODUCER_CLOSED', outcome: 'maybeWritten' });
    expect(valuesInLog(brokers, 'orders')).toEqual(['a']);
  });
});
