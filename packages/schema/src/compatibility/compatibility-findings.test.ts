import { describe, expect, it } from 'vitest';
import type { Position } from '../json/position.ts';
import { parseSchema } from '../parse/schema-parser.ts';
import type { CompatibilityFinding } from './compatibility-finding.ts';
import { compatibilityFindings } from './compatibility-findings.ts';

type Fields = Readonly<Record<string, string>>;

/** One field to a line, from line 2. */
function order(fields: Fields, name = 'com.acme.Order'): string {
  const lines = Object.entries(fields).map(([field, type]) => `{"name":"${field}","type":${type}}`);
  return `{"type":"record","name":"${name}","fields":[\n${lines.join(',\n')}]}`;
}

function findings(
  before: string,
  after: string,
  direction: 'BACKWARD' | 'FORWARD' = 'BACKWARD',
): readonly CompatibilityFinding[] {
  return compatibilityFindings({
    before: parseSchema(before, { file: 'v1' }),
    after: parseSchema(after, { file: 'v2' }),
    direction,
  });
}

/** `RULE path (detail)` of one field's types before and after. */
function told(
  before: string,
  after: string,
  direction: 'BACKWARD' | 'FORWARD' = 'BACKWARD',
): readonly string[] {
  return findings(order({ x: before }), order({ x: after }), direction).map(
    ({ rule, path, detail }) => `${rule} ${path} (${detail})`,
  );
}

const array = (items: string): string => `{"type":"array","items":${items}}`;
const map = (values: string): string => `{"type":"map","values":${values}}`;
const status = (...symbols: readonly string[]): string =>
  `{"type":"enum","name":"Status","symbols":${JSON.stringify(symbols)}}`;
const iban = (size: number): string => `{"type":"fixed","name":"Iban","size":${size}}`;
const money = (fields: Fields, name = 'com.acme.Money'): string => order(fields, name);

describe('the rule', () => {
  it.each([
    ['"long"', '"int"', 'NUMERIC_NARROWED com.acme.Order.x (long -> int)', []],
    ['"double"', '"float"', 'NUMERIC_NARROWED com.acme.Order.x (double -> float)', []],
    ['["null","long"]', '["null","int"]', 'NUMERIC_NARROWED com.acme.Order.x (long -> int)', []],
    [
      '"long"',
      '["null","int"]',
      'NUMERIC_NARROWED com.acme.Order.x (long -> int)',
      ['UNION_BRANCH_ADDED com.acme.Order.x ("null")'],
    ],
    ['["int","long"]', '["int"]', 'UNION_BRANCH_REMOVED com.acme.Order.x ("long")', []],
    ['["null","string"]', '"string"', 'UNION_BRANCH_REMOVED com.acme.Order.x ("null")', []],
    [
      '"string"',
      '["null","int"]',
      'FIELD_TYPE_CHANGED com.acme.Order.x ("string" -> ["null","int"])',
      ['UNION_BRANCH_ADDED com.acme.Order.x ("null")', 'UNION_BRANCH_ADDED com.acme.Order.x ("int")'],
    ],
    [array('"long"'), array('"int"'), 'NUMERIC_NARROWED com.acme.Order.x[] (long -> int)', []],
    [map(array('"long"')), map(array('"int"')), 'NUMERIC_NARROWED com.acme.Order.x{}[] (long -> int)', []],
    [
      `["null",${array('"long"')}]`,
      `["null",${array('"int"')}]`,
      `UNION_BRANCH_CHANGED com.acme.Order.x (${array('"long"')}: com.acme.Order.x|array[] long -> int)`,
      [],
    ],
    [status('A', 'B', 'C'), status('B'), 'ENUM_SYMBOL_REMOVED com.acme.Status (A, C)', []],
    [
      iban(8),
      iban(9),
      'FIXED_SIZE_CHANGED com.acme.Iban (8 -> 9)',
      ['FIXED_SIZE_CHANGED com.acme.Iban (8 -> 9)'],
    ],
    [
      iban(8),
      '"bytes"',
      'FIELD_TYPE_CHANGED com.acme.Order.x ("com.acme.Iban" -> "bytes")',
      ['FIELD_TYPE_CHANGED com.acme.Order.x ("com.acme.Iban" -> "bytes")'],
    ],
    [
      money({}),
      money({}, 'com.acme.Amount'),
      'TYPE_RENAMED com.acme.Amount (com.acme.Money -> com.acme.Amount)',
      ['TYPE_RENAMED com.acme.Amount (com.acme.Money -> com.acme.Amount)'],
    ],
    [
      money({}),
      `["string"]`,
      'RECORD_TO_UNION com.acme.Order.x ("com.acme.Money" -> ["string"])',
      ['RECORD_TO_UNION com.acme.Order.x ("string")'],
    ],
  ])('from %s to %s is %s', (before, after, backward, forward) => {
    expect(told(before, after)).toEqual([backward]);
    expect(told(before, after, 'FORWARD')).toEqual(forward);
  });

  it('of what old readers cannot read is another one', () => {
    expect(told('"int"', '"long"', 'FORWARD')).toEqual(['NUMERIC_WIDENED com.acme.Order.x (int -> long)']);
    expect(told(status('A'), status('A', 'B'), 'FORWARD')).toEqual([
      'ENUM_SYMBOL_ADDED_NO_DEFAULT com.acme.Status (B)',
    ]);
    expect(told('["null"]', '["null","string"]', 'FORWARD')).toEqual([
      'UNION_BRANCH_ADDED com.acme.Order.x ("string")',
    ]);
  });

  it('of a removed field stands at the new record, under its name', () => {
    const [found] = findings(
      order({ id: '"long"', x: '"int"' }),
      order({ id: '"long"' }, 'org.acme.Order'),
      'FORWARD',
    );
    expect(found).toMatchObject({
      rule: 'FIELD_REMOVED_WITHOUT_DEFAULT',
      path: 'org.acme.Order.x',
      position: { file: 'v2', line: 1 },
      other: { file: 'v1', line: 3 },
    });
  });

  it('of an added one tells the likely old name', () => {
    const [found] = findings(
      order({ id: '"long"', faxNumber: '"string"' }),
      order({ id: '"long"', fax_number: '"string"' }),
    );
    expect(found).toMatchObject({
      rule: 'FIELD_RENAMED_WITHOUT_ALIAS',
      path: 'com.acme.Order.fax_number',
      detail: 'faxNumber -> fax_number',
      fix: 'add "aliases": ["faxNumber"]',
      position: { file: 'v2', line: 3 },
      other: { file: 'v1', line: 3 },
    });
  });

  it('of a missing field of an enum is that of any field, for each that is missing', () => {
    const type = '{"type":"enum","name":"E","symbols":["A"],"default":"A"}';
    const found = findings(order({}), order({ e: type, f: '"E"' }));
    expect(found.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
      'FIELD_ADDED_WITHOUT_DEFAULT com.acme.Order.e',
      'FIELD_ADDED_WITHOUT_DEFAULT com.acme.Order.f',
    ]);
    expect(found[1]?.incompatibility).toMatchObject({ kind: 'TYPE_MISMATCH', location: '/fields/0/type' });
  });

  it('of an ambiguous alias stands alone: Java judges no further', () => {
    const before =
      '{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}';
    const after = '{"type":"record","name":"R","fields":[{"name":"a","type":"string","aliases":["b"]}]}';
    expect(findings(before, after)).toMatchObject([
      {
        rule: 'FIELD_ALIAS_AMBIGUOUS',
        path: 'R.a',
        detail: 'a, b',
        fix: 'remove the alias "b"',
        position: { file: 'v2' },
      },
    ]);
    expect(findings(after, before, 'FORWARD')).toMatchObject([
      { rule: 'FIELD_ALIAS_AMBIGUOUS', position: { file: 'v2' } },
    ]);
  });
});

