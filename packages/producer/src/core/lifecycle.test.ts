import { describe, expect, it } from 'vitest';
import { InvariantError } from '@ottla/kernel';
import { ScriptedWorld } from '../../testing/scripted-world.ts';

const flushed = (world: ScriptedWorld): number[] =>
  world.effects.flatMap((effect) => (effect.type === 'flushed' ? [effect.flushId] : []));
const isClosed = (world: ScriptedWorld): boolean => world.effects.some(({ type }) => type === 'closed');

describe('flush', () => {
  it('is done at once when nothing is on its way', () => {
    const world = new ScriptedWorld();
    world.handle({ type: 'flush', flushId: 1 });
    expect(flushed(world)).toEqual([1]);
  });

  it('waits for what was sent before it and not for what comes after', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    world.send('before');
    world.handle({ type: 'flush', flushId: 1 });
    world.sendAlone('after');
    expect(world.open).toHaveLength(2);
    world.answer();
    expect(flushed(world)).toEqual([1]);
    expect(world.outcome).toEqual(['before']);
  });

  it('waits for records that wait themselves', () => {
    const world = new ScriptedWorld();
    world.topicError = 3;
    world.send('a');
    world.handle({ type: 'flush', flushId: 1 });
    expect(flushed(world)).toEqual([]);
    world.topicError = 0;
    world.advance(900);
    expect(flushed(world)).toEqual([]);
    world.answer();
    expect(flushed(world)).toEqual([1]);
  });

  it('waits for the children of a split', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    for (const tag of ['a', 'b', 'c', 'd']) world.send(tag, { bytes: 100 });
    world.handle({ type: 'flush', flushId: 1 });
    world.answer({ errorCode: 10 });
    world.answer();
    expect(flushed(world)).toEqual([]);
    for (let guard = 0; guard < 20 && flushed(world).length === 0; guard++) {
      world.advance(50);
      if (world.open.length > 0) world.answer();
    }
    expect(world.outcome).toEqual(['a', 'b', 'c', 'd']);
  });

  it('does not imply success', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    world.send('a');
    world.handle({ type: 'flush', flushId: 1 });
    world.answer({ errorCode: 87 });
    expect(flushed(world)).toEqual([1]);
  });

  it('may be asked for many times at once', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    world.send('a');
    world.handle({ type: 'flush', flushId: 1 });
    world.handle({ type: 'flush', flushId: 2 });
    world.answer();
    expect(flushed(world)).toEqual([1, 2]);
  });
});

describe('close', () => {
  it('delivers what was accepted, waiting records included, and refuses the rest', () => {
    const world = new ScriptedWorld();
    world.topicError = 3;
    world.send('a');
    world.handle({ type: 'close', timeoutMs: 5000 });
    expect(world.send('b')?.code).toBe('PRODUCER_CLOSED');
    world.topicError = 0;
    world.advance(900);
    world.answer();
    expect(world.outcome).toEqual(['b!PRODUCER_CLOSED/notWritten', 'a']);
    expect(isClosed(world)).toBe(true);
    expect(world.effects.filter(({ type }) => type === 'disconnect')).toHaveLength(1);
    expect(world.nextWakeAt).toBe(Infinity);
  });

  it('gives up at its deadline, and says what may have been written', () => {
    const world = new ScriptedWorld({ core: { maxWaitingRecords: 5 } });
    world.warmUp();
    world.sendAlone('sent');
    world.grantsLinks = false;
    world.lose(1);
    world.sendAlone('unsent');
    world.send('waiting', { topic: 'unknown' });
    world.handle({ type: 'close', timeoutMs: 400 });
    world.advance(399);
    expect(isClosed(world)).toBe(false);
    world.advance(1);
    expect(world.outcome).toEqual([
      'sent!PRODUCER_CLOSED/maybeWritten',
      'unsent!PRODUCER_CLOSED/notWritten',
      'waiting!PRODUCER_CLOSED/notWritten',
    ]);
    expect(isClosed(world)).toBe(true);
  });

  it('with a timeout of 0 gives up at once', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    world.send('a');
    world.turn();
    world.handle({ type: 'close', timeoutMs: 0 });
    world.advance(0);
    expect(isClosed(world)).toBe(true);
    expect(world.settled).toHaveLength(1);
  });

  it('may be called again to give up sooner', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    world.sendAlone('a');
    world.handle({ type: 'close', timeoutMs: 9000 });
    world.handle({ type: 'close', timeoutMs: 10 });
    world.advance(10);
    expect(isClosed(world)).toBe(true);
  });

  it('is the end: later events change nothing', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    world.handle({ type: 'close', timeoutMs: 0 });
    const before = world.effects.length;
    world.handle({ type: 'metadata', snapshot: world.snapshot });
    world.handle({ type: 'wake' });
    expect(world.effects).toHaveLength(before);
  });
});

describe('a defect', () => {
  it('ends the producer and settles everything, instead of leaving promises open', () => {
    const world = new ScriptedWorld();
    world.warmUp();
    world.sendAlone('sent');
    world.send('unsent', { bytes: 100 });
    world.send('waiting', { topic: 'unknown' });
    const error = new InvariantError('two batches had one sequence');
    world.handle({ type: 'defect', error });
    expect(world.outcome).toEqual([
      'sent!INVARIANT_BROKEN/maybeWritten',
      'unsent!INVARIANT_BROKEN/notWritten',
      'waiting!INVARIANT_BROKEN/notWritten',
    ]);
    expect(world.send('later')).toMatchObject({ code: 'INVARIANT_BROKEN', fatal: true });
    world.handle({ type: 'close', timeoutMs: 1000 });
    expect(isClosed(world)).toBe(true);
  });
});
