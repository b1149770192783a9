import { describe, expect, it } from 'vitest';
import { parseConfig } from './read-config.ts';

const gen = (text: string): ReturnType<typeof parseConfig>['gen'] =>
  parseConfig('ottla.yaml', `version: 1\ngen:\n${text}`).gen;

describe('what gen says of values', () => {
  it('is choices for the run, for types and fields, and where codecs are', () => {
    const read = gen(`
  choices: { long: bigint, timestamp-millis: temporal, decimal: { codec: Money } }
  overrides:
    com.acme.Order.total: { decimal: string }
    __proto__: {}
  value_codecs:
    Money: { import: ./money.js, type: Money, codec: moneyCodec }
`);
    expect([...read.choices]).toEqual([
      ['long', 'bigint'],
      ['timestamp-millis', 'temporal'],
      ['decimal', { codec: 'Money' }],
    ]);
    expect([...read.overrides]).toEqual([
      ['com.acme.Order.total', new Map([['decimal', 'string']])],
      ['__proto__', new Map()],
    ]);
    expect([...read.valueCodecs]).toEqual([
      ['Money', { import: './money.js', type: 'Money', codec: 'moneyCodec' }],
    ]);
  });

  it.each([
    ['  choices: { lnog: bigint }', "3:14: 'lnog' is nothing to choose; did you mean 'long'?"],
    ['  choices: { colour: red }', "'colour' is nothing to choose; there are long, decimal, big-decimal"],
    ['  choices: { long: string }', "3:20: long can be number, bigint, not 'string'"],
    ['  choices: { date: days }', "date can be string, number, temporal, { codec: name }, not 'days'"],
    ['  choices: { long: { codec: A } }', 'long can be number, bigint, not a section'],
    ['  choices: { decimal: { codce: A } }', "unknown key 'codce'"],
    ['  choices: [long]', 'this must be a section, not a list'],
    ['  overrides: { a.B: { lnog: bigint } }', "did you mean 'long'?"],
    ['  value_codecs: { A: { import: ./a.js, type: A } }', "the key 'codec' is missing"],
    ['  choice: { long: bigint }', "did you mean 'choices'?"],
    ['  layuot: single', "did you mean 'layout'?"],
    [
      '  codecs: { A: { import: ./a.js, type: A, codec: a } }',
      'this must be one of interpreted, compiled, none',
    ],
    ['  import_extension: .mjs', "'.mjs' is not one of .js, .ts, none"],
    ['  topics: { customers: com.acme.Customer }', "this must be a section, not 'com.acme.Customer'"],
    ['  topics: { customers: { valeu: A } }', "did you mean 'value'?"],
  ])('is refused with its place: %s', (text, message) => {
    expect(() => gen(text)).toThrow(message);
  });
});
