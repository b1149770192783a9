import { parseSchema } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import type { NamedContract } from '../subjects/contracts.ts';
import { editWords, placeInType, schemaChanges, verdictText } from './schema-change.ts';

describe('the place of an edit', () => {
  const names = new Set(['Tag', 'com.acme.Order', 'com.acme.Card']);

  it.each([
    ['com.acme.Order', 'com.acme.Order', 'Order'],
    ['com.acme.Order.total', 'com.acme.Order', 'total'],
    ['com.acme.Order.lines[]', 'com.acme.Order', 'lines[]'],
    ['com.acme.Order.pay|com.acme.Card', 'com.acme.Order', 'pay|com.acme.Card'],
    ['Tag.value{}', 'Tag', 'value{}'],
    ['|com.acme.Card', '', '|com.acme.Card'],
    ['[]', '', '[]'],
    ['', '', ''],
  ])('%j is in %j as %j', (path, type, label) => {
    expect(placeInType(path, names)).toEqual({ type, label });
  });
});

describe('schemas of two files', () => {
  function schemas(...texts: readonly string[]): readonly NamedContract[] {
    return texts.map((text) => {
      const schema = parseSchema(text);
      return { name: 'fullName' in schema ? schema.fullName : null, contract: { type: 'AVRO', schema } };
    });
  }
  const told = (before: readonly NamedContract[], after: readonly NamedContract[]): readonly string[] =>
    schemaChanges(before, after).map(({ state, name, edits }) =>
      [state, name, ...edits.map((edit) => editWords(edit).words)].join(' '),
    );
  const fixed = (name: string, size: number): string => `{"type":"fixed","name":"${name}","size":${size}}`;

  it('are paired by name where a file has several', () => {
    const before = schemas(fixed('A', 1), fixed('B', 1), fixed('C', 1));
    const after = schemas(fixed('C', 2), fixed('D', 1), fixed('B', 1));
    expect(told(before, after)).toEqual(['changed C size 1 → 2', 'added D', 'removed A']);
  });

  it('are paired whatever they are called where each file has one', () => {
    expect(told(schemas(fixed('Iban', 16)), schemas(fixed('Ibans', 16)))).toEqual([
      'changed Ibans was Iban, by likeness',
    ]);
    expect(told(schemas('"int"'), schemas(fixed('Iban', 16)))).toEqual([
      'changed Iban "int" → "Iban" type fixed of 16 bytes',
    ]);
  });
});

describe('the verdict', () => {
  it('names the levels that allow it and those that do not', () => {
    expect(verdictText(['NONE'])).toBe('only NONE allows it');
    expect(verdictText(['NONE', 'FORWARD', 'FORWARD_TRANSITIVE'])).toBe(
      'allowed by NONE, FORWARD, FORWARD_TRANSITIVE; refused by BACKWARD, BACKWARD_TRANSITIVE, FULL, FULL_TRANSITIVE',
    );
  });
});
