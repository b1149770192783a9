import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { errorCodes } from './error-codes.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const TABLE = 'error-codes.ts';

/** Codes of others that our sources compare with or raise: a registry's, kernel's, Node's. */
const OTHERS: ReadonlySet<string> = new Set([
  'SCHEMA_NOT_FOUND',
  'SUBJECT_NOT_FOUND',
  'VERSION_NOT_FOUND',
  'OPTION_INVALID',
  'UNKNOWN_OPTION',
  'MALFORMED_BYTES',
  'ERR_BUFFER_TOO_LARGE',
]);

function codesIn(text: string): string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');
  return [...code.matchAll(/'([A-Z]+(?:_[A-Z0-9]+)+)'/g)].map((match) => match[1] ?? '');
}

function codesOfSources(): Set<string> {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== TABLE,
  );
  const found = files.flatMap((file) => codesIn(readFileSync(`${FOLDER}/${file}`, 'utf8')));
  return new Set(found.filter((code) => !OTHERS.has(code)));
}

describe('the table of codes', () => {
  it('has every code that the sources raise, and no other', () => {
    expect([...codesOfSources()].toSorted()).toEqual(Object.keys(errorCodes).toSorted());
  });

  it('says of each whose fault it is, and what it means in a sentence', () => {
    for (const { failure, meaning } of Object.values(errorCodes)) {
      expect(['poison', 'configuration', 'retriable', 'varies']).toContain(failure);
      expect(meaning).toMatch(/^[A-Z`].*\.$/);
    }
  });
});
