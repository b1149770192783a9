import { describe, expect, it } from 'vitest';
import { OttlaError } from '@ottla/kernel';
import { ScriptedWorld } from '../../testing/scripted-world.ts';
import { Waiter } from './waiting-room.ts';

const failure = new OttlaError('the registry said no', { code: 'REGISTRY_DOWN', action: 'retriable' });

/** Answers whatever is open until nothing is left. */
function finish(world: ScriptedWorld): void {
  for (
    let guard = 0;
    guard < 1000 && (world.core.incompleteBatches > 0 || world.core.room.count > 0);
    guard++
  ) {
    if (world.open.length > 0) world.answer();
    else world.advance(5);
  }
}

describe('metadata', () => {
  it('is waited for, and refreshed with pauses, while the topic is unknown', () => {
    const world = new ScriptedWorld();
    world.topicError = 3;
    world.send('a');
    world.turn();
    world.advance(500);
    expect(world.settled).toEqual([]);
    expect(world.effects.filter(({ type }) => type === 'refreshMetadata').length).toBeGreaterThan(2);
    expect(world.effects.filter(({ type }) => type === 'refreshMetadata').length).toBeLessThan(8);
    world.topicError = 0;
    world.advance(499);
    finish(world);
    expect(world.outcome).toEqual(['a']);
  });

  it.each([
    ['TOPIC_UNKNOWN', true],
    ['METADATA_TIMED_OUT', false],
  ])('that never comes fails the record after maxBlockMs as %s', (code, answered) => {
    const world = new ScriptedWorld();
    world.topicError = 3;
    world.grantsMetadata = answered;
    world.send('a');
    world.turn();
    world.advance(999);
    expect(world.settled).toEqual([]);
    world.advance(1);
    expect(world.outcome).toEqual([`a!${code}/notWritten`]);
  });

  it('that is refused for good fails the record at once', () => {
    const world = new ScriptedWorld();
    world.topicError = 29;
    world.send('a');
    world.turn();
    expect(world.outcome).toEqual(['a!TOPIC_AUTHORIZATION_FAILED/notWritten']);
  });

  it('that omits the partitions for a moment unlearns nothing', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    world.topicError = 3;
    world.handle({ type: 'metadata', snapshot: world.snapshot });
    world.sendAlone('a');
    world.answer();
    expect(world.outcome).toEqual(['a']);
  });

  it('of one topic holds back no other', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    world.send('a', { topic: 'unknown' });
    world.sendAlone('b');
    world.answer();
    expect(world.outcome).toEqual(['b']);
  });
});

describe('a partition beyond the known ones', () => {
  it('is waited for apart: others of the topic go on', () => {
    const world = new ScriptedWorld({ partitions: 2 });
    world.warmUp();
    world.send('far', { partition: 5 });
    world.sendAlone('near', { partition: 1 });
    world.answer();
    expect(world.outcome).toEqual(['near']);
    world.leaders = Array.from({ length: 6 }, () => ({ leaderId: 1, leaderEpoch: 0 }));
    world.advance(900);
    finish(world);
    expect(world.outcome).toEqual(['near', 'far']);
  });

  it('fails after maxBlockMs as PARTITION_UNKNOWN', () => {
    const world = new ScriptedWorld({ partitions: 2 });
    world.send('far', { partition: 2 });
    world.turn();
    world.advance(1000);
    expect(world.outcome).toEqual(['far!PARTITION_UNKNOWN/notWritten']);
  });
});

describe('a serializer that is not ready', () => {
  function held(world: ScriptedWorld, tag: string): Waiter {
    const waiter = world.core.hold(world.draft(tag), world.now);
    if (!(waiter instanceof Waiter)) throw waiter;
    return waiter;
  }

  it('gates its topic first in, first out', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    const first = held(world, 'first');
    const second = held(world, 'second');
    world.send('third');
    world.handle({ type: 'prepared', waiter: second, draft: world.draft('second') });
    world.advance(50);
    expect(world.requests).toHaveLength(0);
    world.handle({ type: 'prepared', waiter: first, draft: world.draft('first') });
    finish(world);
    expect(world.outcome).toEqual(['first', 'second', 'third']);
  });

  it('that fails fails its record only', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    const first = held(world, 'first');
    world.send('second');
    world.handle({ type: 'prepareFailed', waiter: first, error: failure });
    finish(world);
    expect(world.outcome).toEqual(['first!REGISTRY_DOWN', 'second']);
  });

  it('for maxBlockMs fails the record, and a late answer changes nothing', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    const first = held(world, 'first');
    world.turn();
    world.advance(1000);
    world.handle({ type: 'prepared', waiter: first, draft: world.draft('first') });
    expect(world.outcome).toEqual(['first!SERIALIZER_NOT_READY/notWritten']);
    expect(world.core.room.bytes).toBe(0);
  });
});

