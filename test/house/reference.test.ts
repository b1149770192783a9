import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './source-tree.ts';

/** Each page of docs/reference and the words after `ottla` that print it. */
const PAGES: readonly (readonly [string, readonly string[]])[] = [
  ['rules.md', ['rules', '--format', 'markdown']],
];

describe('the reference', () => {
  it.each(PAGES)('says in %s what the program says today', (page, words) => {
    const path = `docs/reference/${page}`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['packages/cli/src/main.ts', ...words], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    const stale = readFileSync(join(ROOT, path), 'utf8') !== stdout;
    expect(stale, `${path} is stale; run: node packages/cli/src/main.ts ${words.join(' ')} > ${path}`).toBe(
      false,
    );
  });
});
