import { describe, expect, it } from 'vitest';
import { settled } from '@ottla/kernel/testing';
import { initProducerId, produce, type Api } from '@ottla/protocol';
import { FakeKafka } from '../testing/fake-kafka.ts';
import { INIT, INIT_ANSWER } from '../testing/init-request.ts';
import type { BrokerLink } from './broker-link.ts';
import type { Cluster } from './cluster.ts';

/** A user of a link who writes down what it is told. */
class User {
  readonly story: string[] = [];
  readonly name: string;
  readonly link: BrokerLink;

  constructor(cluster: Cluster, nodeId: number, name = 'user') {
    this.name = name;
    this.link = cluster.openLink(nodeId, {
      ready: () => void this.story.push('ready'),
      lost: ({ code }) => void this.story.push(`lost ${code}`),
    });
  }

  send(name: string, timeoutMs = 30_000, then?: () => void): void {
    this.link.send(initProducerId, INIT.body, { timeoutMs }, (failure, response) => {
      const sent = failure?.sent === true ? 'sent' : 'unsent';
      this.story.push(
        failure === null ? `${name} ${response?.producerId}` : `${name} ${failure.error.code} ${sent}`,
      );
      then?.();
    });
  }
}

async function connected(kafka: FakeKafka): Promise<Cluster> {
  const cluster = kafka.cluster();
  await cluster.connect();
  await settled();
  return cluster;
}

