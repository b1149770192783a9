import { seededRandom } from '@ottla/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuMilliseconds } from '../../../kernel/testing/cpu-time.ts';
import { randomSchemaText } from '../../testing/random-schema.ts';
import { parseSchema, parseSchemas } from '../parse/schema-parser.ts';
import type { LintFile } from './lint-rule.ts';
import { lintRuleSet, lintSchemas, type LintFinding } from './schema-lint.ts';

const only = (...rules: string[]) => new Map(rules.map((rule) => [rule, 'warn'] as const));

/** Texts by file name, parsed together. */
function filesOf(texts: Record<string, string>): LintFile[] {
  const sources = Object.entries(texts).map(([file, text]) => ({ file, text }));
  return parseSchemas(sources).files.map(({ file, schema }) => ({
    file,
    text: texts[file] ?? '',
    schemas: [schema],
  }));
}

function lint(texts: Record<string, string> | string, ...rules: string[]): readonly LintFinding[] {
  const files = filesOf(typeof texts === 'string' ? { 'a.avsc': texts } : texts);
  return lintSchemas(files, { rules: () => only(...rules) });
}

/** `rule path` of each finding. */
const brief = (findings: readonly LintFinding[]): string[] =>
  findings.map(({ rule, path }) => `${rule} ${path}`);

const record = (name: string, ...fields: string[]): string =>
  `{"type":"record","name":"${name}","fields":[${fields.join(',')}]}`;

describe('findings', () => {
  it('stand at the part they are about', () => {
    const text = [
      '{ "type": "record", "name": "order", "namespace": "com.acme", "fields": [',
      '  { "name": "Total", "type": "double" },',
      '  { "name": "price", "type": ["null", "double"], "default": null },',
      '  { "name": "state", "type": { "type": "enum", "name": "State",',
      '      "symbols": ["PLACED",',
      '        "paid"] } },',
      '  { "name": "at", "type": "long", "logicalType": "date", "aliases": ["when",',
      '      "price"] } ] }',
    ].join('\n');
    const rules = [
      'TYPE_PASCAL_CASE',
      'FIELD_CASE',
      'MONEY_NOT_DOUBLE',
      'ENUM_SYMBOL_CASE',
      'DUPLICATE_ALIAS',
      'LOGICAL_TYPE_ON_FIELD_NOT_TYPE',
    ];
    expect(
      lint(text, ...rules).map(({ rule, position: { line, column } }) => `${line}:${column} ${rule}`),
    ).toEqual([
      '1:29 TYPE_PASCAL_CASE',
      '2:13 FIELD_CASE',
      '3:39 MONEY_NOT_DOUBLE',
      '6:9 ENUM_SYMBOL_CASE',
      '7:35 LOGICAL_TYPE_ON_FIELD_NOT_TYPE',
      '8:7 DUPLICATE_ALIAS',
    ]);
  });

  it('name the part by its path', () => {
    const text = record(
      'com.acme.Order',
      `{"name":"lines","type":{"type":"array","items":${record('Line', '{"name":"price","type":"double"}')}}}`,
      '{"name":"notes","type":{"type":"map","values":["string","null"]}}',
    );
    expect(brief(lint(text, 'MONEY_NOT_DOUBLE', 'UNION_NULL_FIRST'))).toEqual([
      'MONEY_NOT_DOUBLE com.acme.Line.price',
      'UNION_NULL_FIRST com.acme.Order.notes{}',
    ]);
  });

  it('come file by file, then by position', () => {
    const findings = lint(
      { 'b.avsc': '{"type":"fixed","name":"b","size":1}', 'a.avsc': '{"type":"fixed","name":"a","size":1}' },
      'TYPE_PASCAL_CASE',
      'NAMESPACE_REQUIRED',
    );
    expect(findings.map(({ file, rule }) => `${file} ${rule}`)).toEqual([
      'b.avsc NAMESPACE_REQUIRED',
      'b.avsc TYPE_PASCAL_CASE',
      'a.avsc NAMESPACE_REQUIRED',
      'a.avsc TYPE_PASCAL_CASE',
    ]);
  });

  it('are those of the rules asked for in the file, at their severity', () => {
    const files = filesOf({
      'old/a.avsc': '{"type":"fixed","name":"a","size":1}',
      'b.avsc': '{"type":"fixed","name":"b","size":1}',
    });
    const findings = lintSchemas(files, {
      rules: (file) => (file.startsWith('old/') ? new Map() : new Map([['TYPE_PASCAL_CASE', 'info']])),
    });
    expect(findings).toEqual([expect.objectContaining({ file: 'b.avsc', severity: 'info' })]);
  });

  it('of a type stand in the file that defines it, once', () => {
    const texts = {
      'order.avsc': record(
        'com.acme.Order',
        '{"name":"from","type":"place"}',
        '{"name":"to","type":"place"}',
      ),
      'place.avsc': '{"type":"fixed","name":"com.acme.place","size":4}',
      'trip.avsc': record('com.acme.Trip', '{"name":"from","type":"place"}'),
    };
    expect(lint(texts, 'TYPE_PASCAL_CASE')).toEqual([expect.objectContaining({ file: 'place.avsc' })]);
  });

  it('of a recursive type end', () => {
    const text = record(
      'Tree',
      '{"name":"left","type":["null","Tree"]}',
      '{"name":"right","type":["null","Tree"]}',
    );
    expect(brief(lint(text, 'NULLABLE_HAS_NULL_DEFAULT'))).toEqual([
      'NULLABLE_HAS_NULL_DEFAULT Tree.left',
      'NULLABLE_HAS_NULL_DEFAULT Tree.right',
    ]);
  });

  it('are none for the names that objects are born with, but where a rule is about them', () => {
    const text = record(
      'constructor',
      '{"name":"toString","type":"string"}',
      '{"name":"__proto__","type":"long"}',
    );
    expect(brief(lint(text, ...lintRuleSet('MINIMAL').keys(), 'OBJECT_MEMBER_NAME'))).toEqual([
      'OBJECT_MEMBER_NAME constructor.toString',
      'OBJECT_MEMBER_NAME constructor.__proto__',
    ]);
  });
});

