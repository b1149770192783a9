import { describe, expect, it } from 'vitest';
import { lintCategories, ruleTable, type Rule } from '@ottla/schema';
import { commandTable } from '../command-table.ts';
import { laidOut } from './example-layout.ts';
import { lineDiff } from './line-diff.ts';
import { examplePartsOf } from './rule-example.ts';
import {
  filterRules,
  printRulesJson,
  printRulesMarkdown,
  printRulesText,
  ruleFamilies,
} from './rule-list.ts';

const plain = (_style: string, text: string): string => text;

const change: Rule = {
  id: 'FIELD_LOST',
  family: 'compatibility',
  severity: 'error',
  category: null,
  purpose: 'Readers of the *old* version miss the field, see `default`.',
  remedy: 'Keep it.',
  example: {
    level: 'FORWARD',
    before:
      '{"type":"record","name":"Customer","namespace":"com.acme","fields":[{"name":"id","type":"long"},{"name":"email","type":"string"}]}',
    bad: '{"type":"record","name":"Customer","namespace":"com.acme","fields":[{"name":"id","type":"long"}]}',
    good: '{"type":"record","name":"Customer","namespace":"com.acme","fields":[{"name":"id","type":"long"},{"name":"email","type":"string"},{"name":"tier","type":"int"}]}',
  },
};
const lint: Rule = {
  id: 'SYMBOL_CASE',
  family: 'lint',
  severity: 'warn',
  category: 'STANDARD',
  purpose: 'Symbols are constants.',
  remedy: 'Use capitals.',
  example: {
    bad: '{ "type": "enum", "name": "E", "symbols": ["a"] }',
    good: '{ "type": "enum", "name": "E", "symbols": ["A"] }',
  },
};
const strict: Rule = { ...lint, id: 'STRICTER', category: 'STRICT', severity: 'off' };

describe('a list of rules', () => {
  it('is one line for each rule, by family', () => {
    expect(printRulesText([lint, change, strict], plain).split('\n')).toEqual([
      'Compatibility',
      '  FIELD_LOST  error  Readers of the *old* version miss the field, see `default`.',
      '',
      'Lint',
      '  SYMBOL_CASE  warn   STANDARD  Symbols are constants.',
      '  STRICTER     off    STRICT    Symbols are constants.',
    ]);
  });

  it('holds the rules of a family, or of a category with the smaller ones', () => {
    const ids = (filter: Parameters<typeof filterRules>[1]): readonly string[] =>
      filterRules([change, lint, strict], filter).map(({ id }) => id);
    expect(ids({})).toEqual(['FIELD_LOST', 'SYMBOL_CASE', 'STRICTER']);
    expect(ids({ family: 'compatibility' })).toEqual(['FIELD_LOST']);
    expect(ids({ category: 'MINIMAL' })).toEqual([]);
    expect(ids({ category: 'STANDARD' })).toEqual(['SYMBOL_CASE']);
    expect(ids({ category: 'STRICT' })).toEqual(['SYMBOL_CASE', 'STRICTER']);
  });

  it('gives programs every member of a rule', () => {
    expect(JSON.parse(printRulesJson([change, lint]))).toEqual({ version: 1, rules: [change, lint] });
  });

  it('is a page of documentation', () => {
    const page = printRulesMarkdown([change]);
    expect(page).toContain(
      [
        '### FIELD_LOST',
        '',
        'Readers of the \\*old\\* version miss the field, see `default`. (severity `error`)',
        '',
        'Remedy: Keep it.',
        '',
        'Found at level FORWARD:',
        '',
        '```diff',
      ].join('\n'),
    );
    expect(page).toContain('-     { "name": "email", "type": "string" }');
  });

  it('can be asked for by every family and category there is', () => {
    const options = commandTable.find(({ name }) => name === 'rules')?.options ?? [];
    expect(options.find(({ flags }) => flags.startsWith('--family'))?.choices).toEqual(ruleFamilies);
    expect(options.find(({ flags }) => flags.startsWith('--category'))?.choices).toEqual(lintCategories);
  });
});

describe('the example of a rule', () => {
  it('is a difference to the version before, good and bad', () => {
    const [bad, good] = examplePartsOf(change).map(({ lines }) =>
      lines.map(({ sign, text }) => `${sign} ${text}`),
    );
    expect(bad).toEqual([
      '  {',
      '    "type": "record",',
      '    "name": "Customer",',
      '    "namespace": "com.acme",',
      '    "fields": [',
      '-     { "name": "id", "type": "long" },',
      '-     { "name": "email", "type": "string" }',
      '+     { "name": "id", "type": "long" }',
      '    ]',
      '  }',
    ]);
    expect(good?.filter((line) => !line.startsWith(' '))).toEqual([
      '-     { "name": "email", "type": "string" }',
      '+     { "name": "email", "type": "string" },',
      '+     { "name": "tier", "type": "int" }',
    ]);
  });

  it('of every rule shows a difference', () => {
    const without = ruleTable.filter((rule) =>
      examplePartsOf(rule).every(({ lines }) => lines.every(({ sign }) => sign === ' ')),
    );
    expect(without.map(({ id }) => id)).toEqual([]);
  });
});

describe('the layout of an example', () => {
  it('gives every property a line, and keeps numbers, order and what is no JSON', () => {
    const text =
      '{"type":"object","properties":{"b":{"minimum":9223372036854775808},"a":{"type":["null","string"]}},"required":[]}';
    expect(laidOut(text).split('\n')).toEqual([
      '{',
      '  "type": "object",',
      '  "properties": {',
      '    "b": { "minimum": 9223372036854775808 },',
      '    "a": { "type": ["null", "string"] }',
      '  },',
      '  "required": []',
      '}',
    ]);
    expect(laidOut('{"a":1,"a":2}')).toBe('{"a":1,"a":2}');
  });

  it('breaks what is too long for a line', () => {
    expect(laidOut(`["${'a'.repeat(60)}","${'b'.repeat(60)}"]`).split('\n')).toHaveLength(4);
  });
});

describe('a difference of lines', () => {
  it.each([
    ['a\nb\nc', 'a\nc', ' a,-b, c'],
    ['a\nc', 'a\nb\nc', ' a,+b, c'],
    ['a', 'b', '-a,+b'],
    ['a\nb', 'b\na', '-a, b,+a'],
    ['same', 'same', ' same'],
    ['gone', '', '-gone'],
    ['', 'new', '+new'],
  ])('of %j and %j is %j', (before, after, shown) => {
    expect(
      lineDiff(before, after)
        .map(({ sign, text }) => `${sign}${text}`)
        .join(','),
    ).toBe(shown);
  });
});