describe('a link to a broker', () => {
  it('tells when it is ready, and carries what was sent before', async () => {
    const kafka = new FakeKafka().on(initProducerId, () => INIT_ANSWER);
    const cluster = await connected(kafka);
    const user = new User(cluster, 1);
    expect(user.link.state).toBe('connecting');
    expect(() => user.link.version(initProducerId)).toThrowError(
      expect.objectContaining({ code: 'DISCONNECTED' }),
    );
    user.send('a');
    expect(user.story).toEqual([]);
    await settled();
    expect(user.story).toEqual(['ready', 'a 7']);
    expect(user.link.state).toBe('ready');
    expect(user.link.nodeId).toBe(1);
    expect(user.link.version(initProducerId)).toBe(initProducerId.versions.max);
    expect(user.link.version(initProducerId, 3)).toBe(3);
    await cluster.close();
  });

  it('shares one connection with other links to the same broker', async () => {
    const kafka = new FakeKafka().on(initProducerId, () => INIT_ANSWER);
    const cluster = await connected(kafka);
    const before = kafka.network.count('open kafka-1:9092');
    const first = new User(cluster, 1);
    await settled();
    const second = new User(cluster, 1);
    expect(second.story).toEqual([]);
    await settled();
    expect([first.story, second.story]).toEqual([['ready'], ['ready']]);
    expect(kafka.network.count('open kafka-1:9092')).toBe(before + 1);
    first.link.close();
    second.send('a');
    await settled();
    expect(second.story).toEqual(['ready', 'a 7']);
    second.link.close();
    await settled();
    expect(kafka.network.sockets.size).toBe(0);
    await cluster.close();
  });

  it('tells of a loss after every pending request, and comes back by itself', async () => {
    const kafka = new FakeKafka();
    let answer: typeof INIT_ANSWER | 'drop' = 'drop';
    kafka.on(initProducerId, () => answer);
    const cluster = await connected(kafka);
    const user = new User(cluster, 1);
    await settled();
    user.send('a');
    user.send('b');
    await settled();
    kafka.stop(1);
    await settled();
    expect(user.story).toEqual(['ready', 'a DISCONNECTED sent', 'b DISCONNECTED sent', 'lost DISCONNECTED']);
    await kafka.clock.advanceSettled(3000);
    expect(new Set(user.story.slice(4))).toEqual(new Set(['lost CONNECT_FAILED']));
    expect(user.story.length).toBeLessThan(12);
    kafka.start(1);
    answer = INIT_ANSWER;
    await kafka.clock.advanceSettled(1500);
    user.send('c');
    await settled();
    expect(user.story.slice(-2)).toEqual(['ready', 'c 7']);
    await cluster.close();
  });

  it('keeps trying a broker that metadata does not name, until it does or the link closes', async () => {
    const kafka = new FakeKafka();
    const cluster = await connected(kafka);
    const user = new User(cluster, 9);
    user.send('a');
    await kafka.clock.advanceSettled(100);
    expect(user.story.slice(0, 2)).toEqual(['a CONNECT_FAILED unsent', 'lost CONNECT_FAILED']);
    const endpoint = { nodeId: 9, host: 'kafka-1', port: 9092, rack: null };
    kafka.topic('orders', 1);
    await cluster.refreshMetadata(['orders']);
    cluster.updateLeader({ topic: 'orders', partition: 0, leaderId: 9, leaderEpoch: 1 }, [endpoint]);
    await kafka.clock.advanceSettled(1500);
    expect(user.story.at(-1)).toBe('ready');
    await cluster.close();
  });

  it('calls back later, never inside send, also when it must fail', async () => {
    const kafka = new FakeKafka();
    const cluster = await connected(kafka);
    const user = new User(cluster, 1);
    await settled();
    const nowhere: Api = { ...initProducerId, key: 9999, name: 'Nowhere' };
    let told = '';
    user.link.send(nowhere, {}, { timeoutMs: 1 }, (failure) => {
      told = `${failure?.error.code} ${failure?.sent}`;
    });
    expect(told).toBe('');
    await settled();
    expect(told).toBe('UNSUPPORTED_VERSION false');
    user.link.close();
    user.send('b');
    expect(user.story).toEqual(['ready']);
    await settled();
    expect(user.story).toEqual(['ready', 'b CLUSTER_CLOSED unsent']);
    await cluster.close();
  });

  it('lets a callback send again', async () => {
    const kafka = new FakeKafka().on(initProducerId, () => INIT_ANSWER);
    const cluster = await connected(kafka);
    const user = new User(cluster, 1);
    user.send('a', 1000, () => user.send('b'));
    await settled();
    expect(user.story).toEqual(['ready', 'a 7', 'b 7']);
    await cluster.close();
  });

  it('settles a request without an answer once it is written', async () => {
    const kafka = new FakeKafka().on(produce, () => 'drop');
    const cluster = await connected(kafka);
    const user = new User(cluster, 1);
    await settled();
    const body = { transactionalId: null, acks: 0, timeoutMs: 1000, topicData: [] };
    user.link.send(produce, body, { timeoutMs: 1000, oneWay: true }, (failure, response) => {
      user.story.push(failure === null && response === null ? 'written' : 'answered');
    });
    await settled();
    expect(user.story).toEqual(['ready', 'written']);
    expect(kafka.network.count('kafka-1:9092 Produce')).toBe(1);
    await cluster.close();
  });

  it('ends a connection on which a request timed out, and reads late answers first', async () => {
    const kafka = new FakeKafka();
    let answer: typeof INIT_ANSWER | 'drop' = 'drop';
    kafka.on(initProducerId, () => answer);
    const cluster = await connected(kafka);
    const user = new User(cluster, 1);
    await settled();
    user.send('a', 100);
    await kafka.clock.advanceSettled(100);
    expect(user.story).toEqual(['ready', 'a REQUEST_TIMED_OUT sent', 'lost DISCONNECTED']);
    answer = INIT_ANSWER;
    await kafka.clock.advanceSettled(1000);
    user.send('b', 100);
    // The loop stalls with the answer in the socket; nobody judges b before it is read.
    kafka.clock.jump(60_000);
    await kafka.clock.advanceSettled(0);
    expect(user.story.slice(3)).toEqual(['ready', 'b 7']);
    await cluster.close();
  });

  it('fails what is pending when the cluster closes, and tells no loss', async () => {
    const kafka = new FakeKafka().on(initProducerId, () => 'drop');
    const cluster = await connected(kafka);
    const user = new User(cluster, 1);
    await settled();
    user.send('a');
    await cluster.close();
    expect(user.story).toEqual(['ready', 'a CLUSTER_CLOSED sent']);
    expect(kafka.clock.pendingTimers).toBe(0);
    expect(kafka.network.sockets.size).toBe(0);
    expect(() => new User(cluster, 1)).toThrowError(expect.objectContaining({ code: 'CLUSTER_CLOSED' }));
  });

  it('asks for metadata when its broker is lost', async () => {
    const kafka = new FakeKafka();
    const cluster = await connected(kafka);
    const user = new User(cluster, 1);
    await settled();
    const before = kafka.asked.length;
    kafka.network.cut('kafka-1:9092');
    await kafka.clock.advanceSettled(200);
    expect(kafka.asked.length).toBeGreaterThan(before);
    user.link.close();
    await cluster.close();
  });
});
