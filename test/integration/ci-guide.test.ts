import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { guideSteps } from '../snippets/guide.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PROGRAM = join(ROOT, 'packages/cli/src/main.ts');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ottla-guide-'));
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'project'));
  writeFileSync(join(folder, 'bin/ottla'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
  chmodSync(join(folder, 'bin/ottla'), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function shell(text: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('sh', ['-ec', text], {
    cwd: join(folder, 'project'),
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
      GIT_AUTHOR_NAME: 'reader',
      GIT_AUTHOR_EMAIL: 'reader@localhost',
      GIT_COMMITTER_NAME: 'reader',
      GIT_COMMITTER_EMAIL: 'reader@localhost',
    },
  });
  return { status, output: stdout + stderr };
}

it('docs/guides/schemas-in-ci.md, followed word for word, ends with the exit codes it tells', () => {
  const told: number[] = [];
  for (const { language, settings, text } of guideSteps(join(ROOT, 'docs/guides/schemas-in-ci.md'))) {
    const file = settings.get('file');
    if (file !== undefined) {
      const path = join(folder, 'project', file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    } else if (language === 'sh') {
      const exitCode = Number(settings.get('exit') ?? 0);
      const { status, output } = shell(text);
      expect(status, output).toBe(exitCode);
      const found = text.includes('ottla gen') ? 'edited by hand' : 'FIELD_ADDED_WITHOUT_DEFAULT';
      if (exitCode === 1) expect(output).toContain(found);
      told.push(exitCode);
    }
  }
  expect(told).toEqual([0, 1, 0, 0, 0, 1]);
});