describe('memory', () => {
  const small = { bufferMemory: 16_384, lingerMs: 0, recordChargeBytes: 100 };

  it('that is full makes records wait in order, across topics and partitions', () => {
    const world = new ScriptedWorld({ core: small, partitions: 4 });
    world.warmUp();
    const tags = Array.from({ length: 43 }, (_, index) => `r${index}`);
    tags.forEach((tag, index) => world.send(tag, { bytes: 400, partition: index % 4 }));
    world.turn();
    expect(world.core.room.count).toBeGreaterThan(10);
    finish(world);
    expect(world.outcome.toSorted()).toEqual(tags.toSorted());
    for (const partition of [0, 1, 2, 3]) {
      const own = world.settled
        .filter((settled) => settled.partition === partition)
        .map(({ tag }) => Number(tag.slice(1)));
      expect(own).toEqual(own.toSorted((left, right) => left - right));
    }
    expect(world.core.memory.used).toBe(0);
  });

  it('serves a large waiter before the small ones behind it', () => {
    const world = new ScriptedWorld({ core: small, leaders: [1, 2, 3, 1] });
    world.warmUp();
    for (let partition = 0; partition < 3; partition++)
      world.send(`fill${partition}`, { bytes: 3900, partition });
    world.turn();
    world.send('large', { bytes: 11_000, partition: 3 });
    world.send('small', { partition: 0 });
    world.answer();
    expect(world.core.room.count).toBe(2);
    world.answer();
    expect(world.core.room.count).toBeLessThan(2);
    finish(world);
    expect(world.core.memory.used).toBe(0);
  });

  it('ignores linger while records wait for it', () => {
    const world = new ScriptedWorld({ core: { ...small, lingerMs: 5000 }, partitions: 4 });
    for (let index = 0; index < 60; index++) world.send(`r${index}`, { bytes: 400, partition: index % 4 });
    world.turn();
    expect(world.open.length).toBeGreaterThan(0);
  });

  it('refuses at once past maxWaitingRecords, with one shared error per turn', () => {
    const world = new ScriptedWorld({ core: { ...small, maxWaitingRecords: 5 } });
    world.warmUp();
    const refusals = Array.from({ length: 100 }, (_, index) =>
      world.send(`r${index}`, { bytes: 400 }),
    ).filter((refusal) => refusal !== null);
    expect(world.core.room.count).toBe(5);
    expect(new Set(refusals).size).toBe(1);
    expect(refusals[0]).toMatchObject({ code: 'BUFFER_EXHAUSTED', retriable: true, outcome: 'notWritten' });
    finish(world);
    expect(world.core.memory.used).toBe(0);
  });

  it('refuses at once when the bytes of those who wait reach bufferMemory', () => {
    const world = new ScriptedWorld({ core: { ...small, maxWaitingRecords: 1_000_000 } });
    world.warmUp();
    for (let index = 0; index < 1000; index++) world.send(`r${index}`, { bytes: 400 });
    expect(world.core.room.bytes).toBeLessThanOrEqual(16_384);
    expect(world.core.room.bytes).toBeGreaterThan(15_000);
  });

  it("is not the caller's: bytes and headers of those who wait are copies", () => {
    const world = new ScriptedWorld({ core: small });
    world.warmUp();
    for (let index = 0; world.core.room.count === 0; index++) world.send(`r${index}`, { bytes: 400 });
    const draft = world.draft('mine');
    const header = Buffer.from('header');
    draft.headers = [{ key: 'h', value: header }];
    const before = world.core.room.bytes;
    world.core.admit(draft, world.now);
    expect(world.core.room.bytes - before).toBe('mine'.length + 'h'.length + 'header'.length);
    draft.source.fill('x');
    header.fill('x');
    finish(world);
    const last = world.requests.at(-1)?.wire.at(-1)?.records.at(-1);
    const bytes = [last?.value, last?.headers[0]?.value].map((each) => Buffer.from(each ?? []).toString());
    expect(bytes).toEqual(['mine', 'header']);
  });

  it('that does not come within maxBlockMs fails the record', () => {
    const world = new ScriptedWorld({ core: small });
    world.warmUp();
    for (let index = 0; index < 60; index++) world.send(`r${index}`, { bytes: 400 });
    world.turn();
    const waiting = world.core.room.count;
    world.advance(1000);
    expect(world.outcome.filter((outcome) => outcome.endsWith('!BUFFER_EXHAUSTED/notWritten'))).toHaveLength(
      waiting,
    );
    expect(world.core.room.count).toBe(0);
  });

  it.each([
    ['maxRequestSize', { maxRequestSize: 5000 }],
    ['bufferMemory', { bufferMemory: 9000 }],
  ])('never takes a record that %s cannot hold', (option, core) => {
    const world = new ScriptedWorld({ core });
    const refusal = world.send('a', { bytes: 9500 });
    expect(refusal).toMatchObject({ code: 'RECORD_TOO_LARGE', outcome: 'notWritten' });
    expect(refusal?.message).toContain(option);
    expect(world.core.memory.used).toBe(0);
  });

  it('takes every record that is not too large, however little there is', () => {
    const world = new ScriptedWorld({
      core: { ...small, bufferMemory: 8192, recordChargeBytes: 640, batchSize: 131_072 },
    });
    world.warmUp();
    const sizes = Array.from({ length: 296 }, (_, index) => 10 + index * 25);
    for (const bytes of sizes) {
      const refusal = world.send(`r${bytes}`, { bytes });
      expect(refusal).toBeNull();
      finish(world);
    }
    expect(world.outcome).toEqual(sizes.map((bytes) => `r${bytes}`));
    expect(world.core.memory.used).toBe(0);
  });

  it('gives a record larger than a batch a batch of its own, which takes no other', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    world.send('small');
    world.send('large', { bytes: 9000 });
    world.send('after');
    world.turn();
    world.advance(5);
    finish(world);
    expect(world.outcome).toEqual(['small', 'large', 'after']);
    expect(world.requests.map(({ wire }) => wire[0]?.recordCount)).toEqual([1, 1, 1]);
  });
});
