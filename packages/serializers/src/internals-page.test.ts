/** docs/internals/serializers.md, the README and the code say the same. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorCodes } from './error-codes.ts';

const at = (path: string): URL => new URL(path, import.meta.url);
const page = readFileSync(at('../../../docs/internals/serializers.md'), 'utf8');
const readme = readFileSync(at('../README.md'), 'utf8');

/** What stands in backticks. */
const quotedIn = (text: string): readonly string[] =>
  [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');

describe('the page about the serializers', () => {
  it('has a row for every folder', () => {
    const rows = [...page.matchAll(/^\| `([a-z-]+)\/`/gm)].map((match) => match[1] ?? '');
    const folders = readdirSync(at('.'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rows.toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
  });

  it('names files that exist', () => {
    const files = [
      ...readdirSync(at('.'), { recursive: true, encoding: 'utf8' }),
      ...readdirSync(at('../../schema/src'), { recursive: true, encoding: 'utf8' }),
    ].map((file) => `src/${file}`);
    const named = quotedIn(page).filter(
      (text) => /^[a-z/-]+(\.test)?\.ts$/.test(text) && !text.startsWith('test/'),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(
      named.filter((name) => !files.some((file) => file.endsWith(`/${name}`)) && !files.includes(name)),
    ).toEqual([]);
  });
});

describe('the README', () => {
  it('has every code of an error in its table, with whose fault it is', () => {
    const told = new Map(
      [...readme.matchAll(/^\| `([A-Z_]+)` *\| `?([a-z]+)`? *\|/gm)].map(([, code = '', failure = '']) => [
        code,
        failure,
      ]),
    );
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(Object.entries(errorCodes).map(([code, { failure }]) => [code, failure])),
    );
  });
});
