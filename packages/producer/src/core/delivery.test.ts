import { describe, expect, it } from 'vitest';
import { ScriptedWorld, type WorldRequest } from '../../testing/scripted-world.ts';

const stampOf = (request: WorldRequest | undefined): string => {
  const batch = request?.wire[0];
  return batch === undefined
    ? 'nothing'
    : `epoch ${batch.producerEpoch} sequence ${batch.baseSequence}+${batch.recordCount}`;
};
const stamps = (world: ScriptedWorld): string[] => world.requests.map(stampOf);

/** A world whose partition is proven, with these records sent as batches of their own. */
function worldWith(...tags: string[]): ScriptedWorld {
  const world = new ScriptedWorld();
  world.warmUp();
  for (const tag of tags) world.sendAlone(tag);
  return world;
}

describe('an acknowledged batch', () => {
  it('settles its records in append order, with consecutive offsets', () => {
    const world = new ScriptedWorld();
    for (const tag of ['a', 'b', 'c']) world.send(tag);
    world.turn();
    world.advance(5);
    world.answer({ baseOffset: 40n });
    expect(world.settled.map(({ tag, offset }) => [tag, offset])).toEqual([
      ['a', 40n],
      ['b', 41n],
      ['c', 42n],
    ]);
  });

  it('waits for an earlier batch of its partition that retries', () => {
    const world = worldWith('a', 'b');
    world.answer({ errorCode: 7 });
    world.answer({ baseOffset: 2n });
    expect(world.outcome).toEqual([]);
    world.advance(200);
    world.answer({ baseOffset: 1n });
    expect(world.outcome).toEqual(['a', 'b']);
  });

  it('may be a duplicate: success, its offset unknown unless told (46)', () => {
    const world = worldWith('a', 'b');
    world.answer({ errorCode: 46, baseOffset: -1n });
    world.answer({ errorCode: 46, baseOffset: 9n });
    expect(world.settled.map(({ offset }) => offset)).toEqual([-1n, 9n]);
  });

  it('has no offset with acks 0', () => {
    const world = new ScriptedWorld({ core: { acks: 0, idempotent: false } });
    world.sendAlone('a');
    world.handle({ type: 'answered', requestId: world.oldest.requestId, answers: null, throttleTimeMs: 0 });
    expect(world.settled.map(({ offset }) => offset)).toEqual([-1n]);
  });
});

describe('a retriable failure', () => {
  it.each([3, 5, 6, 7, 13, 19, 20, 56, 74, 100])(
    'of code %i is retried under the same sequence',
    (errorCode) => {
      const world = worldWith('a');
      world.answer({ errorCode });
      world.advance(500);
      world.answer();
      expect(stamps(world)).toEqual(['epoch 0 sequence 1+1', 'epoch 0 sequence 1+1']);
      expect(world.outcome).toEqual(['a']);
    },
  );

  it('of a code nobody knows is not retried and keeps its number', () => {
    const world = worldWith('a');
    world.answer({ errorCode: 32_000 });
    expect(world.outcome[0]).toMatch(/^a!\w*32000\/maybeWritten$/);
  });

  it('pauses longer each time, up to the maximum, with jitter', () => {
    const world = worldWith('a');
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 6; attempt++) {
      const failedAt = world.now;
      world.answer({ errorCode: 7 });
      while (world.open.length === 0) world.advance(1);
      pauses.push(world.now - failedAt);
    }
    for (const [index, expected] of [100, 200, 400, 800, 1000, 1000].entries()) {
      expect(pauses[index]).toBeGreaterThanOrEqual(expected * 0.8 - 1);
      expect(pauses[index]).toBeLessThanOrEqual(expected * 1.2 + 1);
    }
  });

  it('of the first of five in flight makes all go again, in order, one at a time', () => {
    const world = worldWith('a', 'b', 'c', 'd', 'e');
    world.answer({ errorCode: 7 });
    for (let index = 0; index < 4; index++) world.answer({ errorCode: 45 });
    for (const tag of ['a', 'b', 'c', 'd', 'e']) {
      world.advance(1500);
      expect(world.open).toHaveLength(1);
      expect(tag).not.toBe('');
      world.answer();
    }
    expect(world.outcome).toEqual(['a', 'b', 'c', 'd', 'e']);
    const sequences = [1, 2, 3, 4, 5].map((sequence) => `epoch 0 sequence ${sequence}+1`);
    expect(stamps(world)).toEqual([...sequences, ...sequences]);
  });

  it('ends after the last retry, with the code of the last failure', () => {
    const world = new ScriptedWorld({ core: { retries: 2 } });
    world.warmUp();
    world.sendAlone('a');
    for (let attempt = 0; attempt < 3; attempt++) {
      world.answer({ errorCode: 19 });
      world.advance(1500);
    }
    expect(world.outcome).toEqual(['a!NOT_ENOUGH_REPLICAS/notWritten']);
  });

  it('for a partition the answer left out is retried, and counts as ambiguous', () => {
    const world = worldWith('a');
    const request = world.oldest;
    request.done = true;
    world.handle({ type: 'answered', requestId: request.requestId, answers: [null], throttleTimeMs: 0 });
    expect(request.batches[0]?.ambiguous).toBe(true);
    world.advance(200);
    world.answer();
    expect(world.outcome).toEqual(['a']);
  });
});

