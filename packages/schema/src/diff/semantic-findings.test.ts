import { describe, expect, it } from 'vitest';
import type { CompatibilityFinding } from '../compatibility/compatibility-finding.ts';
import { checkCompatibility } from '../compatibility/compatibility.ts';
import { parseSchema } from '../parse/schema-parser.ts';
import { namedTypesOf, type Schema } from '../schema.ts';
import { semanticFindings } from './semantic-findings.ts';
import { semanticRules } from './semantic-rules.ts';

type Json = unknown;

function order(field: object): Schema {
  const schema = { type: 'record', name: 'com.acme.Order', fields: [{ name: 'x', ...field }] };
  return parseSchema(JSON.stringify(schema));
}

function between(before: object, after: object): readonly CompatibilityFinding[] {
  return semanticFindings(order(before), order(after));
}

/** `DECIMAL_SCALE_CHANGED warn 2 -> 4`. */
function told(before: object, after: object): readonly string[] {
  return between(before, after).map(({ rule, severity, detail, direction }) =>
    [rule, severity, detail, direction].filter((part) => part !== '' && part !== null).join(' '),
  );
}

function type(before: Json, after: Json): readonly string[] {
  return told({ type: before }, { type: after });
}

function logical(on: string, logicalType: string, more: object = {}): Json {
  return { type: on, logicalType, ...more };
}

function decimal(precision: number, scale: number): Json {
  return logical('bytes', 'decimal', { precision, scale });
}

describe.each(semanticRules)('the example of $id', ({ id, example }) => {
  if (!('before' in example)) throw new Error(`${id} is about two versions`);
  const before = parseSchema(example.before, { file: 'order.avsc' });
  /** What a text does not define comes from another file. */
  const parsed = (text: string): Schema => {
    const references = id === 'REFERENCE_MOVED' ? namedTypesOf(before).slice(1) : [];
    const elsewhere = references.map((each) => ({
      ...each,
      position: { ...each.position, file: 'money.avsc' },
    }));
    return parseSchema(text, { file: 'order.avsc', references: text === example.bad ? elsewhere : [] });
  };
  const rulesOf = (text: string): readonly string[] =>
    semanticFindings(before, parsed(text), { also: new Set([id]) }).map(({ rule }) => rule);

  it('is found in the bad version and not in the good one', () => {
    expect(rulesOf(example.bad)).toEqual([id]);
    expect(rulesOf(example.good)).toEqual([]);
  });

  it('passes Java at its level', () => {
    const after = parsed(example.bad);
    expect(checkCompatibility(after, before)).toEqual([]);
    if (example.level === 'FULL') expect(checkCompatibility(before, after)).toEqual([]);
  });
});

describe('decimals', () => {
  it('of another scale tell what a value becomes', () => {
    const [finding] = between({ type: decimal(10, 2) }, { type: decimal(10, 4) });
    expect(finding).toMatchObject({
      rule: 'DECIMAL_SCALE_CHANGED',
      severity: 'warn',
      path: 'com.acme.Order.x',
      detail: '2 -> 4',
      direction: null,
      message:
        'the scale went from 2 to 4; a registry would accept it, and values written as 12.34 are read as 0.1234',
    });
  });

  it.each([
    [0, 2, '1234', '12.34'],
    [6, 0, '0.001234', '1234'],
    [4, 20, '0.1234', '1234e-20'],
  ])('of scale %i and then %i', (before, after, written, read) => {
    const [finding] = between({ type: decimal(30, before) }, { type: decimal(30, after) });
    expect(finding?.message).toContain(`values written as ${written} are read as ${read}`);
  });

  it('of lower precision lose values, of higher ones surprise old readers', () => {
    expect(type(decimal(10, 2), decimal(6, 2))).toEqual(['DECIMAL_PRECISION_CHANGED warn 10 -> 6 BACKWARD']);
    expect(type(decimal(6, 2), decimal(10, 2))).toEqual(['DECIMAL_PRECISION_CHANGED info 6 -> 10 FORWARD']);
  });

  it('of both are two findings', () => {
    expect(type(decimal(10, 2), decimal(12, 4))).toEqual([
      'DECIMAL_PRECISION_CHANGED info 10 -> 12 FORWARD',
      'DECIMAL_SCALE_CHANGED warn 2 -> 4',
    ]);
  });

  it('that become valid are added', () => {
    expect(type(decimal(2, 4), decimal(10, 4))).toEqual(['LOGICAL_TYPE_ADDED warn none -> decimal']);
  });
});