describe('FIELD_CASE', () => {
  it('tells most fields only where there are most', () => {
    const fields = (...names: string[]): string =>
      record('com.acme.Order', ...names.map((name) => `{"name":"${name}","type":"int"}`));
    expect(lint(fields('DocId', 'Url'), 'FIELD_CASE')[0]?.message).toBe(
      "the field 'DocId' is not in camelCase",
    );
    expect(lint(fields('DocId', 'pageCount'), 'FIELD_CASE')[0]?.message).toMatch(/, as most are$/);
  });

  it('follows most fields of all files; words in one case have no say', () => {
    const snake = record('A', '{"name":"first_name","type":"int"}', '{"name":"last_name","type":"int"}');
    const camel = record(
      'B',
      '{"name":"zipCode","type":"int"}',
      '{"name":"id","type":"int"}',
      '{"name":"city","type":"int"}',
    );
    expect(lint({ 'a.avsc': snake, 'b.avsc': camel }, 'FIELD_CASE')).toEqual([
      expect.objectContaining({
        path: 'B.zipCode',
        fix: "rename it to zip_code, and keep 'zipCode' as an alias",
      }),
    ]);
    expect(lint({ 'b.avsc': camel }, 'FIELD_CASE')).toEqual([]);
  });
});

describe('a fix', () => {
  const fixOf = (text: string, rule: string): string | null | undefined => lint(text, rule)[0]?.fix;
  const field = (attributes: string): string => record('com.acme.Order', `{"name":"x",${attributes}}`);

  it.each([
    ['"type":"long","logicalType":"date"', '{ "type": "long", "logicalType": "date" }'],
    ['"type":["null","int"],"logicalType":"date"', '["null", { "type": "int", "logicalType": "date" }]'],
    [
      '"type":"bytes","logicalType":"decimal","precision":9,"scale":2',
      '{ "type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2 }',
    ],
  ])('puts the logical type of %s into the type', (attributes, type) => {
    expect(fixOf(field(attributes), 'LOGICAL_TYPE_ON_FIELD_NOT_TYPE')).toBe(`write "type": ${type}`);
    expect(() => parseSchema(field(`"type":${type}`))).not.toThrow();
  });

  it.each([
    [
      '"type":["int","string"],"logicalType":"date"',
      'move "logicalType", and what belongs to it, into the type it is meant for',
    ],
    [
      '"type":{"type":"int","logicalType":"date"},"logicalType":"date"',
      'remove it: the type says so already',
    ],
  ])('of a logical type beside %s is no type', (attributes, fix) => {
    expect(fixOf(field(attributes), 'LOGICAL_TYPE_ON_FIELD_NOT_TYPE')).toBe(fix);
  });

  it('makes no symbol stand twice', () => {
    const state = (...symbols: string[]): string =>
      JSON.stringify({ type: 'enum', name: 'com.acme.State', symbols });
    expect(fixOf(state('PAID'), 'ENUM_HAS_DEFAULT')).toBe('add "default": "UNKNOWN" and that symbol');
    expect(fixOf(state('PAID', 'unknown'), 'ENUM_HAS_DEFAULT')).toBe('add "default": "unknown"');
  });

  it('suggests no name that is none', () => {
    expect(fixOf(record('com.acme.__'), 'TYPE_PASCAL_CASE')).toBeNull();
    expect(fixOf(record('com.acme.Order', '{"name":"_1","type":"int"}'), 'FIELD_CASE')).toBeNull();
    expect(fixOf('{"type":"enum","name":"State","symbols":["_"]}', 'ENUM_SYMBOL_CASE')).toBeNull();
    expect(fixOf('{"type":"fixed","name":"com._.Iban","size":1}', 'NAMESPACE_PATTERN')).toBeNull();
  });
});

