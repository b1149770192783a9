/** docs/internals/codegen.md, the README and the code say the same. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const at = (path: string): URL => new URL(path, import.meta.url);
const page = readFileSync(at('../../../docs/internals/codegen.md'), 'utf8');
const readme = readFileSync(at('../README.md'), 'utf8');
const index = readFileSync(at('index.ts'), 'utf8');

/** What stands in backticks. */
const quotedIn = (text: string): readonly string[] =>
  [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');

const sources = readdirSync(at('.'), { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));

describe('the page about the code generator', () => {
  it('has a row for every file', () => {
    const rows = [...page.matchAll(/^\| `([a-z/-]+\.ts)`/gm)].map((match) => match[1] ?? '');
    expect(rows.toSorted()).toEqual(sources.filter((file) => !file.endsWith('.test.ts')).toSorted());
  });

  it('names files that exist', () => {
    const known = new Set([...sources.map((file) => file.replace(/^.*\//, '')), ...NEIGHBOURS]);
    const named = [...quotedIn(page), ...(page.match(/[a-z-]+(\.test)?\.ts\b/g) ?? [])]
      .filter((text) => /^[a-z/-]+(\.test)?\.ts$/.test(text))
      .map((text) => text.replace(/^.*\//, ''));
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});

/** Of other packages, and made here for users. */
const NEIGHBOURS = ['representation-table.ts', 'config-table.ts', 'gen-row.ts', 'topics.ts'];

describe('the README', () => {
  it('has every export in its tables, and nothing else', () => {
    const exported = [...index.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap((match) =>
      (match[1] ?? '').split(',').map((name) => name.replace(/^\s*(?:type )?/, '').trim()),
    );
    const [, exports = ''] = readme.split('## What it exports');
    const told = exports
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .flatMap((line) => quotedIn(line.split(' | ')[0] ?? '').map((text) => /\w+/.exec(text)?.[0] ?? ''));
    expect(told.toSorted()).toEqual(exported.filter((name) => name !== '').toSorted());
  });
});
