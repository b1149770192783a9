import { describe, expect, it } from 'vitest';
import type { InputFile } from '../inputs/input-file.ts';
import { JsonSchemaReferences } from './json-schema-references.ts';

const file = (path: string, content: unknown): InputFile => ({
  file: `main:${path}`,
  path,
  below: path,
  absolutePath: null,
  text: JSON.stringify(content),
  named: true,
});

function referred(files: readonly InputFile[]): string[] {
  const [main] = files;
  if (main === undefined) return [];
  return new JsonSchemaReferences(files).of(main).map((each) => `${each.name} is ${each.file.path}`);
}

describe('the references of a JSON Schema', () => {
  it('are found by path, from the file that refers, and further on', () => {
    expect(
      referred([
        file('a/order.json', { $ref: '../b/money.json#/definitions/x' }),
        file('b/money.json', { $ref: 'currency.json' }),
        file('b/currency.json', { $ref: 'money.json' }),
        file('a/currency.json', {}),
      ]),
    ).toEqual([
      '../b/money.json is b/money.json',
      '../b/currency.json is b/currency.json',
      'currency.json is b/currency.json',
      'money.json is b/money.json',
    ]);
  });

  it('are found by $id, whole or relative to the own one', () => {
    const money = file('elsewhere/m.json', { $id: 'https://acme.com/schemas/money.json' });
    for (const main of [
      file('a.json', { $ref: 'https://acme.com/schemas/money.json' }),
      file('a.json', { $id: 'https://acme.com/schemas/a.json', $ref: 'money.json#' }),
    ]) {
      expect(referred([main, money])).toContain('elsewhere/m.json is elsewhere/m.json');
    }
  });

  it('within the file, or to nothing that is here, are none', () => {
    expect(referred([file('a.json', { $ref: '#/definitions/x', items: { $ref: 'no.json' } })])).toEqual([]);
  });
});
