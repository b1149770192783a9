/** ListOffsets, over the wire in every version. */
import { errorCodes, listOffsets, type ResponseOf } from '@ottla/protocol';
import { describe, expect, it } from 'vitest';
import {
  ask,
  batchOf,
  oneBroker,
  produceTo,
  pureCluster,
  resealed,
} from '../../../testing/broker-fixture.ts';
import type { BrokerCore } from '../broker-core.ts';

const { min, max } = listOffsets.versions;
const versions = Array.from({ length: max - min + 1 }, (_, step) => min + step);

function at(
  broker: BrokerCore,
  timestamp: number,
  options: { version?: number; name?: string; partition?: number; epoch?: number } = {},
): ResponseOf<typeof listOffsets>['topics'][number]['partitions'][number] {
  const { version = max, name = 'orders', partition = 0, epoch = -1 } = options;
  const partitions = [{ partitionIndex: partition, timestamp: BigInt(timestamp), currentLeaderEpoch: epoch }];
  const answer = ask(broker, listOffsets, { version, body: { topics: [{ name, partitions }] } });
  const one = answer.topics[0]?.partitions[0];
  if (one === undefined) throw new Error('no partition was answered');
  return one;
}

/** Timestamps 1000, 1001, 1002 | 5000 | 3000, 3001 at offsets 0 to 5. */
function threeBatches(): ReturnType<typeof oneBroker> {
  const fixture = oneBroker();
  const { broker, topic } = fixture;
  produceTo(broker, topic, { batch: batchOf(['a', 'b', 'c'], { firstTimestampMs: 1000 }) });
  produceTo(broker, topic, { batch: batchOf(['d'], { firstTimestampMs: 5000 }) });
  produceTo(broker, topic, { batch: batchOf(['e', 'f'], { firstTimestampMs: 3000 }) });
  return fixture;
}

describe('ListOffsets', () => {
  it.each(versions)('v%i tells both ends', (version) => {
    const { broker } = threeBatches();
    const leaderEpoch = version < 4 ? -1 : 0;
    expect(at(broker, -1, { version })).toMatchObject({
      errorCode: 0,
      offset: 6n,
      timestamp: -1n,
      leaderEpoch,
    });
    expect(at(broker, -2, { version })).toMatchObject({
      errorCode: 0,
      offset: 0n,
      timestamp: -1n,
      leaderEpoch,
    });
  });

  it.each([
    [0, 0n, 1000n],
    [1000, 0n, 1000n],
    [1001, 1n, 1001n],
    [1003, 3n, 5000n],
    [3000, 3n, 5000n],
    [5000, 3n, 5000n],
    [5001, -1n, -1n],
    [-3, 3n, 5000n],
    [-4, 0n, -1n],
    [-5, -1n, -1n],
  ])('finds timestamp %i at offset %i', (timestamp, offset, found) => {
    expect(at(threeBatches().broker, timestamp)).toMatchObject({ errorCode: 0, offset, timestamp: found });
  });

  it.each([
    [-3, 7],
    [-4, 8],
    [-5, 9],
    [-6, 99],
    [-99, 99],
  ])('does not know timestamp %i before v%i', (timestamp, since) => {
    const { broker } = threeBatches();
    for (const version of versions) {
      const errorCode = version < since ? errorCodes.UNSUPPORTED_VERSION : 0;
      expect(at(broker, timestamp, { version }).errorCode).toBe(errorCode);
    }
  });

  it('finds nothing in an empty log', () => {
    const { broker } = oneBroker();
    expect([-3, 0, 99].map((timestamp) => at(broker, timestamp).offset)).toEqual([-1n, -1n, -1n]);
    expect([-1, -2].map((timestamp) => at(broker, timestamp).offset)).toEqual([0n, 0n]);
  });

  it('answers the first offset of a compressed batch, which is never too late', () => {
    const { broker, topic } = oneBroker();
    const plain = batchOf(['a', 'b', 'c'], { firstTimestampMs: 1000 });
    produceTo(broker, topic, { batch: resealed(plain, (bytes) => bytes.writeInt16BE(1, 21)) });
    expect(at(broker, 1002)).toMatchObject({ offset: 0n, timestamp: 1000n });
  });

  it('refuses what it does not have or lead', () => {
    const { state, brokers } = pureCluster(2);
    const topic = state.createTopic({ name: 'orders' });
    const [old, leader] = brokers;
    const [partition] = topic.partitions;
    if (old === undefined || leader === undefined || partition === undefined) throw new Error('no broker');
    state.moveLeader(partition, 1);
    const code = (broker: BrokerCore, options: Parameters<typeof at>[2]): number =>
      at(broker, -1, options).errorCode;
    expect(code(leader, { name: 'nowhere' })).toBe(errorCodes.UNKNOWN_TOPIC_OR_PARTITION);
    expect(code(leader, { partition: 1 })).toBe(errorCodes.UNKNOWN_TOPIC_OR_PARTITION);
    expect(code(old, {})).toBe(errorCodes.NOT_LEADER_OR_FOLLOWER);
    expect(code(leader, { epoch: 0 })).toBe(errorCodes.FENCED_LEADER_EPOCH);
    expect(code(leader, { epoch: 2 })).toBe(errorCodes.UNKNOWN_LEADER_EPOCH);
    expect(code(leader, { epoch: 1 })).toBe(0);
  });
});
