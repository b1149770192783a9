import { describe, expect, it } from 'vitest';
import { apiVersions, initProducerId, listOffsets, metadata, produce } from '@ottla/protocol';
import { INIT, INIT_VERSION, initAnswer } from '../../testing/init-request.ts';
import { ScriptedConnection, versionsAnswer } from '../../testing/scripted-connection.ts';
import { ClusterError } from '../errors.ts';

describe('version negotiation on a connection', () => {
  it('asks ApiVersions in the highest version first, and nothing before its answer', () => {
    const script = new ScriptedConnection().start().ask('a', INIT).open();
    expect(script.writes).toHaveLength(1);
    expect(script.writes[0]?.readInt16BE(4)).toBe(apiVersions.key);
    expect(script.writes[0]?.readInt16BE(6)).toBe(apiVersions.versions.max);
    script.receive(versionsAnswer(0));
    expect(script.story).toEqual(['open', 'ready']);
    expect(script.written.map(({ api, version }) => [api.name, version])).toEqual([
      ['InitProducerId', INIT_VERSION],
    ]);
  });

  it('asks again in the version the broker lists when ours is refused in v0 form', () => {
    const script = new ScriptedConnection().start().open();
    const apiKeys = [{ apiKey: apiVersions.key, minVersion: 0, maxVersion: 2 }];
    script.receive(versionsAnswer(0, { errorCode: 35, apiKeys }, 0));
    expect(script.writes[1]?.readInt16BE(6)).toBe(2);
    script.receive(versionsAnswer(1, {}, 2));
    expect(script.machine.state.kind).toBe('ready');
  });

  it('asks again in v0 when the refusal lists nothing', () => {
    const script = new ScriptedConnection().start().open();
    script.receive(versionsAnswer(0, { errorCode: 35, apiKeys: [] }, 0));
    expect(script.writes[1]?.readInt16BE(6)).toBe(0);
  });

  it('ends with a broker that refuses for ever', () => {
    const script = new ScriptedConnection().start().open();
    const loop = { errorCode: 35, apiKeys: [{ apiKey: apiVersions.key, minVersion: 0, maxVersion: 99 }] };
    script.receive(versionsAnswer(0, loop, 0));
    expect(script.story).toEqual(['open', 'destroy', 'lost PROTOCOL_VIOLATION']);
  });

  it.each([
    { what: 'no API at all', body: { apiKeys: [] }, code: 'PROTOCOL_VIOLATION' },
    {
      what: 'only ranges upside down',
      body: { apiKeys: [{ apiKey: 3, minVersion: 9, maxVersion: 1 }] },
      code: 'PROTOCOL_VIOLATION',
    },
    { what: 'an error', body: { errorCode: 42 }, code: 'PROTOCOL_VIOLATION' },
  ])('ends with a broker that offers $what', ({ body, code }) => {
    const script = new ScriptedConnection().start().open().receive(versionsAnswer(0, body));
    expect(script.story).toEqual(['open', 'destroy', `lost ${code}`]);
  });

  it('fails only the request whose API the broker lacks, unsent', () => {
    const apiKeys = [{ apiKey: initProducerId.key, minVersion: 0, maxVersion: 4 }];
    const script = new ScriptedConnection().ready({ apiKeys });
    script.ask('b', { api: metadata, body: { topics: [] } }).ask('a', INIT);
    expect(script.story.slice(2)).toEqual(['b failed UNSUPPORTED_VERSION unsent']);
    expect(script.written.map(({ version }) => version)).toEqual([4]);
    expect(script.machine.version(initProducerId)).toBe(4);
    expect(() => script.machine.version(metadata)).toThrowError(/the broker does not offer it/);
  });

  it('agrees on no version before it is ready', () => {
    const script = new ScriptedConnection().start();
    expect(() => script.machine.version(metadata)).toThrowError(
      expect.objectContaining({ code: 'DISCONNECTED' }),
    );
  });
});

