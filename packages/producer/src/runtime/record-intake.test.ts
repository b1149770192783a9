import { describe, expect, it } from 'vitest';
import { ConfigError, SerializationError, serializer } from '@ottla/kernel';
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
