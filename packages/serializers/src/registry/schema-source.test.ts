import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { placeOf, readSchemaFile, schemaTextOf } from './schema-source.ts';

describe('a place in the registry', () => {
  it.each<[object, object | null]>([
    [{ id: 1 }, { id: 1 }],
    [{ id: 0x7fffffff, more: true }, { id: 0x7fffffff }],
    [{ subject: 's' }, { subject: 's' }],
    [{ subject: 's', version: undefined }, { subject: 's' }],
    [
      { subject: 's', version: 3 },
      { subject: 's', version: 3 },
    ],
    [{ id: 0 }, null],
    [{ id: 0x80000000 }, null],
    [{ id: '1' }, null],
    [{ id: 1.5, subject: 's' }, null],
    [{ subject: '' }, null],
    [{ subject: 's', version: 0 }, null],
    [{ subject: 's', version: -1 }, null],
    [{ subject: 's', version: 'latest' }, null],
    [{}, null],
  ])('of %j is %j', (source, place) => {
    expect(placeOf(source)).toStrictEqual(place);
  });
});

describe('the text of a schema', () => {
  it('has what is given beside it, and nothing else', () => {
    const references = [{ name: 'n', subject: 's', version: 1 }];
    expect(schemaTextOf('JSON', '{}', { references, metadata: undefined })).toStrictEqual({
      schemaType: 'JSON',
      schema: '{}',
      references,
    });
    expect(schemaTextOf('AVRO', '"int"')).toStrictEqual({ schemaType: 'AVRO', schema: '"int"' });
  });

  it('is read from a file, or the error says which one and why', () => {
    const own = new URL(import.meta.url);
    expect(readSchemaFile('the file', own)).toBe(readSchemaFile('the file', fileURLToPath(own)));
    expect(() => readSchemaFile('the file', 'nowhere.json')).toThrow(
      expect.objectContaining({
        code: 'SCHEMA_SOURCE_INVALID',
        message: expect.stringMatching(/^the file cannot be read: ENOENT.*nowhere\.json/) as string,
      }),
    );
  });
});
