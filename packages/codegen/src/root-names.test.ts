import { describe, expect, it } from 'vitest';
import { generate } from './generate.ts';
import { fileStem } from './root-names.ts';

function typeNames(schemas: Readonly<Record<string, unknown>>): Record<string, string[]> {
  const inputs = Object.entries(schemas).map(([file, schema]) => ({ file, text: JSON.stringify(schema) }));
  const files = generate(inputs.toReversed()).files.filter(({ path }) => path !== 'index.ts');
  return Object.fromEntries(
    files.map(({ path, text }) => [
      path,
      [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name = '']) => name),
    ]),
  );
}

describe('a schema without a name', () => {
  it.each([
    ['schemas/payload.avsc', 'Payload'],
    ['order-lines.v2.avsc', 'OrderLinesV2'],
    ['a\\b\\two words.json', 'TwoWords'],
    ['2024.avsc', 'Schema2024'],
    ['größe.avsc', 'GrE'],
    ['-', 'Schema'],
    ['x/*; evil() .avsc', 'Evil'],
    ['..', 'Schema'],
  ])('in %s is called %s', (file, stem) => {
    expect(fileStem(file)).toBe(stem);
  });

  it('is told from another file of the same name by its folder, whatever the order', () => {
    expect(typeNames({ 'a/list.avsc': { type: 'array', items: 'int' }, 'b/list.avsc': 'string' })).toEqual({
      'a-list.ts': ['AList', 'AListInput'],
      'b-list.ts': ['BList'],
    });
  });

  it('never takes the name of a type, as Avro or TypeScript spells it', () => {
    const names = typeNames({
      'a/date.avsc': { type: 'record', name: 'Date', fields: [] },
      'b/date.avsc': 'int',
      'date-record.avsc': 'int',
    });
    expect(names).toEqual({
      'date.ts': ['DateRecord', 'DateRecordInput'],
      'date-record2.ts': ['DateRecord2'],
      'date-value.ts': ['DateValue'],
    });
  });
});
