import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfluentSchemaRegistryInvalidSchemaError } from '../errors.ts';
import { readAVSC, readAVSCAsync } from './read-avsc.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-avsc-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const readers = [
  ['readAVSC', async (path: string) => readAVSC(path)],
  ['readAVSCAsync', readAVSCAsync],
] as const;

describe.each(readers)('%s', (_, read) => {
  it('gives the record in the file, every member of it', async () => {
    const basket = { type: 'record', name: 'Basket', namespace: 'com.acme', doc: 'x', fields: [] };
    expect(await read(file('basket.avsc', JSON.stringify(basket)))).toEqual(basket);
  });

  it.each([
    ['no name', { type: 'record', fields: [] }],
    ['no type', { name: 'A', fields: [] }],
    ['no fields', { type: 'record', name: 'A' }],
    ['an enum', { type: 'enum', name: 'A', symbols: ['B'], fields: [] }],
    ['a union', ['null', 'string']],
    ['a name only', 'string'],
    ['null', null],
  ])('refuses %s, naming the file', async (name, schema) => {
    const path = file('invalid.avsc', JSON.stringify(schema));
    const refusal = await read(path).catch((error: unknown) => error);
    expect(refusal, name).toBeInstanceOf(ConfluentSchemaRegistryInvalidSchemaError);
    expect(refusal).toHaveProperty(
      'message',
      `${path} is not recognized as a valid AVSC file (expecting valid top-level name, type and fields attributes)`,
    );
  });

  it('fails as node:fs and JSON.parse do', async () => {
    await expect(read(join(folder, 'absent.avsc'))).rejects.toHaveProperty('code', 'ENOENT');
    await expect(read(file('broken.avsc', '{'))).rejects.toThrow(SyntaxError);
  });
});