describe('a lost connection', () => {
  it('retries what was in flight once each, in order, under the same sequences', () => {
    const world = worldWith('a', 'b', 'c');
    world.cut(1);
    for (let index = 0; index < 3; index++) {
      world.advance(1500);
      world.answer();
    }
    expect(stamps(world).slice(3)).toEqual(stamps(world).slice(0, 3));
    expect(world.outcome).toEqual(['a', 'b', 'c']);
  });

  it('leaves a batch notWritten when no byte of it was sent', () => {
    const world = worldWith('a');
    world.grantsLinks = false;
    world.cut(1, false);
    world.advance(11_000);
    expect(world.outcome).toEqual(['a!DELIVERY_TIMED_OUT/notWritten']);
  });

  it('leaves a batch maybeWritten for good when a byte was sent, whatever is refused later', () => {
    const world = worldWith('a');
    world.cut(1);
    world.advance(200);
    world.answer({ errorCode: 87 });
    expect(world.outcome).toEqual(['a!INVALID_RECORD/maybeWritten']);
  });
});

describe('a batch refused for good', () => {
  it.each([
    [29, 'TOPIC_AUTHORIZATION_FAILED'],
    [87, 'INVALID_RECORD'],
    [32, 'INVALID_TIMESTAMP'],
    [76, 'UNSUPPORTED_COMPRESSION_TYPE'],
  ])('with code %i fails as %s, not written', (errorCode, name) => {
    const world = worldWith('a');
    world.answer({ errorCode });
    expect(world.outcome).toEqual([`a!${name}/notWritten`]);
  });

  it('keeps the broker answer as its cause', () => {
    const world = worldWith('a');
    world.answer({ errorCode: 87, errorMessage: 'no key on a compacted topic' });
    expect(String(world.settled[0]?.error?.cause)).toContain('no key on a compacted topic');
  });

  it('leaves no gap: later batches are numbered anew from 0 under the next epoch, when nothing is pending', () => {
    const world = worldWith('a', 'b', 'c');
    world.answer({ errorCode: 87 });
    expect(world.effects.filter(({ type }) => type === 'epochBumped')).toHaveLength(0);
    world.answer({ errorCode: 45 });
    world.answer({ errorCode: 45 });
    expect(world.effects.filter(({ type }) => type === 'epochBumped')).toHaveLength(1);
    world.advance(500);
    world.answer();
    world.advance(500);
    world.answer();
    expect(stamps(world).slice(3)).toEqual(['epoch 1 sequence 0+1', 'epoch 1 sequence 1+1']);
    expect(world.outcome).toEqual(['a!INVALID_RECORD/notWritten', 'b', 'c']);
  });

  it('makes nothing new leave before the epoch is bumped', () => {
    const world = worldWith('a', 'b');
    world.answer({ errorCode: 87 });
    world.sendAlone('c');
    expect(world.requests).toHaveLength(2);
    world.answer({ errorCode: 45 });
    world.advance(500);
    expect(stampOf(world.open[0])).toBe('epoch 1 sequence 0+1');
  });

  it('settles later ones with an ambiguous attempt as maybeWritten instead of numbering them anew', () => {
    const world = worldWith('a', 'b');
    world.answer({ errorCode: 87 });
    world.cut(1);
    expect(world.outcome).toEqual(['a!INVALID_RECORD/notWritten', 'b!DELIVERY_UNRESOLVED/maybeWritten']);
  });

  it('because the producer may not write at all ends the producer', () => {
    const world = worldWith('a', 'b');
    world.answer({ errorCode: 31 });
    expect(world.outcome).toEqual([
      'a!CLUSTER_AUTHORIZATION_FAILED/notWritten',
      'b!CLUSTER_AUTHORIZATION_FAILED/maybeWritten',
    ]);
    expect(world.send('c')?.code).toBe('CLUSTER_AUTHORIZATION_FAILED');
    expect(world.send('d')?.fatal).toBe(true);
  });
});

