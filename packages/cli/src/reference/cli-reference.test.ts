import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { RecordedTerminal } from '../../testing/recorded-terminal.ts';
import { runCommandLine } from '../command-line.ts';
import { commandGroups, commandTable } from '../command-table.ts';
import { EXIT } from '../exit-code.ts';
import { ciSnippet } from '../init/ci-snippet.ts';
import { packageInstallerOf } from '../init/package-installer.ts';
import { cliReference } from './cli-reference.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

describe('the reference of the command line', () => {
  it('is that of the table; vitest run packages/cli/src/reference -u renews it', async () => {
    await expect(cliReference()).toMatchFileSnapshot(`${ROOT}docs/reference/cli.md`);
  });

  it('has every command, option, exit code and example', () => {
    const page = cliReference();
    for (const { name, options, examples } of commandTable) {
      expect(page).toContain(`\n## ottla ${name}\n`);
      for (const { flags } of options) expect(page).toContain(`| \`${flags}\` |`);
      for (const example of examples) expect(page).toContain(`\n${example}\n`);
    }
    for (const code of Object.values(EXIT)) expect(page).toMatch(new RegExp(`^\\| ${code} \\| \\S`, 'm'));
    expect(page).toContain('OTTLA_REGISTRY_URL');
  });

  it('has the exit codes of the readme', () => {
    const readme = readFileSync(`${ROOT}packages/cli/README.md`, 'utf8');
    const rows = [...readme.matchAll(/^\| (\d+(?:, \d+)*) +\|/gm)].flatMap(([, codes = '']) =>
      codes.split(', '),
    );
    expect(rows.map(Number)).toEqual(Object.values(EXIT));
  });

  it('names each command once', () => {
    const names = commandTable.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(commandTable.filter(({ examples }) => examples.length === 0).map(({ name }) => name)).toEqual([]);
  });
});

/** The calls of `ottla` in a line of a shell, as their words, without redirections. */
function callsIn(line: string): string[][] {
  const pieces = line.match(/"(?:[^"\\]|\\.)*"|'[^']*'|&&|\|\|?|;|[^\s"';|&]+/g) ?? [];
  const calls: string[][] = [[]];
  let comment = false;
  for (const piece of pieces) {
    comment ||= piece.startsWith('#');
    if (comment) continue;
    if (/^(?:&&|\|\|?|;)$/.test(piece)) calls.push([]);
    else calls.at(-1)?.push(piece.replaceAll(/^(["'])(.*)\1$/g, '$2'));
  }
  return calls.flatMap((words) => {
    const bare = words.filter(
      (word, index) => !/^[<>]/.test(word) && !/^[<>]+$/.test(words[index - 1] ?? ''),
    );
    const at =
      bare[0] === 'npx' || bare[0] === 'pnpm' ? bare.findIndex((word) => /^ottla(@|$)/.test(word)) : 0;
    return at >= 0 && /^ottla(@|$)/.test(bare[at] ?? '') ? [bare.slice(at + 1)] : [];
  });
}

/** The lines of a block as a shell reads them: one that ends in a backslash goes on in the next. */
const shellLines = (block: string): string[] => block.replaceAll(/\\\n\s*/g, '').split('\n');

/** What the program says against a line; nothing is run. */
async function refusal(words: readonly string[]): Promise<string> {
  const terminal = new RecordedTerminal();
  let ran = false;
  const groups = commandGroups.map(({ title, rows }) => ({
    title,
    rows: rows.map((row) => ({
      ...row,
      run: () => {
        ran = true;
        return Promise.resolve(EXIT.ok);
      },
    })),
  }));
  const exitCode = await runCommandLine(words, terminal, groups);
  return exitCode === EXIT.ok && (ran || words.includes('--help'))
    ? ''
    : terminal.notes.join('\n') || 'nothing was run';
}

describe('an example', () => {
  it('is found in a line with pipes, quotes and redirections', () => {
    expect(callsIn("zcat a | ottla infer --name 'a b' > out.avsc && npx ottla@1 check # why")).toEqual([
      ['infer', '--name', 'a b'],
      ['check'],
    ]);
    expect(callsIn('npx vitest run ottla.test.ts; echo ottla check')).toEqual([]);
    expect(shellLines('ottla gen schemas \\\n  --check\nottla lint\n').flatMap(callsIn)).toEqual([
      ['gen', 'schemas', '--check'],
      ['lint'],
    ]);
  });

  it.each(commandTable.flatMap(({ name, examples }) => examples.map((example) => [name, example] as const)))(
    'of %s calls what is there: %s',
    async (name, example) => {
      const calls = callsIn(example);
      expect(calls.map(([command]) => command)).toContain(name);
      for (const words of calls) expect(await refusal(words), words.join(' ')).toBe('');
    },
  );

  it('that is wrong would be noticed', async () => {
    expect(await refusal(['chekc'])).toContain('unknown command');
    expect(await refusal(['check', '--agianst', 'x'])).toContain('unknown option');
    expect(await refusal(['check', '--format', 'xml'])).toContain('invalid');
  });

  it('of the guides and pages calls what is there', async () => {
    const pages = ['docs', 'packages']
      .flatMap((folder) =>
        readdirSync(`${ROOT}${folder}`, { recursive: folder === 'docs', encoding: 'utf8' }).map((path) =>
          folder === 'docs' ? `docs/${path}` : `packages/${path}/README.md`,
        ),
      )
      .filter((path) => path.endsWith('.md') && !path.startsWith('docs/internals'));
    let count = 0;
    for (const page of [...pages, 'README.md']) {
      const text = readFileSync(`${ROOT}${page}`, 'utf8');
      for (const [, block = ''] of text.matchAll(/^```(?:sh)?(?: [^\n]*)?\n([^]*?)^```$/gm)) {
        for (const words of shellLines(block).flatMap((line) => callsIn(line.replace(/^\$ /, '')))) {
          // A line of output that begins with the name, or a usage with placeholders.
          if (words.some((word) => /^[[<]|^…$/.test(word))) continue;
          count++;
          expect(await refusal(words), `${page}: ottla ${words.join(' ')}`).toBe('');
        }
      }
    }
    expect(count).toBeGreaterThan(10);
  });

  it.each(['pnpm-lock.yaml', 'package-lock.json', ''])(
    'of the snippets for CI does, with %j',
    async (lockFile) => {
      const manager = packageInstallerOf((file) => file === lockFile, '1.0.0');
      for (const system of ['github', 'gitlab'] as const) {
        const { text } = ciSnippet(system, manager, { generates: true }) ?? { text: '' };
        const calls = text.split('\n').flatMap((line) => callsIn(line.replace(/^\s*- (run: )?/, '')));
        expect(calls.map(([command]) => command)).toEqual(['check', 'lint', 'gen']);
        for (const words of calls) expect(await refusal(words), words.join(' ')).toBe('');
      }
    },
  );
});
