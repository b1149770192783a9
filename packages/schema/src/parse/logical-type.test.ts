import { describe, expect, it } from 'vitest';
import { parseSchema } from './schema-parser.ts';

function logicalOn(text: string): unknown {
  const schema = parseSchema(text);
  return 'logical' in schema ? schema.logical : 'not annotated';
}

const fixed = (size: number, more: string): string => `{"type":"fixed","name":"F","size":${size},${more}}`;
const decimal = (precision: string, scale = ''): string =>
  `"logicalType":"decimal","precision":${precision}${scale === '' ? '' : `,"scale":${scale}`}`;

describe('logical types', () => {
  it.each([
    ['int', 'date'],
    ['int', 'time-millis'],
    ['long', 'time-micros'],
    ['long', 'timestamp-millis'],
    ['long', 'timestamp-micros'],
    ['long', 'timestamp-nanos'],
    ['long', 'local-timestamp-millis'],
    ['long', 'local-timestamp-micros'],
    ['long', 'local-timestamp-nanos'],
    ['string', 'uuid'],
  ])('stand on their own type only: %s %s', (type, name) => {
    expect(logicalOn(`{"type":"${type}","logicalType":"${name}"}`)).toEqual({ name });
    for (const other of ['boolean', 'double', 'bytes', type === 'int' ? 'long' : 'int']) {
      expect(logicalOn(`{"type":"${other}","logicalType":"${name}"}`)).toBeNull();
    }
  });

  it.each([
    [`{"type":"bytes",${decimal('4', '2')}}`, { name: 'decimal', precision: 4, scale: 2 }],
    [`{"type":"bytes",${decimal('4')}}`, { name: 'decimal', precision: 4, scale: 0 }],
    [`{"type":"bytes",${decimal('4', '4')}}`, { name: 'decimal', precision: 4, scale: 4 }],
    [`{"type":"bytes",${decimal('1000000000')}}`, { name: 'decimal', precision: 1_000_000_000, scale: 0 }],
    [fixed(1, decimal('2')), { name: 'decimal', precision: 2, scale: 0 }],
    [fixed(4, decimal('9')), { name: 'decimal', precision: 9, scale: 0 }],
    [fixed(5, decimal('11')), { name: 'decimal', precision: 11, scale: 0 }],
    [fixed(16, decimal('38')), { name: 'decimal', precision: 38, scale: 0 }],
    [fixed(16, '"logicalType":"uuid"'), { name: 'uuid' }],
    ['{"type":"bytes","logicalType":"big-decimal"}', { name: 'big-decimal' }],
    [fixed(12, '"logicalType":"duration"'), { name: 'duration' }],
  ])('hold with valid attributes: %s', (text, logical) => {
    expect(logicalOn(text)).toEqual(logical);
  });

  it.each([
    [`{"type":"bytes","logicalType":"decimal"}`],
    [`{"type":"bytes",${decimal('0')}}`],
    [`{"type":"bytes",${decimal('-1')}}`],
    [`{"type":"bytes",${decimal('1.5')}}`],
    [`{"type":"bytes",${decimal('"4"')}}`],
    [`{"type":"bytes",${decimal('99999999999999999999')}}`],
    [`{"type":"bytes",${decimal('2', '3')}}`],
    [`{"type":"bytes",${decimal('2', '-1')}}`],
    [`{"type":"bytes",${decimal('2', 'null')}}`],
    [`{"type":"string",${decimal('2')}}`],
    [fixed(0, decimal('1'))],
    [fixed(1, decimal('3'))],
    [fixed(4, decimal('10'))],
    [fixed(5, decimal('12'))],
    [fixed(16, decimal('39'))],
    [fixed(15, '"logicalType":"uuid"')],
    [fixed(11, '"logicalType":"duration"')],
    ['{"type":"long","logicalType":"constructor"}'],
    ['{"type":"long","logicalType":7}'],
    ['{"type":"string","logicalType":"big-decimal"}'],
    [fixed(8, '"logicalType":"big-decimal"')],
  ])('are ignored otherwise: %s', (text) => {
    expect(logicalOn(text)).toBeNull();
  });

  it('beside the type of a field, where they mean nothing, are ignored', () => {
    const schema = parseSchema(
      '{"type":"record","name":"R","fields":[{"name":"t","type":"long","logicalType":"timestamp-millis"}]}',
    );
    expect(schema.type === 'record' && schema.fields[0]?.schema).toMatchObject({
      type: 'long',
      logical: null,
    });
  });
});
