/** docs/internals/schema.md, the README and the code say the same. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const at = (path: string): URL => new URL(path, import.meta.url);
const page = readFileSync(at('../../../docs/internals/schema.md'), 'utf8');
const readme = readFileSync(at('../README.md'), 'utf8');
const index = readFileSync(at('index.ts'), 'utf8');

/** What stands in backticks. */
const quotedIn = (text: string): readonly string[] =>
  [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');

describe('the page about the schema engine', () => {
  it('has a row for every folder', () => {
    const rows = [...page.matchAll(/^\| `([a-z-]+)\/`/gm)].map((match) => match[1] ?? '');
    const folders = readdirSync(at('.'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rows.toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
  });

  it('names files that exist', () => {
    const files = readdirSync(at('.'), { recursive: true, encoding: 'utf8' }).map((file) => `src/${file}`);
    const named = quotedIn(page).filter((text) => /^[a-z/-]+(\.test)?\.ts$/.test(text));
    expect(named.length).toBeGreaterThan(10);
    expect(
      named.filter((name) => !files.some((file) => file.endsWith(`/${name}`)) && !files.includes(name)),
    ).toEqual([]);
  });
});

describe('the README', () => {
  it('has every export in its tables, and nothing else', () => {
    const exported = [...index.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap((match) =>
      (match[1] ?? '').split(',').map((name) => name.replace(/^\s*(?:type )?/, '').trim()),
    );
    const tables = readme.split('\n').filter((line) => line.startsWith('| `'));
    const told = tables.flatMap((line) =>
      quotedIn(line.split(' | ')[0] ?? '').map((text) => /\w+/.exec(text)?.[0] ?? ''),
    );
    expect(told.toSorted()).toEqual(exported.filter((name) => name !== '').toSorted());
  });
});
