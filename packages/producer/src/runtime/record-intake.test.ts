import { describe, expect, it } from 'vitest';
import {
  ConfigError,
  SerializationError,
  serializer,
  type RecordHeader,
  type SerializerContext,
  type SimpleSerializer,
} from '@ottla/kernel';
import { ManualClock } from '@ottla/kernel/testing';
import { NO_HEADERS, RecordDraft } from '../core/record-draft.ts';
import { TopicState } from '../core/topic-state.ts';
import type { AnyRecord } from './record-fields.ts';
import { RecordIntake } from './record-intake.ts';
import { TopicLane, type LaneSerializers } from './topic-lane.ts';

const state = new TopicState('orders');
const lane = (serializers: Partial<LaneSerializers> = {}): TopicLane =>
  new TopicLane(state, { key: undefined, value: undefined, ...serializers });

function taken(
  record: Omit<AnyRecord, 'topic'>,
  topic = lane(),
): { draft: RecordDraft; key: string | null; value: string | null } {
  const intake = new RecordIntake(new ManualClock());
  const draft = new RecordDraft(state, Buffer.alloc(0));
  const whole = { topic: 'orders', ...record };
  intake.address(whole, draft);
  intake.serialize(whole, draft, topic);
  const text = (start: number, length: number): string | null =>
    length < 0 ? null : draft.source.toString('utf8', start, start + length);
  return {
    draft,
    key: text(draft.keyStart, draft.keyLength),
    value: text(draft.valueStart, draft.valueLength),
  };
}

const upper = serializer((value: unknown) => Buffer.from(String(value).toUpperCase()));

describe('key and value', () => {
  it.each<[string, Omit<AnyRecord, 'topic'>, Partial<LaneSerializers>, string | null, string | null]>([
    ['bytes alone', { value: Buffer.from('v') }, {}, null, 'v'],
    ['bytes with a key', { key: Buffer.from('k'), value: Buffer.from('v') }, {}, 'k', 'v'],
    ['other views of bytes', { key: null, value: new Uint8Array([118]) }, {}, null, 'v'],
    ['an empty key and value', { key: Buffer.alloc(0), value: Buffer.alloc(0) }, {}, '', ''],
    ['a tombstone', { key: Buffer.from('k'), value: null }, {}, 'k', null],
    ['serialized ones', { key: 'k', value: 'v' }, { key: upper, value: upper }, 'K', 'V'],
    ['a tombstone past a serializer', { key: 'k', value: null }, { key: upper, value: upper }, 'K', null],
    ['a serializer that makes a tombstone', { value: 'v' }, { value: serializer(() => null) }, null, null],
  ])('are read from %s', (_what, record, serializers, key, value) => {
    const result = taken(record, lane(serializers));
    expect([result.key, result.value]).toEqual([key, value]);
  });

  it('of a serializer that fails are never named in the message', () => {
    const leaky = serializer(() => {
      throw new Error('bad secret');
    });
    const taking = (): unknown => taken({ value: 'secret' }, lane({ value: leaky }));
    expect(taking).toThrow(SerializationError);
    expect(taking).not.toThrow(/secret/);
  });
});

describe('address', () => {
  it.each<[string, Omit<AnyRecord, 'topic'>, Partial<RecordDraft>]>([
    ['none of its own', { value: null }, { partition: -1, headers: NO_HEADERS }],
    ['a partition', { value: null, partition: 0 }, { partition: 0 }],
    ['a timestamp as number', { value: null, timestamp: 5 }, { timestampMs: 5 }],
    ['a timestamp as bigint', { value: null, timestamp: 5n }, { timestampMs: 5 }],
    ['a timestamp as Date', { value: null, timestamp: new Date(5) }, { timestampMs: 5 }],
    [
      'headers as an object',
      { value: null, headers: { a: 'x', b: null } },
      {
        headers: [
          { key: 'a', value: Buffer.from('x') },
          { key: 'b', value: null },
        ],
      },
    ],
  ])('of a record with %s', (_what, record, expected) => {
    expect(taken(record).draft).toMatchObject(expected);
  });

  it.each<[string, Record<string, unknown>]>([
    ['VALUE_MISSING', {}],
    ['PARTITION_INVALID', { value: null, partition: 1.5 }],
    ['PARTITION_INVALID', { value: null, partition: '1' }],
    ['TIMESTAMP_INVALID', { value: null, timestamp: -1 }],
    ['TIMESTAMP_INVALID', { value: null, timestamp: 2n ** 60n }],
    ['HEADER_INVALID', { value: null, headers: [{ key: 1, value: null }] }],
    ['HEADER_INVALID', { value: null, headers: [null] }],
    ['HEADER_INVALID', { value: null, headers: [{ key: 'a', value: 'text' }] }],
  ])('is refused with %s: %o', (code, record) => {
    // The compiler refuses these too; at run time they come from JavaScript.
    const taking = (): unknown => taken(record as unknown as AnyRecord);
    expect(taking).toThrow(ConfigError);
    expect(taking).toThrow(expect.objectContaining({ code }));
  });
});

