/** Produce, over the wire in every version: what is appended, what is refused, and in which order. */
import { errorCodes, produce, readRecordBatches } from '@ottla/protocol';
import { describe, expect, it } from 'vitest';
import {
  UNKNOWN_TOPIC,
  acrossTheWire,
  ask,
  batchOf,
  hand,
  oneBroker,
  produceBody,
  produceTo,
  pureCluster,
  versionsOf,
  type BatchOptions,
} from '../../../testing/broker-fixture.ts';

const versions = versionsOf(produce);

function sequenced(baseSequence: number, values = ['a'], options: BatchOptions = {}): Buffer {
  return batchOf(values, { producerId: 7n, producerEpoch: 0, baseSequence, ...options });
}

function valuesIn(topic: { partitions: readonly { log: { allBytes(): Uint8Array } }[] }): string[] {
  return topic.partitions.flatMap(({ log }) =>
    readRecordBatches(log.allBytes()).flatMap(({ records }) =>
      records.map(({ value }) => Buffer.from(value ?? []).toString()),
    ),
  );
}

describe('Produce', () => {
  it.each(versions)('v%i appends and answers the first offset', (version) => {
    const { broker, topic } = oneBroker();
    expect(produceTo(broker, topic, { version, batch: batchOf(['a', 'b']) })).toMatchObject({
      errorCode: 0,
      baseOffset: 0n,
      logStartOffset: version < 5 ? -1n : 0n,
    });
    expect(produceTo(broker, topic, { version, batch: batchOf(['c']) }).baseOffset).toBe(2n);
    expect(valuesIn(topic)).toEqual(['a', 'b', 'c']);
  });

  it.each(versions)('v%i refuses an unknown topic and an unknown partition', (version) => {
    const { broker, topic } = oneBroker();
    const batch = batchOf(['a']);
    expect(produceTo(broker, UNKNOWN_TOPIC, { version, batch }).errorCode).toBe(
      version >= 13 ? errorCodes.UNKNOWN_TOPIC_ID : errorCodes.UNKNOWN_TOPIC_OR_PARTITION,
    );
    for (const partition of [1, -1, 0x7fffffff]) {
      const answer = produceTo(broker, topic, { version, batch, partition });
      expect(answer).toMatchObject({ errorCode: errorCodes.UNKNOWN_TOPIC_OR_PARTITION, baseOffset: -1n });
    }
  });

  it.each(versions)('v%i sends a client that missed a leader move on to the new leader', (version) => {
    const { state, brokers } = pureCluster(2);
    const topic = state.createTopic({ name: 'orders', partitions: 1 });
    const [partition] = topic.partitions;
    const [old] = brokers;
    if (old === undefined || partition === undefined) throw new Error('no broker');
    state.moveLeader(partition, 1);
    const body = ask(old, produce, { version, body: produceBody(topic, batchOf(['a'])) });
    expect(body.responses[0]?.partitionResponses[0]).toMatchObject({
      errorCode: errorCodes.NOT_LEADER_OR_FOLLOWER,
      currentLeader: version < 10 ? { leaderId: -1, leaderEpoch: -1 } : { leaderId: 1, leaderEpoch: 1 },
    });
    const endpoints = body.nodeEndpoints.map(({ nodeId, port }) => [nodeId, port]);
    expect(endpoints).toEqual(version < 10 ? [] : [[1, 9093]]);
    expect(partition.log.highWatermark).toBe(0);
  });

  it.each([-2, 2, 3])('refuses acks of %i', (acks) => {
    const { broker, topic } = oneBroker();
    const answer = produceTo(broker, topic, { batch: batchOf(['a']), acks });
    expect(answer.errorCode).toBe(errorCodes.INVALID_REQUIRED_ACKS);
    expect(valuesIn(topic)).toEqual([]);
  });

  it('looks at the topic before the batch, at the batch before acks, at acks before the leader', () => {
    const { state, brokers } = pureCluster(2);
    const topic = state.createTopic({ name: 'orders' });
    const follower = brokers[1 - (topic.partitions[0]?.leaderId ?? 0)];
    if (follower === undefined) throw new Error('no follower');
    const oldMagic = batchOf(['a']);
    oldMagic[16] = 1;
    const code = (target: typeof UNKNOWN_TOPIC, batch: Buffer): number =>
      produceTo(follower, target, { batch, acks: 9 }).errorCode;
    expect(code(UNKNOWN_TOPIC, oldMagic)).toBe(errorCodes.UNKNOWN_TOPIC_OR_PARTITION);
    expect(code(topic, oldMagic)).toBe(errorCodes.INVALID_RECORD);
    expect(code(topic, batchOf(['a']))).toBe(errorCodes.INVALID_REQUIRED_ACKS);
    const corrupt = batchOf(['a']);
    corrupt[20] = (corrupt[20] ?? 0) ^ 1;
    expect(produceTo(follower, topic, { batch: corrupt }).errorCode).toBe(errorCodes.NOT_LEADER_OR_FOLLOWER);
  });

  it('obeys the topic’s own max.message.bytes', () => {
    const { state, brokers } = pureCluster(1);
    const configs = new Map([['max.message.bytes', '200']]);
    const topic = state.createTopic({ name: 'small', configs });
    const [broker] = brokers;
    if (broker === undefined) throw new Error('no broker');
    expect(produceTo(broker, topic, { batch: batchOf(['a']) }).errorCode).toBe(0);
    expect(produceTo(broker, topic, { batch: batchOf(['a'.repeat(200)]) })).toMatchObject({
      errorCode: errorCodes.MESSAGE_TOO_LARGE,
      errorMessage: /200/,
    });
  });

  it('names the records of a bad timestamp from v8 on', () => {
    const { broker, topic } = oneBroker();
    const batch = batchOf(['now', 'late'], { firstTimestampMs: 3_600_000 });
    for (const version of versions) {
      const answer = produceTo(broker, topic, { version, batch, wallNow: 0 });
      expect(answer.errorCode).toBe(errorCodes.INVALID_TIMESTAMP);
      expect(answer.recordErrors.map(({ batchIndex }) => batchIndex)).toEqual(version < 8 ? [] : [1]);
    }
    expect(valuesIn(topic)).toEqual([]);
  });

  it('answers each partition for itself: one refusal does not spoil the others', () => {
    const { broker, topic } = oneBroker(2);
    const request = {
      transactionalId: null,
      acks: -1,
      timeoutMs: 1000,
      topicData: [
        {
          name: topic.name,
          topicId: topic.id,
          partitionData: [
            { index: 0, records: null },
            { index: 1, records: batchOf(['a']) },
          ],
        },
      ],
    };
    const { responses } = ask(broker, produce, { version: 12, body: request });
    const codes = responses[0]?.partitionResponses.map(({ errorCode }) => errorCode);
    expect(codes).toEqual([errorCodes.INVALID_RECORD, 0]);
  });

  it('answers nothing to acks 0, and ends the connection on an error', () => {
    const { broker, topic } = oneBroker();
    const good = produceBody(topic, batchOf(['a']), { acks: 0 });
    expect(hand(broker, produce, { version: 12, body: good })).toEqual({ kind: 'none' });
    expect(valuesIn(topic)).toEqual(['a']);
    const bad = produceBody(topic, null, { acks: 0 });
    expect(hand(broker, produce, { version: 12, body: bad })).toMatchObject({ kind: 'close' });
  });

  it('does not serve transactions: with an id the state is invalid, without one nobody may', () => {
    const { broker, topic } = oneBroker();
    const batch = sequenced(0, ['a'], { transactional: true });
    expect(produceTo(broker, topic, { batch }).errorCode).toBe(
      errorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
    );
    const body = { ...produceBody(topic, batch), transactionalId: 'tx' };
    const answer = hand(broker, produce, { version: 12, body });
    if (answer.kind !== 'answer') throw new Error('no answer');
    const [response] = acrossTheWire(produce, 12, answer.body).responses;
    expect(response?.partitionResponses[0]?.errorCode).toBe(errorCodes.INVALID_TXN_STATE);
    expect(valuesIn(topic)).toEqual([]);
  });
});

