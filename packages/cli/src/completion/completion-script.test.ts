import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { TemporaryFolder } from '../../testing/temporary-folder.ts';
import { commandGroups, commandTable } from '../command-table.ts';
import { EXIT } from '../exit-code.ts';
import { commandWords } from './command-words.ts';
import { completionScript, type Shell } from './completion-script.ts';

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = new TemporaryFolder();
  const commands = await commandWords(commandGroups);
  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    folder.write(`scripts/${shell}`, completionScript(shell, commands));
  }
  folder.write('here/orders.avsc', '');
  folder.write('here/two words.avsc', '');
  folder.write('here/a folder/of.avsc', '');
});
afterAll(() => folder[Symbol.dispose]());

function run(shell: Shell, words: readonly string[], env: Record<string, string> = {}): string {
  const { stdout, stderr, status, error } = spawnSync(shell, words, {
    cwd: join(folder.path, 'here'),
    env: { ...process.env, HOME: folder.path, ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect({ stderr, status, error }).toEqual({ stderr: '', status: 0, error: undefined });
  return stdout;
}

/** Of the shells only bash is everywhere. */
const missing = (['zsh', 'fish'] as const).filter(
  (shell) => spawnSync(shell, ['-c', 'exit']).error !== undefined,
);
for (const shell of missing) console.warn(`${shell} is not installed: what it completes is not looked at`);

function skipWithout(shell: Shell, context: TestContext): void {
  context.skip(
    missing.some((each) => each === shell),
    `${shell} is not installed`,
  );
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .toSorted();

/** What bash would offer at the end of a line, and what it tells readline: parted where readline parts it. */
function bash(line: string): string[] {
  const words = line.split(/ +|(?==)|(?<==)/);
  const script = `compopt() { echo "compopt $*"; }
source "$0"
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_ottla
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return linesOf(run('bash', ['-c', script, join(folder.path, 'scripts/bash'), ...words]));
}
const NO_FILES = 'compopt +o default +o bashdefault';
const FOLDERS_ONLY = 'compopt -o dirnames';

/** Notes what the functions of zsh add, for each line. Its line editor begins in a terminal only. */
const ZSHRC = String.raw`autoload -Uz compinit && compinit -u -D
source $SCRIPT
compadd() {
  local -a found
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
  builtin compadd -A found "$@"
  (( $#found )) && print -rl -- $found >> $OFFERED
  builtin compadd "$@"
}
zle-line-init() {
  local line
  for line in "\${(@f)TYPED}"; do
    print -r -- "> $line" >> $OFFERED
    BUFFER=$line CURSOR=$#line
    zle list-choices
  done
  exit
}
zle -N zle-line-init`.replaceAll('\\$', '$');

/** What zsh offers at the end of each line. */
function zsh(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  folder.write('rc/.zshrc', ZSHRC);
  const offered = join(folder.path, 'offered');
  const terminal = 'zmodload zsh/zpty && zpty shell zsh -d -i && while zpty -r shell line; do :; done; true';
  const env = {
    ZDOTDIR: join(folder.path, 'rc'),
    SCRIPT: join(folder.path, 'scripts/zsh'),
    OFFERED: offered,
    TYPED: lines.join('\n'),
    TERM: 'xterm',
  };
  run('zsh', ['-dfc', terminal], env);
  const parts = readFileSync(offered, 'utf8').split(/^> /m).slice(1);
  return new Map(
    parts.map((part) => {
      const [line = '', ...found] = part.split('\n');
      return [line, [...new Set(linesOf(found.join('\n')))]];
    }),
  );
}

function fish(line: string): string[] {
  const script = `source ${join(folder.path, 'scripts/fish')}; complete -C '${line}'`;
  return linesOf(run('fish', ['-c', script]).replaceAll(/\t.*/g, ''));
}

const COMMANDS = [...commandTable.map(({ name }) => name), 'help'].toSorted();
const LEVELS = ['FULL', 'FULL_TRANSITIVE'];
/** What is offered at the end of a line, of words that are not files. */
const WORDS: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ['ottla ', COMMANDS],
  ['ottla ch', ['check']],
  ['ottla help di', ['diff']],
  ['ottla check --fail', ['--fail-on']],
  ['ottla check gen --la', []],
  ['ottla check schemas --level FULL', LEVELS],
  ['ottla check schemas --level=FULL', LEVELS],
  ['ottla init --ci ', ['github', 'gitlab', 'none']],
  ['ottla completion ', ['bash', 'fish', 'zsh']],
  ['ottla explain FIELD_ADDED_W', ['FIELD_ADDED_WITHOUT_DEFAULT']],
  ['ottla sample -n ', []],
  ['ottla pull o', []],
];

describe('the completion of bash', () => {
  it.each(WORDS)('offers after %j what stands in the table', (line, offered) => {
    expect(bash(line)).toEqual([NO_FILES, ...offered].toSorted());
  });

  it('leaves files and folders to the shell, which can quote them', () => {
    for (const line of ['ottla check ', 'ottla check -o t', 'ottla nothing ']) expect(bash(line)).toEqual([]);
    expect(bash('ottla gen --out ')).toEqual([FOLDERS_ONLY]);
    expect(bash('ottla gen --out --')).toEqual([FOLDERS_ONLY]);
  });
});

describe('the completion of zsh', () => {
  const files = ['ottla gen t', 'ottla check -o o', 'ottla gen --out '];
  // Its completion takes a second to begin.
  let offers: ReadonlyMap<string, readonly string[]> | undefined;
  beforeEach((context) => {
    skipWithout('zsh', context);
    offers ??= zsh([...WORDS.map(([line]) => line), ...files]);
  });

  it.each(WORDS)('offers after %j what stands in the table', (line, offered) => {
    expect(offers?.get(line)).toEqual(offered);
  });

  it('offers files and folders where they may stand', () => {
    expect(files.map((line) => offers?.get(line))).toEqual([
      [String.raw`two\ words.avsc`],
      ['orders.avsc'],
      [String.raw`a\ folder`],
    ]);
  });
});

describe('the completion of fish', () => {
  beforeEach((context) => skipWithout('fish', context));

  it.each(WORDS)('offers after %j what stands in the table', (line, offered) => {
    expect(fish(line)).toEqual(offered.map((word) => (line.includes('=') ? `--level=${word}` : word)));
  });

  it('offers files and folders where they may stand', () => {
    expect(fish('ottla gen t')).toEqual(['two words.avsc']);
    expect(fish('ottla check -o o')).toEqual(['orders.avsc']);
    expect(fish('ottla gen --out ')).toEqual(['a folder/']);
  });
});

it('is made of any prose', async () => {
  const rows = [
    {
      name: 'eat',
      summary: "what's \\ here: [now]",
      options: [
        { flags: '-o, --output <file>', doc: "where [it's]" },
        { flags: '--style <style>', doc: 'how', choices: ['raw', 'cooked'] },
        { flags: '--no-salt', doc: 'without' },
      ],
      examples: [],
      run: () => Promise.resolve(EXIT.ok),
    },
  ];
  const commands = await commandWords([{ title: 'Any', rows }]);
  expect(completionScript('fish', commands).split('\n')).toEqual(
    expect.arrayContaining([
      "complete -c ottla -n __ottla_first -f -a eat -d 'what\\'s \\\\ here: [now]'",
      "complete -c ottla -n '__ottla_is eat' -s o -l output -r -F -d 'where [it\\'s]'",
      "complete -c ottla -n '__ottla_is eat' -l style -x -a 'raw cooked' -d 'how'",
      "complete -c ottla -n '__ottla_is eat' -l no-salt -d 'without'",
    ]),
  );
  const zshScript = completionScript('zsh', commands);
  expect(zshScript).toContain(String.raw`'eat:what'\''s \\ here\: \[now\]'`);
  expect(zshScript).toContain(String.raw`'(-o --output)--output=[where \[it'\''s\]]:file:_files'`);
  expect(completionScript('bash', commands)).toContain("'eat --style') words='raw cooked' ;;");
});