describe('headers that serializers add', () => {
  const idHeader = { key: 'id', value: Buffer.from([1]) };
  const adding = (...headers: readonly RecordHeader[]): SimpleSerializer<unknown> =>
    serializer((value, { addHeader }) => {
      for (const header of headers) addHeader?.(header);
      return Buffer.from(String(value));
    });

  it.each<[string, Omit<AnyRecord, 'topic'>, Partial<LaneSerializers>, readonly RecordHeader[]]>([
    ['none', { value: 'v' }, { value: adding() }, NO_HEADERS],
    ['one', { value: 'v' }, { value: adding(idHeader) }, [idHeader]],
    ['an equal one twice', { value: 'v' }, { value: adding(idHeader, { ...idHeader }) }, [idHeader]],
    [
      'one of the same key and another value',
      { value: 'v' },
      { value: adding(idHeader, { key: 'id', value: null }) },
      [idHeader, { key: 'id', value: null }],
    ],
    [
      'one that the record has',
      { value: 'v', headers: [idHeader] },
      { value: adding({ key: 'id', value: new Uint8Array([1]) }) },
      [idHeader],
    ],
    [
      'some of key and value, behind those of the record',
      { key: 'k', value: 'v', headers: { own: null } },
      { key: adding(idHeader), value: adding({ key: 'v', value: null }) },
      [{ key: 'own', value: null }, idHeader, { key: 'v', value: null }],
    ],
  ])('are those of the record: %s', (_what, record, serializers, headers) => {
    expect(taken(record, lane(serializers)).draft.headers).toEqual(headers);
  });

  it('of the key are seen by the value', () => {
    const seen: unknown[] = [];
    const value = serializer((_value: unknown, { headers }) => {
      seen.push(headers);
      return null;
    });
    taken({ key: 'k', value: 'v' }, lane({ key: adding(idHeader), value }));
    expect(seen).toEqual([[idHeader]]);
  });

  it('stay with their record when a serializer has another one serialized meanwhile', () => {
    const inner: unknown[] = [];
    const topic: TopicLane = lane({
      value: serializer((value: unknown, { addHeader }) => {
        addHeader?.({ key: `before ${String(value)}`, value: null });
        if (value === 'outer') inner.push(taken({ value: 'inner' }, topic).draft.headers);
        addHeader?.({ key: `after ${String(value)}`, value: null });
        return null;
      }),
    });
    const names = (headers: readonly RecordHeader[]): string[] => headers.map(({ key }) => key);
    expect(names(taken({ value: 'outer' }, topic).draft.headers)).toEqual(['before outer', 'after outer']);
    expect(inner).toMatchObject([[{ key: 'before inner' }, { key: 'after inner' }]]);
  });

  it('are refused when they come late or are none', () => {
    let late: SerializerContext['addHeader'];
    const topic = lane({
      value: serializer((_value: unknown, { addHeader }) => {
        late = addHeader;
        return null;
      }),
    });
    taken({ value: 'v' }, topic);
    expect(() => late?.(idHeader)).toThrow(expect.objectContaining({ code: 'HEADER_LATE', action: 'usage' }));
    // What a program in plain JavaScript may pass.
    const wrong = { key: 'id', value: 7 } as unknown as RecordHeader;
    expect(() => taken({ value: 'v' }, lane({ value: adding(wrong) }))).toThrow(
      expect.objectContaining({ code: 'HEADER_INVALID', action: 'usage' }),
    );
  });

  it('cannot be added while ready is asked', () => {
    const contexts: SerializerContext[] = [];
    const value = {
      ready(_value: unknown, context: SerializerContext): true {
        contexts.push(context);
        return true;
      },
      serialize: () => null,
    };
    for (const headers of [undefined, { own: null }]) {
      const record = { topic: 'orders', value: 'v', ...(headers === undefined ? {} : { headers }) };
      const draft = new RecordDraft(state, Buffer.alloc(0));
      const intake = new RecordIntake(new ManualClock());
      intake.address(record, draft);
      expect(intake.readiness(record, draft, lane({ value }))).toBeNull();
    }
    expect(contexts.map(({ addHeader }) => addHeader)).toEqual([undefined, undefined]);
  });
});