describe('NO_DUPLICATE_DEFINITION', () => {
  const place = '{"type":"fixed","name":"com.acme.Place","size":4}';
  const files = (subjects: readonly (string | undefined)[]): LintFile[] =>
    subjects.map((subject, index) => {
      const file = `${index}.avsc`;
      return {
        file,
        text: place,
        schemas: [parseSchema(place, { file })],
        ...(subject === undefined ? {} : { subject }),
      };
    });
  const found = (subjects: readonly (string | undefined)[]): string[] =>
    lintSchemas(files(subjects), { rules: () => only('NO_DUPLICATE_DEFINITION') }).map(
      ({ file, other }) => `${file} as in ${other?.file}`,
    );

  it('finds every later definition', () => {
    expect(found([undefined, undefined, undefined])).toEqual(['1.avsc as in 0.avsc', '2.avsc as in 0.avsc']);
    expect(found(['a', 'b'])).toEqual(['1.avsc as in 0.avsc']);
  });

  it('lets versions of one subject define the same', () => {
    expect(found(['a', 'a', 'a'])).toEqual([]);
    expect(found(['a', 'a', 'b'])).toEqual(['2.avsc as in 0.avsc']);
  });
});

describe('NO_POSSIBLE_VALUE', () => {
  it.each([
    ['a record in itself', record('A', '{"name":"a","type":"A"}'), ['A']],
    [
      'two records in each other',
      record('A', `{"name":"b","type":${record('B', '{"name":"a","type":"A"}')}}`),
      ['A', 'B'],
    ],
    ['a union of records that never end', record('A', '{"name":"a","type":["A"]}'), ['A']],
    ['an empty union', record('A', '{"name":"a","type":[]}'), ['A.a']],
    ['an array of itself', record('A', '{"name":"a","type":{"type":"array","items":"A"}}'), []],
    ['itself or null', record('A', '{"name":"a","type":["A","null"]}'), []],
  ])('%s', (_what, text, paths) => {
    expect(lint(text, 'NO_POSSIBLE_VALUE').map(({ path }) => path)).toEqual(paths);
  });
});

describe('names that tell the meaning of a field', () => {
  const found = (type: string, name: string): string[] =>
    lint(
      record('R', `{"name":"${name}","type":${type}}`),
      'TIMESTAMP_NOT_BARE_LONG',
      'MONEY_NOT_DOUBLE',
      'PII_NAME_NEEDS_TAG',
    ).map(({ rule }) => rule);

  it.each([
    'createdAt',
    'created_at',
    'event_ts',
    'timestamp',
    'eventTimestamp',
    'startTime',
    'ts',
    'birthDate',
  ])('a time: %s', (name) => {
    expect(found('["null","long"]', name)).toContain('TIMESTAMP_NOT_BARE_LONG');
  });
  it.each(['elapsedTime', 'format', 'at', 'flat', 'uptime', 'lifetimeValue', 'stats', 'dates'])(
    'no time: %s',
    (name) => {
      expect(found('"long"', name)).toEqual([]);
    },
  );
  it.each(['price', 'totalAmount', 'unit_price', 'PRICE_EUR', 'taxTotal'])('money: %s', (name) => {
    expect(found('"double"', name)).toEqual(['MONEY_NOT_DOUBLE']);
  });
  it.each(['priceIndex', 'taxRate', 'total', 'costly', 'weight'])('no money: %s', (name) => {
    expect(found('"double"', name)).toEqual([]);
  });
  it.each(['email', 'customerEmail', 'first_name', 'dateOfBirth2birthDate', 'homePhone'])(
    'a person: %s',
    (name) => {
      expect(found('"string"', name)).toEqual(['PII_NAME_NEEDS_TAG']);
    },
  );
  it.each(['name', 'fileName', 'emails2Send', 'phonetic'])('no person: %s', (name) => {
    expect(found('"string"', name)).toEqual([]);
  });
});