describe('Produce by an idempotent producer', () => {
  it('appends a batch once, and answers the first offset again', () => {
    const { broker, topic } = oneBroker();
    const batch = sequenced(0, ['a', 'b']);
    expect(produceTo(broker, topic, { batch })).toMatchObject({ errorCode: 0, baseOffset: 0n });
    expect(produceTo(broker, topic, { batch: sequenced(2, ['c']) }).baseOffset).toBe(2n);
    expect(produceTo(broker, topic, { batch })).toMatchObject({ errorCode: 0, baseOffset: 0n });
    expect(valuesIn(topic)).toEqual(['a', 'b', 'c']);
  });

  it('answers the last five batches again, and refuses one older', () => {
    const { broker, topic } = oneBroker();
    for (let sequence = 0; sequence < 6; sequence++) produceTo(broker, topic, { batch: sequenced(sequence) });
    for (let sequence = 1; sequence < 6; sequence++) {
      const answer = produceTo(broker, topic, { batch: sequenced(sequence) });
      expect(answer).toMatchObject({ errorCode: 0, baseOffset: BigInt(sequence) });
    }
    expect(produceTo(broker, topic, { batch: sequenced(0) }).errorCode).toBe(
      errorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER,
    );
    expect(valuesIn(topic)).toHaveLength(6);
  });

  it('refuses a gap, and goes on when it is filled', () => {
    const { broker, topic } = oneBroker();
    produceTo(broker, topic, { batch: sequenced(0) });
    expect(produceTo(broker, topic, { batch: sequenced(2) })).toMatchObject({
      errorCode: errorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER,
      baseOffset: -1n,
      logStartOffset: 0n,
    });
    expect(produceTo(broker, topic, { batch: sequenced(1) }).errorCode).toBe(0);
    expect(produceTo(broker, topic, { batch: sequenced(2) }).errorCode).toBe(0);
  });

  it('refuses an old epoch, and a new one that does not begin at 0', () => {
    const { broker, topic } = oneBroker();
    produceTo(broker, topic, { batch: sequenced(0, ['a'], { producerEpoch: 3 }) });
    const code = (baseSequence: number, producerEpoch: number): number =>
      produceTo(broker, topic, { batch: sequenced(baseSequence, ['b'], { producerEpoch }) }).errorCode;
    expect(code(1, 2)).toBe(errorCodes.INVALID_PRODUCER_EPOCH);
    expect(code(1, 4)).toBe(errorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER);
    expect(code(0, 4)).toBe(0);
    expect(valuesIn(topic)).toEqual(['a', 'b']);
  });

  it('keeps partitions apart, and keeps its memory when the leader moves', () => {
    const { state, brokers } = pureCluster(2);
    const topic = state.createTopic({ name: 'orders', partitions: 2 });
    const [partition] = topic.partitions;
    const [first, second] = brokers;
    if (first === undefined || second === undefined || partition === undefined) throw new Error('no broker');
    state.moveLeader(partition, 0);
    produceTo(first, topic, { batch: sequenced(0) });
    state.moveLeader(partition, 1);
    expect(produceTo(second, topic, { batch: sequenced(0) })).toMatchObject({ errorCode: 0, baseOffset: 0n });
    expect(produceTo(second, topic, { batch: sequenced(1) }).errorCode).toBe(0);
    expect(produceTo(second, topic, { batch: sequenced(40), partition: 1 }).errorCode).toBe(0);
    const epochs = readRecordBatches(partition.log.allBytes()).map((batch) => batch.partitionLeaderEpoch);
    expect(epochs).toEqual([partition.leaderEpoch - 1, partition.leaderEpoch]);
  });

  it('spends no sequence on a batch that is refused', () => {
    const { broker, topic } = oneBroker();
    const spoilt = sequenced(0);
    spoilt[20] = (spoilt[20] ?? 0) ^ 1;
    expect(produceTo(broker, topic, { batch: spoilt }).errorCode).toBe(errorCodes.CORRUPT_MESSAGE);
    expect(produceTo(broker, topic, { batch: sequenced(0) })).toMatchObject({ errorCode: 0, baseOffset: 0n });
  });
});
