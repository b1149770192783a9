import { describe, expect, it } from 'vitest';
import { metadata } from '@ottla/protocol';
import { INIT, initAnswer } from '../../testing/init-request.ts';
import { ScriptedConnection, answerBytes, versionsAnswer } from '../../testing/scripted-connection.ts';

const METADATA = { api: metadata, body: { topics: [{ name: 'orders' }] } };

function metadataAnswer(correlationId: number): Buffer {
  const partition = { errorCode: 0, leaderId: 1, leaderEpoch: 3, replicaNodes: [1], isrNodes: [1] };
  return answerBytes(metadata, metadata.versions.max, {
    correlationId,
    body: {
      brokers: [{ nodeId: 1, host: 'kafka-1', port: 9092, rack: null }],
      clusterId: 'c',
      controllerId: 1,
      topics: [{ errorCode: 0, name: 'orders', partitions: [{ ...partition, partitionIndex: 0 }] }],
    },
  });
}

const length = (bytes: number): Buffer => {
  const prefix = Buffer.alloc(4);
  prefix.writeInt32BE(bytes | 0);
  return prefix;
};

const FOREIGN: readonly { readonly what: string; readonly bytes: Buffer; readonly says?: RegExp }[] = [
  { what: 'a frame of 0 bytes', bytes: length(0) },
  { what: 'a frame of -1 bytes', bytes: length(-1) },
  { what: 'a frame of 0x80000000 bytes', bytes: length(0x80000000) },
  { what: 'a frame of 2^31 - 1 bytes', bytes: length(0x7fffffff) },
  { what: 'a frame one byte above the cap', bytes: length((1 << 20) + 1) },
  { what: 'a frame shorter than a correlation id', bytes: Buffer.concat([length(3), Buffer.alloc(3)]) },
  { what: 'HTTP', bytes: Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), says: /HTTP/ },
  { what: 'SSH', bytes: Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'), says: /SSH/ },
  { what: 'a TLS alert', bytes: Buffer.from([0x15, 3, 3, 0, 2, 2, 10]), says: /TLS/ },
];

describe('a peer that does not speak the protocol', () => {
  it.each(FOREIGN)('is cut off at $what instead of ApiVersions', ({ bytes, says }) => {
    const script = new ScriptedConnection().start().ask('a', INIT).open().receive(bytes);
    expect(script.story).toEqual([
      'open',
      'destroy',
      'a failed PROTOCOL_VIOLATION unsent',
      'lost PROTOCOL_VIOLATION',
    ]);
    const lost = script.effects.find((effect) => effect.kind === 'lost');
    expect(lost?.failure.message).toMatch(says ?? /broker 1 at kafka-1:9092/);
  });

  it.each(FOREIGN)('is cut off at $what after a good answer, which still counts', ({ bytes }) => {
    const script = new ScriptedConnection()
      .ready()
      .ask('a', INIT)
      .ask('b', INIT)
      .receive(initAnswer(1), bytes);
    expect(script.story.slice(2)).toEqual([
      'a answered',
      'destroy',
      'b failed PROTOCOL_VIOLATION sent',
      'lost PROTOCOL_VIOLATION',
    ]);
  });

  it.each([
    { what: 'a wrong correlation id', answers: [initAnswer(99)] },
    { what: 'swapped answers', answers: [initAnswer(2), initAnswer(1)] },
    { what: 'a negative correlation id', answers: [initAnswer(-1)] },
  ])('is cut off at $what; everything pending may have happened', ({ answers }) => {
    const script = new ScriptedConnection()
      .ready()
      .ask('a', INIT)
      .ask('b', INIT)
      .receive(...answers);
    expect(script.story.slice(2)).toEqual([
      'destroy',
      'a failed PROTOCOL_VIOLATION sent',
      'b failed PROTOCOL_VIOLATION sent',
      'lost PROTOCOL_VIOLATION',
    ]);
  });

  it('is cut off at an answer told twice', () => {
    const script = new ScriptedConnection().ready().ask('a', INIT).receive(initAnswer(1), initAnswer(1));
    expect(script.story.slice(2)).toEqual(['a answered', 'destroy', 'lost PROTOCOL_VIOLATION']);
  });

  it('is cut off at an answer nobody asked for', () => {
    const script = new ScriptedConnection().ready().receive(initAnswer(1));
    expect(script.story.slice(2)).toEqual(['destroy', 'lost PROTOCOL_VIOLATION']);
  });

  it('is cut off at ten thousand frames nobody asked for, at the first', () => {
    const flood = Buffer.concat(
      Array.from({ length: 10_000 }, () => Buffer.concat([length(4), Buffer.alloc(4)])),
    );
    const script = new ScriptedConnection().ready().receive(flood);
    expect(script.story.slice(2)).toEqual(['destroy', 'lost PROTOCOL_VIOLATION']);
  });

  it('may answer early, but not more often than it was asked', () => {
    const script = new ScriptedConnection().ready();
    script.holdWrites = true;
    script.ask('a', INIT).receive(initAnswer(1), initAnswer(2));
    expect(script.story.slice(2)).toEqual([
      'destroy',
      'a failed PROTOCOL_VIOLATION sent',
      'lost PROTOCOL_VIOLATION',
    ]);
  });

  it('makes one request fail as malformed and the rest as broken when a body cannot be read', () => {
    const cut = initAnswer(1).subarray(0, -1);
    cut.writeInt32BE(cut.length - 4);
    const script = new ScriptedConnection().ready().ask('a', INIT).ask('b', INIT).receive(cut);
    expect(script.story.slice(2)).toEqual([
      'a failed MALFORMED_RESPONSE sent',
      'destroy',
      'b failed MALFORMED_RESPONSE sent',
      'lost MALFORMED_RESPONSE',
    ]);
  });
});

