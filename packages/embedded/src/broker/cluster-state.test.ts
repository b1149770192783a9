/** Who leads what when brokers come and go. */
import { InvariantError, seededRandom } from '@ottla/kernel';
import { isUuid } from '@ottla/protocol';
import { describe, expect, it } from 'vitest';
import { pureCluster } from '../../testing/broker-fixture.ts';
import { ClusterState } from './cluster-state.ts';
import type { Topic } from './topic.ts';

function leaders(topic: Topic): (readonly [number, number])[] {
  return topic.partitions.map(({ leaderId, leaderEpoch }) => [leaderId, leaderEpoch] as const);
}

describe('the state of a cluster', () => {
  it('spreads partitions over the brokers, going on where the last topic ended', () => {
    const { state } = pureCluster(3);
    const first = state.createTopic({ name: 'a', partitions: 2 });
    const second = state.createTopic({ name: 'b', partitions: 2 });
    expect(leaders(first).map(([leader]) => leader)).toEqual([0, 1]);
    expect(leaders(second).map(([leader]) => leader)).toEqual([2, 0]);
  });

  it('moves what a stopped broker led to the next living replica, with the next epoch', () => {
    const { state } = pureCluster(3);
    const topic = state.createTopic({ name: 'a', partitions: 3 });
    state.stopNode(1);
    expect(leaders(topic)).toEqual([
      [0, 0],
      [2, 1],
      [2, 0],
    ]);
    state.stopNode(2);
    expect(leaders(topic)).toEqual([
      [0, 0],
      [0, 2],
      [0, 1],
    ]);
  });

  it('leaves a partition without leader when nobody is alive, and gives it to the first that comes', () => {
    const { state } = pureCluster(1);
    const topic = state.createTopic({ name: 'a' });
    state.stopNode(0);
    expect(leaders(topic)).toEqual([[-1, 1]]);
    expect(state.controllerId).toBe(-1);
    state.addNode({ nodeId: 0, host: '127.0.0.1', port: 9092 });
    expect(leaders(topic)).toEqual([[0, 2]]);
  });

  it('gives nothing back to a broker that returns', () => {
    const { state } = pureCluster(2);
    const topic = state.createTopic({ name: 'a' });
    state.stopNode(0);
    state.addNode({ nodeId: 0, host: '127.0.0.1', port: 9092 });
    expect(leaders(topic)).toEqual([[1, 1]]);
    expect(state.controllerId).toBe(0);
  });

  it('makes a living broker leader and replica; a move to itself is none', () => {
    const { state } = pureCluster(3);
    const topic = state.createTopic({ name: 'a', replicationFactor: 1 });
    const [partition] = topic.partitions;
    if (partition === undefined) throw new Error('no partition');
    const before = state.changes;
    state.moveLeader(partition, 0);
    expect(state.changes).toBe(before);
    state.moveLeader(partition, 2);
    expect(partition).toMatchObject({ leaderId: 2, leaderEpoch: 1, replicas: [2] });
    expect(state.changes).toBe(before + 1);
    state.stopNode(1);
    expect(() => state.moveLeader(partition, 1)).toThrow(InvariantError);
  });

  it('draws ids that Kafka would print, the same from the same seed', () => {
    const settings = { defaultPartitions: 1, autoCreateTopics: true, maxMessageBytes: 1 };
    const ids = (seed: number): string[] => {
      const state = new ClusterState(settings, seededRandom(seed));
      return [state.clusterId, state.createTopic({ name: 'a' }).id, state.createTopic({ name: 'b' }).id];
    };
    expect(new Set(ids(1)).size).toBe(3);
    expect(ids(1).every((id) => isUuid(id) && id.length === 22)).toBe(true);
    expect(ids(1)).toEqual(ids(1));
    expect(ids(2)).not.toEqual(ids(1));
  });
});
