import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseSchema } from '@ottla/schema';
import { afterAll, describe, expect, it } from 'vitest';
import { defineAvroSchema } from './avro-schema.ts';
import { isPlace, readSource } from './schema-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'ottla-schema-source-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const record = { type: 'record', name: 'com.acme.Visit', fields: [{ name: 'at', type: 'long' }] };
const text = JSON.stringify(record);
const constant = defineAvroSchema<unknown>({
  fullName: 'com.acme.Visit',
  schema: text,
  fingerprint: '0000000000000000',
  choices: { long: 'bigint' },
});

describe('a source of a schema', () => {
  const printed =
    '{"type":"record","name":"Visit","namespace":"com.acme","fields":[{"name":"at","type":"long"}]}';

  it.each<[string, () => unknown, string, object | undefined]>([
    ['a constant', () => constant, text, { long: 'bigint' }],
    ['text', () => ` ${text}`, ` ${text}`, undefined],
    ['an object', () => record, text, undefined],
    ['a parsed schema', () => parseSchema(text), printed, undefined],
    ['a file', () => ({ file: file('visit.avsc', `${text}\n`) }), `${text}\n`, undefined],
    ['a URL of a file', () => pathToFileURL(file('at.avsc', text)), text, undefined],
    [
      'Avro IDL',
      () => ({ file: file('visit.avdl', 'namespace com.acme; schema Visit; record Visit { long at; }') }),
      printed,
      undefined,
    ],
  ])('may be %s', (_what, source, schema, choices) => {
    const read = readSource('avroSerializer', source());
    if (isPlace(read)) throw new Error('it is no place');
    expect(read.text).toEqual({ schemaType: 'AVRO', schema });
    expect(read.choices).toEqual(choices);
    expect(read.schema).toMatchObject({ type: 'record', fullName: 'com.acme.Visit' });
  });

  it.each([['"string"'], [['null', 'long']], [{ type: 'array', items: 'long' }]])('may be %j', (source) => {
    const read = readSource('avroSerializer', source);
    expect(isPlace(read)).toBe(false);
  });

  it.each([[{ subject: 's', version: 3 }], [{ subject: 's' }], [{ id: 7 }]])(
    'may be a place in the registry: %j',
    (source) => {
      const read = readSource('avroSerializer', source);
      expect(isPlace(read)).toBe(true);
      expect(read).toEqual(source);
    },
  );

  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /must be a generated constant, .* got nothing/],
    ['a number', 7, /got 7/],
    ['a promise', Promise.resolve(text), /got a promise; await it first/],
    ['a path', './visit.avsc', /'\.\/visit\.avsc' is no JSON; name a file as \{ file: '…' \}/],
    ['the name of a type', 'string', /a type in quotes of its own/],
    ['no words', '', /is no JSON/],
    ['an object of something else', { schema: 7 }, /none of these/],
    ['options', { registry: {} }, /got options, which come second/],
    ['a JSON Schema', { type: 'object', properties: {} }, /got a JSON Schema; take jsonSchemaSerializer/],
    ['an id of 0', { id: 0 }, /none of these/],
    ['a version of 0', { subject: 's', version: 0 }, /none of these/],
    ['a URL of a server', new URL('http://registry/schema.avsc'), /a URL must be of a file/],
    ['a file that is not there', { file: join(folder, 'missing.avsc') }, /cannot be read: ENOENT/],
  ])('cannot be %s', (_what, source, message) => {
    expect(() => readSource('avroSerializer', source)).toThrow(
      expect.objectContaining({
        name: 'ConfigError',
        code: 'SCHEMA_SOURCE_INVALID',
        message: expect.stringMatching(message) as string,
      }),
    );
  });

  it('is judged as it stands, with the place of what is wrong', () => {
    const path = file('broken.avsc', '{\n  "type": "recrod" }');
    expect(() => readSource('avroSerializer', { file: path })).toThrow(
      expect.objectContaining({ code: 'TYPE_UNKNOWN', file: path, line: 2 }),
    );
  });
});