describe('a sequence the broker refuses', () => {
  it('retries when an earlier batch is still to be decided (45)', () => {
    const world = worldWith('a', 'b');
    world.answer({ errorCode: 7 });
    world.answer({ errorCode: 45 });
    world.advance(1000);
    world.answer();
    world.advance(1000);
    world.answer();
    expect(world.outcome).toEqual(['a', 'b']);
    expect(world.effects.filter(({ type }) => type === 'epochBumped')).toHaveLength(0);
  });

  it('bumps the epoch when it is the head of the line, and goes on without a fatal error (45)', () => {
    const world = worldWith('a');
    world.answer({ errorCode: 45 });
    world.advance(500);
    world.answer();
    expect(stamps(world)).toEqual(['epoch 0 sequence 1+1', 'epoch 1 sequence 0+1']);
    expect(world.outcome).toEqual(['a']);
  });

  it('counts as written when a later batch was acknowledged (45)', () => {
    const world = worldWith('a', 'b');
    world.answer({ errorCode: 7 });
    world.answer({ baseOffset: 8n });
    world.advance(200);
    world.answer({ errorCode: 45 });
    expect(world.settled.map(({ tag, offset }) => [tag, offset])).toEqual([
      ['a', -1n],
      ['b', 8n],
    ]);
  });

  it.each([
    ['log start unknown', -1n, 'epoch 0 sequence 1+1'],
    ['log truncated', 500n, 'epoch 1 sequence 0+1'],
  ])('of an unknown producer id with %s is retried as "%s" (59)', (_case, logStartOffset, again) => {
    const world = worldWith('a');
    world.answer({ errorCode: 59, logStartOffset });
    world.advance(500);
    expect(stampOf(world.open[0])).toBe(again);
    world.answer();
    expect(world.outcome).toEqual(['a']);
  });

  it('of a stale epoch is numbered anew (47)', () => {
    const world = worldWith('a');
    world.answer({ errorCode: 47 });
    world.advance(500);
    world.answer();
    expect(stamps(world)).toEqual(['epoch 0 sequence 1+1', 'epoch 1 sequence 0+1']);
    expect(world.outcome).toEqual(['a']);
  });

  it('at the last epoch asks for a new producer id', () => {
    const world = new ScriptedWorld();
    world.identity = { producerId: 7n, epoch: 32_767 };
    world.warmUp();
    world.sendAlone('a');
    world.identity = { producerId: 8n, epoch: 0 };
    world.answer({ errorCode: 45 });
    world.advance(500);
    expect(world.open[0]?.wire[0]).toMatchObject({ producerId: 8n, producerEpoch: 0, baseSequence: 0 });
  });

  it('moves another partition to the new epoch only when nothing of it is on its way', () => {
    const world = new ScriptedWorld({ leaders: [1, 2] });
    world.warmUp({ partition: 0 });
    world.warmUp({ partition: 1 });
    world.sendAlone('a', { partition: 0 });
    world.sendAlone('x', { partition: 1 });
    world.answer({ errorCode: 45 });
    world.sendAlone('y', { partition: 1 });
    world.advance(500);
    const of = (partition: number): string[] =>
      world.requests.filter(({ batches }) => batches[0]?.partition === partition).map(stampOf);
    expect(of(0)).toEqual(['epoch 0 sequence 1+1', 'epoch 1 sequence 0+1']);
    expect(of(1)).toEqual(['epoch 0 sequence 1+1']);
    world.answer(
      {},
      world.open.find(({ brokerId }) => brokerId === 2),
    );
    expect(of(1)).toEqual(['epoch 0 sequence 1+1', 'epoch 1 sequence 0+1']);
  });
});

