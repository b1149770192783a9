/** docs/internals/registry.md and the code say the same. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const at = (path: string): URL => new URL(path, import.meta.url);
const page = readFileSync(at('../../../docs/internals/registry.md'), 'utf8');

const filesIn = (folder: URL): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' });

describe('the page about the registry', () => {
  it('has a row for every folder of the client', () => {
    const rows = [...page.matchAll(/^\| `([a-z-]+)\/`/gm)].map((match) => match[1] ?? '');
    const folders = readdirSync(at('.'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rows.toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
  });

  it('names files that exist', () => {
    const files = [...filesIn(at('.')), ...filesIn(at('../../embedded/src/registry'))].map(
      (file) => `src/${file}`,
    );
    const named = [...page.matchAll(/([a-z/-]+(?:\.test)?\.ts)\b/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !files.some((file) => file.endsWith(`/${name}`) || file === name))).toEqual(
      [],
    );
  });
});