describe('the places', () => {
  /** The text at a place, until the line ends. */
  function at(text: string, position: Position | null | undefined): string {
    return text.split('\n')[(position?.line ?? 0) - 1]?.slice((position?.column ?? 0) - 1) ?? '';
  }

  it.each([
    [status('A', 'B'), status('A'), /^\{"type":"enum"/, /^"B"/],
    [iban(8), iban(9), /^9\}/, /^8\}/],
    [money({}), money({}, 'com.acme.Amount'), /^"com\.acme\.Amount"/, /^"com\.acme\.Money"/],
    ['["null","string"]', '["null"]', /^\["null"\]/, /^"string"/],
    ['"long"', '"int"', /^"int"/, /^"long"/],
    [iban(8), '"string"', /^"string"/, /^\{"name":"x"/],
  ])('of %s and %s are those of the very nodes', (before, after, atNew, atOld) => {
    const [old, now] = [order({ x: before }), order({ x: after })];
    const [found] = findings(old, now);
    expect(at(now, found?.position)).toMatch(atNew);
    expect(at(old, found?.other)).toMatch(atOld);
  });

  it('of what a version lacks are the name of the record it would stand in', () => {
    const [without, having] = [order({}), order({ x: '"int"' })];
    const [added] = findings(without, having);
    expect(at(without, added?.other)).toMatch(/^"com\.acme\.Order"/);
    const [removed] = findings(having, without, 'FORWARD');
    expect(at(without, removed?.position)).toMatch(/^"com\.acme\.Order"/);
  });

  it('of an added symbol is the symbol', () => {
    const [old, now] = [order({ x: status('A') }), order({ x: status('A', 'B') })];
    const [found] = findings(old, now, 'FORWARD');
    expect(at(now, found?.position)).toMatch(/^"B"/);
    expect(at(old, found?.other)).toMatch(/^\{"type":"enum"/);
  });
});

describe('the words', () => {
  const words = (before: string, after: string, direction: 'BACKWARD' | 'FORWARD' = 'BACKWARD'): unknown =>
    findings(order({ x: before }), order({ x: after }), direction).map(({ message }) => message);

  it('say who reads and what was written', () => {
    expect(words('"long"', '"int"')).toEqual([
      'a reader with the new schema expects int and cannot read the long of old data',
    ]);
    expect(words('"int"', '"long"', 'FORWARD')).toEqual([
      'a reader with the old schema expects int and cannot read the long of new data',
    ]);
  });

  it('name some of very many symbols', () => {
    const symbols = Array.from({ length: 1000 }, (_, place) => `S${place}`);
    const [found] = findings(order({ x: status('A', ...symbols) }), order({ x: status('A') }));
    expect(found?.detail).toMatch(/^S0, S1, .* S19 and 980 more$/);
    expect(found?.message.length).toBeLessThan(400);
  });

  it.each([
    ['"string"', 'add a default, e.g. "default": ""'],
    ['"double"', 'add a default, e.g. "default": 0'],
    ['["null","string"]', 'add a default, e.g. "default": null'],
    ['["string","null"]', 'add a default, e.g. "default": ""'],
    [array('"int"'), 'add a default, e.g. "default": []'],
    [status('NEW', 'PAID'), 'add a default, e.g. "default": "NEW"'],
    [iban(2), 'add a default, e.g. "default": "\\u0000\\u0000"'],
    [money({ units: '"long"', of: '"string"' }), 'add a default, e.g. "default": {"units":0,"of":""}'],
    [
      '{"type":"string","logicalType":"uuid"}',
      'add a default, e.g. "default": "00000000-0000-0000-0000-000000000000"',
    ],
    ['{"type":"bytes","logicalType":"decimal","precision":9}', 'add a default, e.g. "default": "\\u0000"'],
  ])('suggest a default that fits %s', (type, fix) => {
    const [found] = findings(order({}), order({ x: type }));
    expect(found?.fix).toBe(fix);
  });
});

describe('inside unions', () => {
  const nullable = (type: string): string => order({ x: `["null",${type}]` });

  it('the reason is told with its path, and stands where it has to be mended', () => {
    const [found, ...more] = findings(
      nullable(money({ units: '"long"' })),
      nullable(money({ units: '"long"', of: '"string"' })),
    );
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      rule: 'UNION_BRANCH_CHANGED',
      path: 'com.acme.Order.x',
      detail: '"com.acme.Money": com.acme.Money.of',
      fix: 'add a default, e.g. "default": ""',
      inner: [
        'com.acme.Money.of: a reader with the new schema cannot fill the field for old data: it has no default',
      ],
      position: { file: 'v2', line: 4 },
      incompatibility: { kind: 'MISSING_UNION_BRANCH', location: '/fields/0/type/1' },
    });
  });

  it('of unions the innermost reasons are told', () => {
    const nested = (type: string): string =>
      nullable(money({ inner: `["null",${order({ y: type }, 'com.acme.Inner')}]` }));
    expect(findings(nested('"long"'), nested('"int"'))[0]?.inner).toEqual([
      'com.acme.Inner.y: a reader with the new schema expects int and cannot read the long of old data',
    ]);
  });

  it('the only record is meant, whatever its name, unless both unions have it', () => {
    const other = money({}, 'com.acme.Amount');
    const [renamed] = findings(nullable(money({})), nullable(other));
    expect(renamed?.rule).toBe('UNION_BRANCH_CHANGED');
    expect(renamed?.fix).toBe('add "aliases": ["com.acme.Money"]');
    const [removed] = findings(nullable(`${money({})},${other}`), nullable(other));
    expect(removed).toMatchObject({ rule: 'UNION_BRANCH_REMOVED', detail: '"com.acme.Money"', inner: [] });
  });

  it('a recursive record ends', () => {
    const tree = (type: string): string =>
      `["null",{"type":"record","name":"Tree","fields":[{"name":"left","type":["null","Tree"]},{"name":"value","type":"${type}"}]}]`;
    expect(findings(tree('long'), tree('int'))[0]?.inner).toEqual([
      'Tree.value: a reader with the new schema expects int and cannot read the long of old data',
    ]);
  });
});

describe('size', { timeout: 60_000 }, () => {
  const many = (count: number, line: (place: number) => string): string =>
    Array.from({ length: count }, (_, place) => line(place)).join(',');

  it('of thousands of fields that went and came is no square', () => {
    const wide = (name: string): string =>
      `{"type":"record","name":"R","fields":[${many(10_000, (place) => `{"name":"${name}${place}","type":"int"}`)}]}`;
    expect(findings(wide('a'), wide('b'))).toHaveLength(10_000);
  });

  it('of a chain of thousands of unions is no square', () => {
    const chain = (type: string): string =>
      `[${many(2000, (place) => `{"type":"record","name":"L${place}","fields":[{"name":"x","type":["null","L${place + 1}"]}]}`)},{"type":"record","name":"L2000","fields":[{"name":"x","type":"${type}"}]}]`;
    const found = findings(chain('long'), chain('int'));
    expect(found).toHaveLength(2001);
    for (const { inner } of found) expect(inner).not.toEqual([]);
  });
});
