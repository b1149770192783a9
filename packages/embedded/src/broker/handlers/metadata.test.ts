/** Metadata, over the wire in every version. */
import { ZERO_UUID, errorCodes, metadata, type RequestInput, type ResponseOf } from '@ottla/protocol';
import { describe, expect, it } from 'vitest';
import { ask, oneBroker, pureCluster, versionsOf } from '../../../testing/broker-fixture.ts';
import type { BrokerCore } from '../broker-core.ts';

const versions = versionsOf(metadata);

function asking(
  broker: BrokerCore | undefined,
  version: number,
  body: Partial<RequestInput<typeof metadata>>,
): ResponseOf<typeof metadata> {
  if (broker === undefined) throw new Error('no broker');
  return ask(broker, metadata, { version, body: { topics: [], ...body } });
}

const named = (name: string): { topics: { name: string }[] } => ({ topics: [{ name }] });

describe('Metadata', () => {
  it.each(versions)('v%i names brokers, leaders and ids', (version) => {
    const { state, brokers } = pureCluster(3);
    const topic = state.createTopic({ name: 'orders', partitions: 4, replicationFactor: 2 });
    const body = asking(brokers[1], version, named('orders'));
    expect(body.brokers.map(({ nodeId, host, port }) => [nodeId, host, port])).toEqual([
      [0, '127.0.0.1', 9092],
      [1, '127.0.0.1', 9093],
      [2, '127.0.0.1', 9094],
    ]);
    expect(body.clusterId).toBe(version < 2 ? null : state.clusterId);
    expect(body.controllerId).toBe(version < 1 ? -1 : 0);
    const [described] = body.topics;
    expect(described).toMatchObject({
      errorCode: 0,
      name: 'orders',
      topicId: version < 10 ? ZERO_UUID : topic.id,
      isInternal: false,
    });
    expect(described?.partitions.map(({ partitionIndex, leaderId }) => [partitionIndex, leaderId])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 0],
    ]);
    expect(described?.partitions[1]).toMatchObject({
      replicaNodes: [1, 2],
      isrNodes: [1, 2],
      offlineReplicas: [],
      leaderEpoch: version < 7 ? -1 : 0,
    });
  });

  it.each(versions)('v%i tells all topics, or none', (version) => {
    const { broker, state } = oneBroker();
    state.createTopic({ name: 'another' });
    const all = asking(broker, version, { topics: version === 0 ? [] : null });
    expect(all.topics.map(({ name }) => name)).toEqual(['orders', 'another']);
    if (version > 0) expect(asking(broker, version, { topics: [] }).topics).toEqual([]);
  });

  it.each(versions)('v%i creates an unknown topic, and has it the next time', (version) => {
    const { state, brokers } = pureCluster(1, { defaultPartitions: 3 });
    const [first] = asking(brokers[0], version, named('new')).topics;
    expect(first).toMatchObject({
      errorCode: errorCodes.UNKNOWN_TOPIC_OR_PARTITION,
      name: 'new',
      partitions: [],
    });
    const [second] = asking(brokers[0], version, named('new')).topics;
    expect(second).toMatchObject({ errorCode: 0, name: 'new' });
    expect(second?.partitions).toHaveLength(3);
    expect(state.topic('new')?.partitions).toHaveLength(3);
  });

  it('creates nothing when the cluster or the request does not allow it', () => {
    const forbidding = pureCluster(1, { autoCreateTopics: false });
    asking(forbidding.brokers[0], 12, named('new'));
    expect(forbidding.state.topic('new')).toBeUndefined();

    const { state, brokers } = pureCluster(1);
    const body = asking(brokers[0], 12, { ...named('new'), allowAutoTopicCreation: false });
    expect(body.topics[0]?.errorCode).toBe(errorCodes.UNKNOWN_TOPIC_OR_PARTITION);
    expect(state.topic('new')).toBeUndefined();
  });

  it.each(['', '.', '..', 'a b', 'ä', 'a/b', 'x'.repeat(250)])('refuses the name %j', (name) => {
    const { state, brokers } = pureCluster(1);
    const body = asking(brokers[0], 12, named(name));
    expect(body.topics[0]?.errorCode).toBe(errorCodes.INVALID_TOPIC_EXCEPTION);
    expect([...state.topics]).toEqual([]);
  });

  it('finds a topic by id, and says when there is none', () => {
    const { broker, topic } = oneBroker();
    const byId = (topicId: string) => asking(broker, 12, { topics: [{ topicId, name: null }] }).topics[0];
    expect(byId(topic.id)).toMatchObject({ errorCode: 0, name: 'orders', topicId: topic.id });
    const unknown = pureCluster(1).state.clusterId;
    expect(byId(unknown)).toMatchObject({
      errorCode: errorCodes.UNKNOWN_TOPIC_ID,
      name: null,
      topicId: unknown,
    });
  });

  it('shows a stopped broker as an offline replica, and a partition nobody leads', () => {
    const { state, brokers } = pureCluster(2);
    state.createTopic({ name: 'orders', partitions: 1 });
    state.stopNode(0);
    const one = asking(brokers[1], 12, named('orders'));
    expect(one.brokers.map(({ nodeId }) => nodeId)).toEqual([1]);
    expect(one.topics[0]?.partitions[0]).toMatchObject({
      leaderId: 1,
      leaderEpoch: 1,
      isrNodes: [1],
      offlineReplicas: [0],
    });
    state.stopNode(1);
    expect(asking(brokers[1], 12, named('orders')).topics[0]?.partitions[0]).toMatchObject({
      errorCode: errorCodes.LEADER_NOT_AVAILABLE,
      leaderId: -1,
      leaderEpoch: 2,
    });
  });
});