describe('answers on a bad line', () => {
  const answers = Buffer.concat([initAnswer(1), metadataAnswer(2), initAnswer(3)]);
  const asked = (): ScriptedConnection =>
    new ScriptedConnection().ready().ask('a', INIT).ask('b', METADATA).ask('c', INIT);
  const ends = [initAnswer(1).length, initAnswer(1).length + metadataAnswer(2).length, answers.length];

  it('are the same in every split', () => {
    const whole = asked().receive(answers);
    expect(whole.story.slice(2)).toEqual(['a answered', 'b answered', 'c answered']);
    const bodies = whole.effects.filter(({ kind }) => kind === 'answer');
    for (let cut = 1; cut < answers.length; cut++) {
      const split = asked().receive(answers.subarray(0, cut)).receive(answers.subarray(cut));
      expect(split.effects.filter(({ kind }) => kind === 'answer')).toEqual(bodies);
    }
  });

  it('are the same byte by byte, ApiVersions included', () => {
    const script = new ScriptedConnection().start().open();
    for (const byte of versionsAnswer(0)) script.receive(Buffer.from([byte]));
    script.ask('a', INIT).ask('b', METADATA).ask('c', INIT);
    for (const byte of answers) script.receive(Buffer.from([byte]));
    expect(script.story.slice(2)).toEqual(['a answered', 'b answered', 'c answered']);
  });

  it('that are cut off at any byte settle each request once', () => {
    for (let cut = 0; cut <= answers.length; cut++) {
      const script = asked().receive(answers.subarray(0, cut)).closed(new Error('read ECONNRESET'));
      const expected = ['a', 'b', 'c'].map((name, index) =>
        cut >= (ends[index] ?? 0) ? `${name} answered` : `${name} failed DISCONNECTED sent`,
      );
      expect(script.story.slice(2).filter((line) => !/^(lost|destroy)/.test(line))).toEqual(expected);
      expect(script.story.at(-1)).toBe('lost DISCONNECTED');
    }
  });

  it('cut off anywhere in ApiVersions leave every request unsent', () => {
    const versions = versionsAnswer(0);
    for (let cut = 0; cut < versions.length; cut++) {
      const script = new ScriptedConnection().start().ask('a', INIT).open();
      script.receive(versions.subarray(0, cut)).closed();
      expect(script.story).toEqual(['open', 'destroy', 'a failed DISCONNECTED unsent', 'lost DISCONNECTED']);
    }
  });

  it('with any bit flipped settle each request once, with an answer or a typed failure', () => {
    for (let bit = 0; bit < answers.length * 8; bit++) {
      const flipped = Buffer.from(answers);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const script = asked().receive(flipped);
      if (script.machine.state.kind === 'ready') script.closed();
      for (const name of ['a ', 'b ', 'c ']) {
        expect(script.story.filter((line) => line.startsWith(name))).toHaveLength(1);
      }
    }
  });

  it('to ten thousand pipelined requests are read from one packet in order', () => {
    const script = new ScriptedConnection().ready();
    script.holdWrites = true;
    const names = Array.from({ length: 10_000 }, (_, index) => `${index}`);
    for (const name of names) script.ask(name, INIT);
    script.finishWrite().finishWrite();
    script.receive(...script.written.map(({ correlationId }) => initAnswer(correlationId)));
    expect(script.story.slice(2)).toEqual(names.map((name) => `${name} answered`));
  });
});
