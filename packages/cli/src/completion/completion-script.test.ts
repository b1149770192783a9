import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandGroups, commandTable } from '../command-table.ts';
import { EXIT } from '../exit-code.ts';
import { completionScript } from './completion-script.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ottla-completion-'));
  writeFileSync(join(folder, 'orders.avsc'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What bash would offer for the last word. */
function offered(...words: readonly string[]): string[] {
  const script = `${completionScript('bash', commandGroups)}
COMP_WORDS=(ottla "$@") COMP_CWORD=$#
_ottla
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync('bash', ['-euc', script, 'ottla', ...words], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.split('\n').filter((word) => word !== '');
}

describe('the completion of bash', () => {
  it('offers commands, their options, and what an option takes', () => {
    expect(offered('')).toEqual([...commandTable.map(({ name }) => name), 'help']);
    expect(offered('ch')).toEqual(['check']);
    expect(offered('check', '--fail')).toEqual(['--fail-on']);
    expect(offered('check', 'schemas', '--level', 'FULL')).toEqual(['FULL', 'FULL_TRANSITIVE']);
    expect(offered('init', '--ci', '')).toEqual(['github', 'gitlab', 'none']);
    expect(offered('help', 'di')).toEqual(['diff']);
  });

  it('leaves files to the shell', () => {
    expect(offered('check', '')).toEqual([]);
    expect(offered('gen', '--out', '--')).toEqual([]);
    expect(offered('nothing', '')).toEqual([]);
  });
});

describe('the completion of fish', () => {
  it('has a line for each command and option, whatever its prose', () => {
    const script = completionScript('fish', [
      {
        title: 'Any',
        rows: [
          {
            name: 'eat',
            summary: "what's \\ here",
            options: [
              { flags: '-o, --output <file>', doc: 'where' },
              { flags: '--style <style>', doc: 'how', choices: ['raw', 'cooked'] },
              { flags: '--no-salt', doc: 'without' },
            ],
            examples: [],
            run: () => Promise.resolve(EXIT.ok),
          },
        ],
      },
    ]);
    expect(script.split('\n')).toEqual([
      "complete -c ottla -n __fish_use_subcommand -f -a eat -d 'what\\'s \\\\ here'",
      "complete -c ottla -n '__fish_seen_subcommand_from eat' -s o -l output -r -d 'where'",
      "complete -c ottla -n '__fish_seen_subcommand_from eat' -l style -x -a 'raw cooked' -d 'how'",
      "complete -c ottla -n '__fish_seen_subcommand_from eat' -l no-salt -d 'without'",
    ]);
  });
});
