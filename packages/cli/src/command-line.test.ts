import { expect, it } from 'vitest';
import { RecordedTerminal } from '../testing/recorded-terminal.ts';
import { runCommandLine } from './command-line.ts';
import type { CommandGroup } from './command-row.ts';
import { EXIT } from './exit-code.ts';

const eaten: (readonly [inputs: readonly string[], options: unknown])[] = [];
const groups: readonly CommandGroup[] = [
  {
    title: 'Any',
    rows: [
      {
        name: 'eat',
        summary: 'eat',
        positional: { spelling: '[dishes...]', doc: 'what' },
        options: [
          { flags: '--versions <which>', doc: 'which' },
          { flags: '--with <dishes...>', doc: 'what besides' },
        ],
        examples: [],
        run: (inputs, options) => {
          eaten.push([inputs, options]);
          return Promise.resolve(EXIT.ok);
        },
      },
    ],
  },
];

async function run(...words: string[]): Promise<{ exitCode: number; printed: string[]; notes: string[] }> {
  eaten.length = 0;
  const terminal = new RecordedTerminal();
  const exitCode = await runCommandLine(words, terminal, groups);
  return { exitCode, printed: terminal.printed, notes: terminal.notes };
}

const HELP = 'ottla eat --help shows what it takes.';

it.each([
  [
    ['eat', '--version', 'all'],
    ["error: unknown option '--version'", '(Did you mean --versions?)'],
  ],
  [['eat', 'soup', '-V'], ["error: unknown option '-V'"]],
  [['eat', '--versions'], ["error: option '--versions <which>' argument missing"]],
  [['eat', '--\u001b[31m'], ["error: unknown option '--?[31m'"]],
])('%j is refused with what shows the options', async (words, notes) => {
  expect(await run(...words)).toEqual({ exitCode: 2, printed: [], notes: [...notes, HELP] });
  expect(eaten).toEqual([]);
});

it('takes options of a command before, between and behind its words', async () => {
  expect(await run('eat', '--versions', 'all', 'soup', '--with', 'bread', 'salt')).toMatchObject({
    exitCode: 0,
  });
  expect(eaten).toEqual([[['soup'], { versions: 'all', with: ['bread', 'salt'] }]]);
  await run('eat', '--', '--version');
  expect(eaten).toEqual([[['--version'], {}]]);
});

it('tells the version when it is asked for it before a command', async () => {
  expect(await run('-V', 'eat')).toMatchObject({
    exitCode: 0,
    printed: [expect.stringMatching(/^\d+\.\d+/)],
    notes: [],
  });
  expect(eaten).toEqual([]);
});
