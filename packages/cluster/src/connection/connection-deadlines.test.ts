import { describe, expect, it } from 'vitest';
import { initProducerId } from '@ottla/protocol';
import { INIT, initAnswer } from '../../testing/init-request.ts';
import { ScriptedConnection, answerBytes, versionsAnswer } from '../../testing/scripted-connection.ts';

describe('deadlines', () => {
  it('closes the connection when a request in flight times out; the others fail as disconnected', () => {
    const script = new ScriptedConnection().ready();
    script
      .ask('a', { ...INIT, timeoutMs: 500 })
      .ask('b', { ...INIT, timeoutMs: 100 })
      .ask('c', INIT);
    script.at(99).tick();
    expect(script.story.slice(2)).toEqual([]);
    script.at(script.wakeAtMs).tick();
    expect(script.now).toBe(100);
    expect(script.story.slice(2)).toEqual([
      'destroy',
      'a failed DISCONNECTED sent',
      'b failed REQUEST_TIMED_OUT sent',
      'c failed DISCONNECTED sent',
      'lost DISCONNECTED',
    ]);
  });

  it('fails a request that never left alone, and keeps the connection', () => {
    const script = new ScriptedConnection().ready();
    script.holdWrites = true;
    script
      .ask('a', INIT)
      .ask('b', { ...INIT, timeoutMs: 100 })
      .at(100)
      .tick();
    expect(script.story.slice(2)).toEqual(['b failed REQUEST_TIMED_OUT unsent']);
    expect(script.machine.state.kind).toBe('ready');
  });

  it('counts the wait for a connection', () => {
    const script = new ScriptedConnection()
      .start()
      .ask('a', { ...INIT, timeoutMs: 100 })
      .at(100)
      .tick();
    expect(script.story).toEqual(['open', 'a failed REQUEST_TIMED_OUT unsent']);
  });

  it.each([
    { stage: 'the connection', open: false },
    { stage: 'ApiVersions', open: true },
  ])('gives $stage the connect timeout', ({ stage, open }) => {
    const script = new ScriptedConnection().start();
    if (open) script.open();
    script.at(999).tick();
    expect(script.story).toEqual(['open']);
    script.at(1000).tick();
    expect(script.story).toEqual(['open', 'destroy', 'lost CONNECT_TIMED_OUT']);
    expect(script.effects.find(({ kind }) => kind === 'lost')).toMatchObject({
      failure: { message: expect.stringContaining(stage.split(' ').at(-1) ?? '') as string },
    });
  });

  it('accepts an answer after the deadline as long as nobody has judged it', () => {
    const script = new ScriptedConnection().ready().ask('a', { ...INIT, timeoutMs: 100 });
    script.at(5000).receive(initAnswer(1)).tick();
    expect(script.story.slice(2)).toEqual(['a answered']);
  });
});

describe('throttling (KIP-219)', () => {
  it('sends nothing until the time is over, then all that waits', () => {
    const script = new ScriptedConnection().ready().ask('a', INIT).receive(initAnswer(1, 200));
    script.ask('b', INIT).ask('c', INIT);
    expect(script.written).toHaveLength(1);
    expect(script.wakeAtMs).toBe(200);
    script.at(199).tick();
    expect(script.written).toHaveLength(1);
    script.at(200).tick();
    expect(script.written).toHaveLength(3);
    expect(script.story).toContain('throttled 200');
  });

  it('lengthens every deadline by the time of silence', () => {
    const script = new ScriptedConnection().ready();
    script
      .ask('a', INIT)
      .ask('b', { ...INIT, timeoutMs: 100 })
      .receive(initAnswer(1, 200));
    script
      .ask('c', { ...INIT, timeoutMs: 50 })
      .at(249)
      .tick();
    expect(script.story).not.toContain('b failed REQUEST_TIMED_OUT sent');
    script.at(250).tick();
    // c waited through the silence and left at 249.
    expect(script.story).toContain('c failed REQUEST_TIMED_OUT sent');
    expect(script.story).toContain('b failed DISCONNECTED sent');
  });

  it('does not add up the same silence told twice', () => {
    const script = new ScriptedConnection().ready().ask('a', INIT).ask('b', INIT);
    script.receive(initAnswer(1, 200), initAnswer(2, 200)).ask('c', INIT).at(200).tick();
    expect(script.written).toHaveLength(3);
  });

  it.each([
    { told: -1, silentMs: 0 },
    { told: 0, silentMs: 0 },
    { told: 0x7fffffff, silentMs: 60_000 },
  ])('is silent for $silentMs ms when told $told', ({ told, silentMs }) => {
    const script = new ScriptedConnection()
      .ready()
      .ask('a', INIT)
      .receive(initAnswer(1, told))
      .ask('b', INIT);
    expect(script.written).toHaveLength(silentMs === 0 ? 2 : 1);
    script.at(silentMs).tick();
    expect(script.written).toHaveLength(2);
  });

  it('has nothing to sit out in versions that the broker throttled itself', () => {
    const apiKeys = [{ apiKey: initProducerId.key, minVersion: 0, maxVersion: 0 }];
    const script = new ScriptedConnection().ready({ apiKeys }).ask('a', INIT);
    const body = { errorCode: 0, producerId: 7n, producerEpoch: 0, throttleTimeMs: 500 };
    script.receive(answerBytes(initProducerId, 0, { correlationId: 1, body })).ask('b', INIT);
    expect(script.written).toHaveLength(2);
  });

  it('ends with the connection', () => {
    const script = new ScriptedConnection().ready().ask('a', INIT).receive(initAnswer(1, 50_000)).closed();
    script
      .at(script.wakeAtMs)
      .tick()
      .open()
      .receive(versionsAnswer(script.firstCorrelationId))
      .ask('b', INIT);
    expect(script.written).toHaveLength(2);
  });
});
