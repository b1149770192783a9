/** Which branch of a union takes a value where several could: natural kinds first, then what is taken besides. */
import { ByteWriter } from '@ottla/kernel';
import { parseSchema, type RepresentationChoices } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { avroCodec, type AvroCodecOptions } from './avro-codec.ts';
import type { ValueCodec } from './value-codec.ts';

const logical = (type: string, name: string): object => ({ type, logicalType: name });
const DECIMAL = { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 };
const DATE = logical('int', 'date');
const MILLIS = logical('long', 'timestamp-millis');
const MICROS = logical('long', 'timestamp-micros');
const DURATION = { type: 'fixed', name: 'D', size: 12, logicalType: 'duration' };
const RECORD = { type: 'record', name: 'R', fields: [{ name: 'scale', type: 'int' }] };

/** The branch that a value is written in, and what is read back. */
function passed(branches: readonly unknown[], value: unknown, options: AvroCodecOptions): readonly unknown[] {
  const codec = avroCodec<unknown>(parseSchema(JSON.stringify(branches)), options);
  const writer = new ByteWriter();
  codec.encodeInto(value, writer);
  const bytes = writer.toBytes();
  return [(bytes[0] ?? 0) >> 1, codec.decode(bytes)];
}

const MIDNIGHT = new Date('2026-11-21T00:00:00Z');
const NOON = new Date('2026-11-21T12:00:00Z');

describe('a value of a union', () => {
  it.each<[readonly unknown[], RepresentationChoices, value: unknown, branch: number, back?: unknown]>([
    // Natural before wide, whatever the order.
    [[DECIMAL, 'double'], {}, 0.5, 1],
    [[MILLIS, 'int'], {}, 5, 1],
    [[DATE, MILLIS], {}, MIDNIGHT, 1],
    [[DECIMAL, MICROS], {}, 5n, 1],
    // Wide where no natural branch holds it.
    [['long', DECIMAL], {}, 0.5, 1, '0.50'],
    [['null', DECIMAL], {}, 12n, 1, '12.00'],
    [['int', 'long'], {}, 5n, 1, 5],
    [['null', MILLIS], {}, NOON.getTime(), 1, NOON],
    [['string', DATE], {}, MIDNIGHT, 1, '2026-11-21'],
    [[DATE, MICROS], {}, NOON, 1, BigInt(NOON.getTime()) * 1000n],
    [['boolean', 'long'], { long: 'bigint' }, 5, 1, 5n],
    // Of several wide ones the first that takes it.
    [[DECIMAL, 'long'], {}, 5n, 0, '5.00'],
    [[MILLIS, DECIMAL], {}, 0.25, 1, '0.25'],
    // Named, it is the one that is named.
    [[DECIMAL, 'double'], {}, { $type: 'bytes', value: 0.5 }, 0, '0.50'],
    [['int', 'long'], {}, { $type: 'long', value: 5 }, 1, 5],
    // Objects that could be either are wrapped.
    [
      [DECIMAL, RECORD],
      { decimal: 'unscaled' },
      { $type: 'bytes', value: { unscaled: 1n, scale: 2 } },
      0,
      { $type: 'bytes', value: { unscaled: 1n, scale: 2 } },
    ],
    [[DECIMAL, RECORD], { decimal: 'unscaled' }, { scale: 2 }, 1],
    [[DECIMAL, DURATION], { decimal: 'unscaled' }, { months: 1, days: 0, milliseconds: 0 }, 1],
    [[DURATION, DECIMAL], { decimal: 'unscaled' }, { unscaled: 1n, scale: 2 }, 1],
  ])('%j %j: %s is of branch %i', (branches, choices, value, branch, back = value) => {
    expect(passed(branches, value, { choices })).toEqual([branch, back]);
  });

  it('is asked for its class first', () => {
    /** Takes text of its own: what would be a string, or a record, without it. */
    const loud: ValueCodec<unknown, { unscaled: bigint; scale: number }> = {
      is: (value): value is unknown => typeof value === 'string' && value.endsWith('!'),
      encode: (value) => ({ unscaled: BigInt(String(value).length), scale: 2 }),
      decode: ({ unscaled }) => '!'.repeat(Number(unscaled)),
    };
    const options = { choices: { decimal: { codec: 'Loud' } }, codecs: { Loud: loud } };
    expect(passed(['string', DECIMAL], '!!!', options)).toEqual([1, '!!!']);
    expect(passed(['string', DECIMAL], 'quiet', options)).toEqual([0, 'quiet']);
  });

  it.each<[readonly unknown[], unknown]>([
    [['long', DATE], NOON],
    [['null', MICROS], 5],
    [['string', logical('long', 'local-timestamp-millis')], NOON],
    [['null', 'int'], 5n],
  ])('%j: %s is of none', (branches, value) => {
    expect(() => passed(branches, value, {})).toThrow(expect.objectContaining({ code: 'VALUE_MISFIT' }));
  });
});