describe('units of time', () => {
  it.each([
    ['timestamp-millis', 'timestamp-micros', '2026-01-01 as it was written is read as 1970-01-21'],
    ['timestamp-micros', 'timestamp-millis', 'is read as a day of the year 57971'],
    ['timestamp-nanos', 'timestamp-millis', 'is read as a date beyond any calendar'],
    ['local-timestamp-micros', 'local-timestamp-nanos', 'is read as 1970-01-21'],
  ])('%s became %s', (before, after, reading) => {
    const [finding, ...others] = between({ type: logical('long', before) }, { type: logical('long', after) });
    expect(others).toEqual([]);
    expect(finding?.rule).toBe('TIMESTAMP_UNIT_CHANGED');
    expect(finding?.message).toContain(reading);
  });

  it('are found where the int of a time was promoted to the long of another', () => {
    const [before, after] = [logical('int', 'time-millis'), logical('long', 'time-micros')];
    const expected = ['TIMESTAMP_UNIT_CHANGED warn time-millis -> time-micros'];
    expect(type(before, after)).toEqual(expected);
    expect(type(['null', before], ['null', after])).toEqual(expected);
    expect(type(before, ['null', after])).toEqual(expected);
    expect(between({ type: before }, { type: after })[0]?.message).toContain(
      '12:00:00 as it was written is read as 00:00:43.200',
    );
  });

  it('are not what tells a local time from an instant', () => {
    expect(type(logical('long', 'timestamp-millis'), logical('long', 'local-timestamp-millis'))).toEqual([
      'LOGICAL_TYPE_CHANGED warn timestamp-millis -> local-timestamp-millis',
    ]);
  });
});

describe('logical types', () => {
  it('that are dropped within a new union are found', () => {
    expect(type(logical('string', 'uuid'), ['null', 'string'])).toEqual([
      'LOGICAL_TYPE_DROPPED warn uuid -> none',
    ]);
  });

  it('that no reader of the bytes can meet are not judged', () => {
    expect(type(logical('string', 'uuid'), 'int')).toEqual([]);
  });

  it('that Avro does not know are no logical types', () => {
    expect(type(logical('string', 'email'), logical('string', 'uuid-ish'))).toEqual([]);
  });

  it('of a fixed are judged by its name', () => {
    const fixed = (more: object): Json => ({ type: 'fixed', name: 'F', size: 16, ...more });
    expect(type(fixed({ logicalType: 'uuid' }), fixed({}))).toEqual([
      'LOGICAL_TYPE_DROPPED warn uuid -> none',
    ]);
  });
});

describe('defaults', () => {
  it('that were added are fine', () => {
    expect(told({ type: 'int' }, { type: 'int', default: 1 })).toEqual([]);
  });

  it('null is a default that can be lost', () => {
    const nullable = { type: ['null', 'int'] };
    expect(told({ ...nullable, default: null }, nullable)).toEqual(['DEFAULT_REMOVED warn null -> none']);
  });

  it('of a record are an attribute without meaning', () => {
    const record = (value: string): Json => ({ type: 'record', name: 'R', fields: [], default: value });
    expect(type(record('a'), record('b'))).toEqual([]);
  });
});

describe('names', () => {
  it('an alias that went tells what becomes of values', () => {
    const before = { type: 'int', aliases: ['a', 'b'] };
    const [finding] = between({ ...before, default: 0 }, { type: 'int', default: 0, aliases: ['b'] });
    expect(finding).toMatchObject({ rule: 'ALIAS_REMOVED', detail: 'a', direction: 'BACKWARD' });
    expect(finding?.message).toContain('values written as "a" silently become the default');
    expect(between(before, { type: 'int', aliases: ['a'] })[0]?.message).toContain('"b" are no longer read');
  });

  it('a namespace with the old name among the aliases concerns old readers only', () => {
    const enumeration = (namespace: string, aliases: readonly string[]): Json => ({
      type: 'enum',
      name: 'E',
      namespace,
      symbols: ['A'],
      aliases,
    });
    expect(type(enumeration('a', []), enumeration('b', []))).toEqual(['NAMESPACE_CHANGED warn a.E -> b.E']);
    expect(type(enumeration('a', []), enumeration('b', ['a.E']))).toEqual([
      'NAMESPACE_CHANGED info a.E -> b.E FORWARD',
    ]);
  });

  it('several symbols that moved are one finding of their enum', () => {
    const enumeration = (...symbols: string[]): Json => ({ type: 'enum', name: 'a.E', symbols });
    const [finding, ...others] = between(
      { type: enumeration('A', 'B', 'C', 'D') },
      { type: enumeration('D', 'C', 'B', 'A') },
    );
    expect(finding).toMatchObject({ rule: 'ENUM_SYMBOLS_REORDERED', path: 'a.E', severity: 'info' });
    expect(others).toEqual([]);
  });
});

describe('promotions', () => {
  it.each([
    ['long', 'double', ['FLOAT_PRECISION_LOSS warn long -> double BACKWARD']],
    ['long', 'float', ['FLOAT_PRECISION_LOSS warn long -> float BACKWARD']],
    ['int', 'float', ['FLOAT_PRECISION_LOSS warn int -> float BACKWARD']],
    ['double', 'long', ['FLOAT_PRECISION_LOSS warn double -> long FORWARD']],
    ['int', 'double', []],
    ['int', 'long', []],
    ['float', 'double', []],
    ['string', 'bytes', ['STRING_BYTES_SWAP warn string -> bytes']],
    ['bytes', ['null', 'string'], ['STRING_BYTES_SWAP warn bytes -> string']],
  ])('%j to %j', (before, after, findings) => {
    expect(type(before, after)).toEqual(findings);
  });
});

it('a schema and itself have no findings', () => {
  for (const { example } of semanticRules) {
    if (!('before' in example)) continue;
    const also = new Set(semanticRules.map(({ id }) => id));
    expect(semanticFindings(parseSchema(example.before), parseSchema(example.before), { also })).toEqual([]);
  }
});