describe('requests and answers', () => {
  it('pipelines, and gives answers to requests in order', () => {
    const script = new ScriptedConnection().ready().ask('a', INIT).ask('b', INIT).ask('c', INIT);
    expect(script.written.map(({ correlationId }) => correlationId)).toEqual([1, 2, 3]);
    script.receive(initAnswer(1), initAnswer(2)).receive(initAnswer(3));
    expect(script.story.slice(2)).toEqual(['a answered', 'b answered', 'c answered']);
    expect(script.machine.pendingCount).toBe(0);
  });

  it('gathers what was asked during a write into the next', () => {
    const script = new ScriptedConnection().ready();
    script.holdWrites = true;
    script.ask('a', INIT).ask('b', INIT).ask('c', INIT);
    expect(script.written).toHaveLength(1);
    script.finishWrite();
    expect(script.written).toHaveLength(3);
    expect(script.writes).toHaveLength(3);
  });

  it('takes correlation id 0 after 2147483647', () => {
    const script = new ScriptedConnection({ firstCorrelationId: 0x7ffffffe });
    script.start().open().receive(versionsAnswer(0x7ffffffe)).ask('a', INIT).ask('b', INIT);
    expect(script.written.map(({ correlationId }) => correlationId)).toEqual([0x7fffffff, 0]);
    script.receive(initAnswer(0x7fffffff), initAnswer(0));
    expect(script.story.slice(2)).toEqual(['a answered', 'b answered']);
  });

  it('settles a one-way request once it is written, ahead of answers that are awaited', () => {
    const body = { transactionalId: null, acks: 0, timeoutMs: 1, topicData: [] };
    const script = new ScriptedConnection().ready();
    script.holdWrites = true;
    script.ask('a', INIT).ask('b', { api: produce, body, oneWay: true }).finishWrite().finishWrite();
    script.receive(initAnswer(1));
    expect(script.story.slice(2)).toEqual(['b written', 'a answered']);
  });

  it('fails alone, unsent, with a body its version cannot carry', () => {
    const script = new ScriptedConnection().ready();
    const body = { topics: [{ name: 'orders', partitions: [{ partitionIndex: 'zero', timestamp: -1n }] }] };
    script
      .ask('a', { api: listOffsets, body })
      .ask('b', INIT)
      .receive(initAnswer(script.written[0]?.correlationId ?? -1));
    expect(script.story.slice(2)).toEqual(['a failed REQUEST_INVALID unsent', 'b answered']);
  });

  it('keeps an answer that comes before its write is told done', () => {
    const script = new ScriptedConnection().ready();
    script.holdWrites = true;
    script.ask('a', INIT).receive(initAnswer(1));
    expect(script.story.slice(2)).toEqual([]);
    script.finishWrite();
    expect(script.story.slice(2)).toEqual(['a answered']);
  });
});

describe('the end of a connection', () => {
  it('fails what was written as sent and what was not as unsent, oldest first, then tells', () => {
    const script = new ScriptedConnection().ready();
    script.holdWrites = true;
    script.ask('a', INIT).ask('b', INIT).ask('c', INIT).closed(new Error('read ECONNRESET'));
    expect(script.story.slice(2)).toEqual([
      'destroy',
      'a failed DISCONNECTED sent',
      'b failed DISCONNECTED unsent',
      'c failed DISCONNECTED unsent',
      'lost DISCONNECTED',
    ]);
  });

  it('comes back after a pause that doubles until a request is answered', () => {
    const script = new ScriptedConnection({ random: () => 0.5 }).start();
    const pauses: number[] = [];
    for (let round = 0; round < 7; round++) {
      script.closed(new Error('connect ECONNREFUSED'));
      pauses.push(script.wakeAtMs - script.now);
      script.at(script.wakeAtMs).tick();
    }
    expect(pauses).toEqual([50, 100, 200, 400, 800, 1000, 1000]);
    script.open().receive(versionsAnswer(script.firstCorrelationId)).closed();
    expect(script.wakeAtMs - script.now).toBe(1000);
    script
      .at(script.wakeAtMs)
      .tick()
      .open()
      .receive(versionsAnswer(script.firstCorrelationId))
      .ask('a', INIT);
    script.receive(initAnswer(script.written[0]?.correlationId ?? -1)).closed();
    expect(script.wakeAtMs - script.now).toBe(50);
  });

  it('says what to check when the peer closes before it told its versions', () => {
    const script = new ScriptedConnection().start().open().closed();
    expect(script.effects.find(({ kind }) => kind === 'lost')).toMatchObject({
      failure: {
        code: 'DISCONNECTED',
        message: expect.stringContaining('plaintext Kafka listener') as string,
      },
    });
  });

  it('fails everything when it is closed for good, and takes no more', () => {
    const script = new ScriptedConnection().ready().ask('a', INIT);
    script.close(new ClusterError('closed', 'CLUSTER_CLOSED')).ask('b', INIT);
    expect(script.story.slice(2)).toEqual([
      'destroy',
      'a failed CLUSTER_CLOSED sent',
      'b failed CLUSTER_CLOSED unsent',
    ]);
    expect(script.wakeAtMs).toBe(Infinity);
  });

  it.each(['opened', 'received', 'written', 'closed'] as const)(
    'calls a stray %s event a defect',
    (event) => {
      const { machine } = new ScriptedConnection();
      const inputs = {
        opened: () => machine.opened(),
        received: () => machine.received(new Uint8Array(1), 0),
        written: () => machine.written(0),
        closed: () => machine.closed(undefined, 0),
      };
      expect(inputs[event]).toThrowError(expect.objectContaining({ code: 'INVARIANT_BROKEN' }));
    },
  );
});
