/** `ottla diff` as a program: at git refs, and in the place of git's own diff. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OTTLA, ottla } from './cli-process.ts';

let folder = '';

function git(...words: readonly string[]): string {
  const settings = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'core.pager=cat'];
  return execFileSync('git', [...settings, ...words], { cwd: folder, encoding: 'utf8' });
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function order(...fields: readonly string[]): string {
  return `{"type": "record", "name": "com.acme.Order", "fields": [\n  ${fields.join(',\n  ')}\n]}\n`;
}

const ID = '{"name": "id", "type": "long"}';
const TOTAL = '{"name": "total", "type": "com.acme.Money"}';

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ottla-diff-')));
  git('init', '-q');
  write('schemas/money.avsc', '{"type": "fixed", "name": "com.acme.Money", "size": 8}\n');
  write('schemas/order.avsc', order(ID, TOTAL));
  write('.gitattributes', '*.avsc diff=avsc\n');
  git('add', '.');
  git('commit', '-q', '-m', 'first');
  write(
    'schemas/order.avsc',
    order(ID, TOTAL, '{"name": "note", "type": ["null", "string"], "default": null}'),
  );
  git('mv', 'schemas/money.avsc', 'schemas/cash.avsc');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const CHANGE = '    + note  ["null","string"] = null  1:1 → 4:3';

it('compares a ref with the working tree', async () => {
  const { exitCode, stdout, stderr } = await ottla(['diff', 'git:HEAD', 'schemas', '--exit-code'], folder);
  expect(exitCode).toBe(1);
  expect(stdout.split('\n')).toEqual([
    '→ HEAD:schemas/money.avsc → schemas/cash.avsc  moved',
    '',
    'HEAD:schemas/order.avsc → schemas/order.avsc',
    '  com.acme.Order',
    CHANGE,
    '',
    'every level allows it',
    '',
  ]);
  expect(stderr).toContain('2 of 2 files differ');
});

it('stands in for git diff, as the help tells to set it up', async () => {
  const { stdout } = await ottla(['diff', '--help'], folder);
  expect(stdout).toContain('--git-driver');
  git('config', 'diff.avsc.command', `'${process.execPath}' '${OTTLA}' diff --git-driver`);
  expect(git('diff', 'HEAD', '--', 'schemas/order.avsc').split('\n')).toEqual([
    'schemas/order.avsc',
    '  com.acme.Order',
    CHANGE,
    '',
    'every level allows it',
    '',
    '',
  ]);
});

it('shows text to git where a schema is broken', () => {
  write('schemas/order.avsc', order(ID).replace('long', 'lnog'));
  expect(git('diff', 'HEAD', '--', 'schemas/order.avsc')).toContain('+  {"name": "id", "type": "lnog"}');
});
