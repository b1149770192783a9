import { describe, expect, it } from 'vitest';
import { OK, ScriptedWorld } from '../../testing/scripted-world.ts';

const wireOf = (world: ScriptedWorld): string[] =>
  world.requests.flatMap(({ brokerId, wire }) =>
    wire.map(
      ({ producerEpoch, baseSequence, recordCount }) =>
        `${brokerId}: epoch ${producerEpoch} sequence ${baseSequence}+${recordCount}`,
    ),
  );

describe('linger', () => {
  it('lets a lone record go after exactly lingerMs', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    world.send('a');
    world.turn();
    world.advance(4.9);
    expect(world.requests).toHaveLength(0);
    world.advance(0.1);
    expect(world.requests).toHaveLength(1);
  });

  it('lets a full batch go at once', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    for (let index = 0; index < 60; index++) world.send(`r${index}`, { bytes: 100 });
    world.turn();
    expect(world.requests).toHaveLength(1);
    expect(world.requests[0]?.batches[0]?.state).toBe('inFlight');
  });

  it('is ignored by a flush', () => {
    const world = new ScriptedWorld({ core: { lingerMs: 500 } });
    world.warmUp();
    world.send('a');
    world.handle({ type: 'flush', flushId: 1 });
    expect(world.open).toHaveLength(1);
  });

  it('of 0 gathers what one turn appended', () => {
    const world = new ScriptedWorld({ core: { lingerMs: 0 } });
    world.warmUp();
    world.send('a');
    world.send('b');
    world.turn();
    expect(world.requests.map(({ wire }) => wire[0]?.recordCount)).toEqual([2]);
  });
});

describe('a request', () => {
  it('carries one batch of each ready partition of its broker', () => {
    const world = new ScriptedWorld({ leaders: [1, 1, 2] });
    for (const partition of [0, 1, 2]) world.send(`p${partition}`, { partition });
    world.turn();
    world.advance(5);
    expect(
      world.requests.map(({ brokerId, batches }) => [brokerId, batches.map(({ partition }) => partition)]),
    ).toEqual([
      [1, [0, 1]],
      [2, [2]],
    ]);
  });

  it('stops at maxRequestSize, and the next begins with those left out', () => {
    const world = new ScriptedWorld({
      leaders: [1, 1, 1],
      core: { maxRequestSize: 4096, maxInFlightRequestsPerConnection: 1 },
    });
    for (const partition of [0, 1, 2]) world.send(`p${partition}`, { partition, bytes: 1800 });
    world.turn();
    world.advance(5);
    expect(world.open.map(({ batches }) => batches.map(({ partition }) => partition))).toEqual([[0, 1]]);
    for (const partition of [0, 1]) world.send(`again${partition}`, { partition, bytes: 1800 });
    world.turn();
    world.advance(5);
    world.answer();
    expect(world.open.map(({ batches }) => batches.map(({ partition }) => partition))).toEqual([[2, 0]]);
  });

  it('is one of at most five to a broker', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    for (let index = 0; index < 8; index++) world.sendAlone(`r${index}`);
    expect(world.open).toHaveLength(5);
    world.answer();
    expect(world.open).toHaveLength(5);
    expect(world.requests.at(-1)?.wire[0]?.recordCount).toBe(3);
  });

  it('waits until its broker is connected', () => {
    const world = new ScriptedWorld();
    world.grantsLinks = false;
    world.sendAlone('a');
    expect(world.effects.filter(({ type }) => type === 'connect')).toEqual([
      { type: 'connect', brokerId: 1 },
    ]);
    expect(world.requests).toHaveLength(0);
    world.handle({ type: 'brokerReady', brokerId: 1 });
    expect(world.requests).toHaveLength(1);
  });

  it('waits for the end of a throttle', () => {
    const world = new ScriptedWorld();
    world.sendAlone('a');
    const { requestId } = world.oldest;
    world.oldest.done = true;
    world.handle({
      type: 'answered',
      requestId,
      answers: [OK],
      throttleTimeMs: 300,
    });
    world.sendAlone('b');
    world.advance(294);
    expect(world.open).toHaveLength(0);
    world.advance(2);
    expect(world.open).toHaveLength(1);
  });
});