describe('UNKNOWN_ATTRIBUTE', () => {
  const found = (attribute: string): (string | null)[] =>
    lint(record('R', `{"name":"a","type":"int","${attribute}":0}`), 'UNKNOWN_ATTRIBUTE').map(
      ({ fix }) => fix,
    );

  it.each([
    ['defualt', 'did you mean "default"?'],
    ['docs', 'did you mean "doc"?'],
    ['logicaltype', 'did you mean "logicalType"?'],
    ['logical_type', 'did you mean "logicalType"?'],
    ['alias', 'write "aliases": […]'],
    ['description', 'write "doc"'],
    ['required', 'remove it: a field is required unless its type allows null'],
  ])('%s: %s', (attribute, fix) => {
    expect(found(attribute)).toEqual([fix]);
  });
  it.each([
    'note',
    'date',
    'unit',
    'source',
    'example',
    'connect.name',
    'avro.java.string',
    'x'.repeat(100_000),
  ])('lets %.20s be', (attribute) => {
    expect(found(attribute)).toEqual([]);
  });
});

describe('NEW_FIELD_HAS_DEFAULT', () => {
  it('asks nothing of renamed fields, and follows a renamed type', () => {
    const before = record('com.acme.Client', '{"name":"id","type":"long"}');
    const now =
      '{"type":"record","name":"com.acme.Customer","aliases":["Client"],"fields":[{"name":"key","type":"long","aliases":["id"]},{"name":"tier","type":"int"}]}';
    const file = {
      file: 'a.avsc',
      text: now,
      schemas: [parseSchema(now, { file: 'a.avsc' })],
      previous: [parseSchema(before)],
    };
    expect(brief(lintSchemas([file], { rules: () => only('NEW_FIELD_HAS_DEFAULT') }))).toEqual([
      'NEW_FIELD_HAS_DEFAULT com.acme.Customer.tier',
    ]);
  });
});

describe('any schema', () => {
  it('can be linted; what is found stands in its text, in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (seed) => {
        const text = randomSchemaText(seededRandom(seed));
        const lines = text.split('\n');
        const files = filesOf({ 'a.avsc': text });
        const findings = lintSchemas(files, { rules: () => lintRuleSet('STRICT') });
        const places = findings.map(({ position: { line, column } }) => [line, column] as const);
        for (const [line, column] of places) expect(lines[line - 1]?.[column - 1]).toMatch(/[^\s,:}\]]/);
        const sorted = places.toSorted((left, right) => left[0] - right[0] || left[1] - right[1]);
        expect(places).toEqual(sorted);
        const ids = findings.map(({ rule, path, detail }) => `${rule} ${path} ${detail}`);
        expect(new Set(ids).size, ids.join('\n')).toBe(ids.length);
      }),
    );
  });
});

describe('large schemas', () => {
  it('of 13,000 types take no longer than to parse, within a factor', () => {
    const fields = Array.from({ length: 13_000 }, (_, index) => {
      const inner = record(
        `Part${index}`,
        '{"name":"note","type":["null","string"],"default":null}',
        '{"name":"createdAt","type":"long"}',
      );
      return `{"name":"part${index}","type":["null",${inner}],"default":null}`;
    });
    const text = record('com.acme.Whole', ...fields);
    let files: readonly LintFile[] = [];
    const parsing = cpuMilliseconds(() => (files = filesOf({ 'whole.avsc': text })));
    let findings: readonly LintFinding[] = [];
    const linting = cpuMilliseconds(
      () => (findings = lintSchemas(files, { rules: () => lintRuleSet('STANDARD') })),
    );
    expect(linting).toBeLessThan(5 * parsing);
    expect(findings.map(({ rule }) => rule)).toEqual([
      'MAX_FIELDS',
      ...fields.map(() => 'TIMESTAMP_NOT_BARE_LONG'),
    ]);
  });

  it('a union of 130,000 types is one union', () => {
    const types = Array.from(
      { length: 130_000 },
      (_, index) => `{"type":"fixed","name":"F${index}","size":1}`,
    );
    expect(lint(`[${types.join(',')}]`, 'UNION_BRANCHES_ALIKE', 'NO_DUPLICATE_DEFINITION')).toEqual([]);
  });

  it('a chain of 20,000 types and 900 nested arrays do not overflow the stack', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) =>
      record(`T${index}`, `{"name":"next","type":"${index === 0 ? 'int' : `T${index - 1}`}"}`),
    );
    const arrays = '{"type":"array","items":'.repeat(900) + '"int"' + '}'.repeat(900);
    const files = filesOf({ 'chain.avsc': `[${chain.join(',')}]`, 'arrays.avsc': arrays });
    const findings = lintSchemas(files, { rules: () => only('MAX_DEPTH', 'NO_POSSIBLE_VALUE') });
    expect(brief(findings)).toEqual([`MAX_DEPTH ${'[]'.repeat(10)}`]);
  });
});