describe('a batch that is too large', () => {
  const tags = Array.from({ length: 8 }, (_, index) => `r${index}`);

  function tooLarge(): ScriptedWorld {
    const world = new ScriptedWorld();
    world.warmUp();
    for (const tag of tags) world.send(tag, { bytes: 100 });
    world.turn();
    world.advance(5);
    return world;
  }

  it('is split in order, children keep its sequences and its promises', () => {
    const world = tooLarge();
    world.sendAlone('later');
    world.answer({ errorCode: 10 });
    world.answer({ errorCode: 45 });
    for (let guard = 0; world.settled.length < 9 && guard < 20; guard++) {
      world.advance(1500);
      if (world.open.length > 0) world.answer();
    }
    expect(world.outcome).toEqual([...tags, 'later']);
    const [parent, , ...children] = world.requests.map(({ wire }) => wire[0]);
    expect(parent?.baseSequence).toBe(1);
    expect(children.map((child) => child?.baseSequence)).toEqual([1, 3, 5, 7, 9]);
    expect(world.core.memory.used).toBe(0);
  });

  it('may be split again, down to single records', () => {
    const world = tooLarge();
    for (let guard = 0; world.settled.length < 8 && guard < 60; guard++) {
      if (world.open.length === 0) world.advance(1500);
      else world.answer({ errorCode: (world.oldest.wire[0]?.recordCount ?? 0) > 1 ? 10 : 0 });
    }
    expect(world.outcome).toEqual(tags);
  });

  it('of one record fails as RECORD_TOO_LARGE', () => {
    const world = worldWith('a');
    world.answer({ errorCode: 10 });
    expect(world.outcome).toEqual(['a!RECORD_TOO_LARGE/notWritten']);
  });

  it('is not split once its delivery timed out', () => {
    const world = tooLarge();
    world.advance(10_000);
    world.answer({ errorCode: 10 });
    expect(world.requests).toHaveLength(1);
    expect(world.core.memory.used).toBe(0);
  });
});

describe('the delivery timeout', () => {
  it('fails what was never sent as notWritten, and costs no sequence', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    world.grantsLinks = false;
    world.cut(1);
    world.sendAlone('a');
    world.advance(10_001);
    expect(world.outcome).toEqual(['a!DELIVERY_TIMED_OUT/notWritten']);
    world.handle({ type: 'brokerReady', brokerId: 1 });
    world.sendAlone('b');
    expect(stampOf(world.open[0])).toBe('epoch 0 sequence 1+1');
  });

  it('settles what is in flight as maybeWritten, and keeps its slab until the answer (KAFKA-19012)', () => {
    const world = worldWith('a');
    const slabBytes = world.core.memory.used - 100;
    world.advance(10_000);
    expect(world.outcome).toEqual(['a!DELIVERY_TIMED_OUT/maybeWritten']);
    expect(world.core.memory.used).toBe(slabBytes);
    world.answer();
    expect(world.core.memory.used).toBe(0);
    expect(world.outcome).toHaveLength(1);
  });

  it('resolves by itself when the late answer is a success', () => {
    const world = worldWith('a');
    world.advance(10_000);
    world.sendAlone('b');
    world.answer();
    world.advance(500);
    expect(stampOf(world.open[0])).toBe('epoch 0 sequence 2+1');
  });

  it('bumps the epoch when the fate of the last batch stays unknown', () => {
    const world = worldWith('a');
    world.advance(10_000);
    world.cut(1);
    world.sendAlone('b');
    expect(stampOf(world.open[0])).toBe('epoch 1 sequence 0+1');
    world.answer();
    expect(world.outcome).toEqual(['a!DELIVERY_TIMED_OUT/maybeWritten', 'b']);
  });

  it('lets a later batch show that an expired one was written', () => {
    const world = worldWith('a');
    world.advance(5000);
    world.sendAlone('b');
    world.cut(1);
    world.grantsLinks = false;
    world.lose(1);
    world.advance(5000);
    expect(world.outcome).toEqual(['a!DELIVERY_TIMED_OUT/maybeWritten']);
    world.handle({ type: 'brokerReady', brokerId: 1 });
    world.advance(1000);
    expect(stampOf(world.open[0])).toBe('epoch 0 sequence 2+1');
    world.answer();
    world.sendAlone('c');
    expect(stampOf(world.open[0])).toBe('epoch 0 sequence 3+1');
    expect(world.outcome.slice(1)).toEqual(['b']);
  });

  it('counts from the first record of the batch, linger and pauses included', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    world.sendAlone('a');
    const start = world.now - 5;
    for (; world.settled.length === 0; world.advance(1))
      if (world.open.length > 0) world.answer({ errorCode: 19 });
    expect(world.now - start).toBeGreaterThanOrEqual(10_000);
    expect(world.now - start).toBeLessThan(10_003);
  });

  it('names what stood in the way of a batch that was never sent', () => {
    const world = new ScriptedWorld({ leaders: [1, -1] });
    world.grantsLinks = false;
    world.sendAlone('away', { partition: 0 });
    world.sendAlone('leaderless', { partition: 1 });
    world.lose(1);
    world.advance(10_001);
    const [away, leaderless] = world.settled.map(({ error }) => error);
    expect(away?.message).toContain('never sent: broker 1 is not connected');
    expect(away?.cause).toMatchObject({ code: 'DISCONNECTED' });
    expect(leaderless?.message).toContain('never sent: the partition has no leader');
  });
});