describe('identity and sequences', () => {
  it('asks for a producer id before the first batch leaves, once', () => {
    const world = new ScriptedWorld();
    world.grantsIdentity = false;
    world.sendAlone('a');
    world.sendAlone('b');
    expect(world.effects.filter(({ type }) => type === 'initProducerId')).toHaveLength(1);
    expect(world.requests).toHaveLength(0);
    world.handle({ type: 'identityReceived', producerId: 9n, epoch: 3 });
    expect(wireOf(world)).toEqual(['1: epoch 3 sequence 0+2']);
  });

  it('backs off when no id comes, and asks again', () => {
    const world = new ScriptedWorld();
    world.grantsIdentity = false;
    world.sendAlone('a');
    const error = Object.assign(new Error('loading'), {
      code: 'COORDINATOR_LOAD_IN_PROGRESS',
      action: 'retriable' as const,
    });
    world.handle({ type: 'identityFailed', error: error as never });
    world.grantsIdentity = true;
    world.advance(79);
    expect(world.requests).toHaveLength(0);
    world.advance(42);
    expect(world.requests).toHaveLength(1);
  });

  it('numbers consecutive batches without a gap', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    world.send('a');
    world.sendAlone('b');
    world.sendAlone('c');
    expect(wireOf(world)).toEqual(['1: epoch 0 sequence 1+2', '1: epoch 0 sequence 3+1']);
  });

  it('wraps after 2147483647, also within a batch', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    const queue = world.core.topic('t').queues[0];
    if (queue === undefined) throw new Error('the topic has no partition');
    queue.nextSequence = 2_147_483_646;
    queue.lastAckedSequence = 2_147_483_645;
    for (const tag of ['a', 'b', 'c']) world.send(tag);
    world.turn();
    world.advance(5);
    world.sendAlone('d');
    expect(wireOf(world)).toEqual(['1: epoch 0 sequence 2147483646+3', '1: epoch 0 sequence 1+1']);
    world.answer();
    world.answer();
    expect(queue.resolvedByItself).toBe(true);
    expect(world.outcome).toEqual(['a', 'b', 'c', 'd']);
  });

  it('lets one batch of a partition through until its broker knows the id (twmb/franz-go#223)', () => {
    const world = new ScriptedWorld({ leaders: [1, 1] });
    world.sendAlone('a', { partition: 0 });
    world.sendAlone('b', { partition: 0 });
    world.sendAlone('c', { partition: 1 });
    expect(world.requests.map(({ batches }) => batches.map(({ partition }) => partition))).toEqual([
      [0],
      [1],
    ]);
    world.answer();
    expect(wireOf(world)).toContain('1: epoch 0 sequence 1+1');
  });

  it('uses none without idempotence, and mutes the partition with one request in flight', () => {
    const world = new ScriptedWorld({ core: { idempotent: false, maxInFlightRequestsPerConnection: 1 } });
    world.sendAlone('a');
    world.sendAlone('b');
    expect(wireOf(world)).toEqual(['1: epoch -1 sequence -1+1']);
    world.answer({ errorCode: 7 });
    world.advance(200);
    expect(world.open[0]?.wire[0]?.recordCount).toBe(1);
    world.answer();
    world.answer();
    expect(world.outcome).toEqual(['a', 'b']);
  });
});

describe('a leader that moves', () => {
  it('gets nothing while the old one has a request of the partition', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    world.sendAlone('a');
    world.moveLeader(0, 2);
    world.sendAlone('b');
    expect(world.requests.map(({ brokerId }) => brokerId)).toEqual([1]);
    world.answer();
    expect(world.requests.map(({ brokerId }) => brokerId)).toEqual([1, 2]);
  });

  it('keeps the sequence of a retry, and is tried without a pause', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    world.sendAlone('a');
    world.moveLeader(0, 2);
    world.answer({ errorCode: 6 });
    expect(wireOf(world)).toEqual(['1: epoch 0 sequence 1+1', '2: epoch 0 sequence 1+1']);
  });

  it('is taken from the refusal when its epoch is newer (KIP-951)', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    world.sendAlone('a');
    world.grantsMetadata = false;
    world.answer({ errorCode: 6, leader: { leaderId: 3, leaderEpoch: 4 } });
    expect(world.requests.map(({ brokerId }) => brokerId)).toEqual([1, 3]);
  });

  it.each([0, -1])('is not taken from the refusal when its epoch is %i, not newer', (leaderEpoch) => {
    const world = new ScriptedWorld();
    world.warmUp();
    world.sendAlone('a');
    world.grantsMetadata = false;
    world.answer({ errorCode: 6, leader: { leaderId: 3, leaderEpoch } });
    world.advance(500);
    expect(world.requests.map(({ brokerId }) => brokerId)).toEqual([1, 1]);
  });

  it('is never one of an older epoch in metadata', () => {
    const world = new ScriptedWorld();
    world.leaders = [{ leaderId: 2, leaderEpoch: 5 }];
    world.warmUp();
    world.leaders = [{ leaderId: 1, leaderEpoch: 4 }];
    world.handle({ type: 'metadata', snapshot: world.snapshot });
    world.sendAlone('a');
    expect(world.oldest.brokerId).toBe(2);
  });

  it('may be absent for a while: records wait, metadata is asked for', () => {
    const world = new ScriptedWorld();
    world.leaders = [{ leaderId: -1, leaderEpoch: 0 }];
    world.sendAlone('a');
    world.advance(500);
    expect(world.requests).toHaveLength(0);
    expect(world.effects.filter(({ type }) => type === 'refreshMetadata').length).toBeGreaterThan(1);
    world.leaders = [{ leaderId: 3, leaderEpoch: 1 }];
    world.advance(1300);
    expect(world.oldest.brokerId).toBe(3);
  });
});
