import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@ottla/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { RecordedTerminal } from '../../testing/recorded-terminal.ts';
import { TemporaryFolder } from '../../testing/temporary-folder.ts';
import { parseConfig } from '../config/read-config.ts';
import { ciSystems } from '../init/ci-snippet.ts';
import { lineQuestions } from '../init/questions.ts';
import type { Workplace } from '../workplace.ts';
import { runCheck } from './check-command.ts';
import { runFmt } from './fmt-command.ts';
import { runGen } from './gen-command.ts';
import { runInit, type InitOptions } from './init-command.ts';
import { initRows } from './init-row.ts';
import { runLint } from './lint-command.ts';

const SAMPLES = fileURLToPath(new URL('../../../../schemas/', import.meta.url));

let folder: TemporaryFolder;
let terminal = new RecordedTerminal();

beforeEach(() => {
  folder = new TemporaryFolder();
  // The root of a project: what stands above is none of its business.
  mkdirSync(join(folder.path, '.git'));
  terminal = new RecordedTerminal();
});
afterEach(() => folder[Symbol.dispose]());

const workplace = (below = ''): Workplace => ({
  workingFolder: join(folder.path, below),
  clock: systemClock,
  readStdin: () => Promise.resolve(new Uint8Array()),
  environment: {},
});

const record = (name: string, ...fields: readonly object[]): object => ({
  type: 'record',
  name,
  namespace: 'com.acme',
  doc: 'A contract.',
  fields: [{ name: 'id', type: 'int', doc: 'Counts up.' }, ...fields],
});
const EMAIL = { name: 'email', type: ['null', 'string'], default: null, doc: 'Where to write to.' };
const TIER = { name: 'tier', type: 'string', doc: 'GOLD or NONE.' };

const init = (options: Partial<InitOptions> = {}, below = ''): Promise<number> =>
  runInit(
    { out: 'src/generated', input: false, ...options },
    { terminal, questions: () => null, workplace: workplace(below) },
  );

/** What the three commands end with, in this order. */
async function commands(): Promise<readonly number[]> {
  const place = { terminal, workplace: workplace() };
  return [
    await runCheck([], { format: 'text' }, place),
    await runLint([], { format: 'text', failOn: 'error' }, place),
    await runGen([], {}, place),
  ];
}

describe('what init writes', () => {
  const trees: readonly (readonly [string, Readonly<Record<string, object>>])[] = [
    ['flat, versions in names', { 'a.v1.avsc': record('A'), 'a.v2.avsc': record('A', EMAIL) }],
    ['a folder per topic', { 'schemas/a/a.v1.avsc': record('A'), 'schemas/a/a.v2.avsc': record('A', EMAIL) }],
    [
      'keys beside values',
      {
        'schemas/a/key.v1.avsc': record('AKey'),
        'schemas/a/key.v2.avsc': record('AKey'),
        'schemas/a/value.v1.avsc': record('A'),
      },
    ],
    ['versions in folders', { 'events/a/v1/a.avsc': record('A'), 'events/a/v2/a.avsc': record('A', EMAIL) }],
    [
      'folders hostile to YAML and patterns',
      { "- {x}: 'y' #[z]\\/a.v1.avsc": record('A'), "- {x}: 'y' #[z]\\/a.v2.avsc": record('A', EMAIL) },
    ],
    [
      'versions that break readers',
      { 'avro/a-v1.avsc': record('A'), 'avro/a-v2.avsc': record('A', TIER), 'avro/b-v1.avsc': record('B') },
    ],
    [
      'packages',
      {
        'packages/a/avro/a.v1.avsc': record('A'),
        'packages/a/avro/a.v2.avsc': record('A', EMAIL),
        'packages/b/avro/b.avsc': record('B'),
        'packages/c/avro/c.avsc': record('C', { name: 'b', type: 'com.acme.B', doc: 'The other.' }),
        'node_modules/x/x.avsc': { broken: true },
        'packages/a/dist/a.avsc': { broken: true },
        'packages/a/test/a.avsc': { broken: true },
      },
    ],
  ];

  it.each(trees)('passes check, lint and gen at once: %s', async (_name, files) => {
    for (const [path, schema] of Object.entries(files)) folder.write(path, schema);
    expect(await init()).toBe(0);
    expect(terminal.printed).toEqual(['ottla.yaml']);
    expect(await commands(), [...terminal.printed, ...terminal.notes].join('\n')).toEqual([0, 0, 0]);
    expect(existsSync(join(folder.path, 'src/generated/com/acme/a.ts'))).toBe(true);
  });

  it('passes them on the samples of this repository, with a subject for each topic', async () => {
    cpSync(SAMPLES, join(folder.path, 'schemas'), { recursive: true });
    // JSON Schema beside no contract describes something else.
    folder.write('tool/settings.schema.json', {});
    expect(await init({ ci: 'github' })).toBe(0);
    expect(terminal.printed).toEqual(['ottla.yaml', '.github/workflows/ottla.yaml']);
    expect(parseConfig('ottla.yaml', folder.read('ottla.yaml')).schemas).toMatchObject([
      { path: 'schemas/{topic}/*.v{version}.{avdl,avsc,schema.json}', subject: '{topic}-value' },
    ]);
    expect(await commands()).toEqual([0, 0, 0]);
  });

  it('compares one version of each contract with git, where git has a commit', async () => {
    folder.remove('.git');
    const git = (...words: readonly string[]): void =>
      void execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@localhost', ...words], {
        cwd: folder.path,
      });
    git('init', '-q');
    folder.write('schemas/a.avsc', record('A'));
    git('add', '.');
    git('commit', '-q', '-m', 'first');
    expect(await init()).toBe(0);
    expect(parse(folder.read('ottla.yaml'))).toMatchObject({ check: { against: ['git:HEAD'] } });
    expect(await commands()).toEqual([0, 0, 0]);
    folder.write('schemas/a.avsc', record('A', TIER));
    expect(await commands()).toEqual([1, 0, 0]);
  });

  it('tells levels that are kept today, and only for subjects that break', async () => {
    for (const [path, schema] of Object.entries(trees[5]?.[1] ?? {})) folder.write(path, schema);
    await init();
    expect(parse(folder.read('ottla.yaml'))).toMatchObject({ subjects: { 'a-value': { level: 'FORWARD' } } });
    expect(terminal.notes.join('\n')).toContain('a-value FORWARD');
  });

  it('names files that do not parse, and what has nothing to be compared with', async () => {
    folder.write('schemas/a.avsc', record('A'));
    folder.write('schemas/b.avsc', '{ "type": "recrod" }');
    expect(await init()).toBe(0);
    const said = terminal.notes.join('\n');
    expect(said).toContain('1 file that check and gen refuse until mended:');
    expect(said).toMatch(/schemas\/b\.avsc:1:\d+: /);
    expect(said).toMatch(/ {2}git add \. && git commit .*\n.*ottla@\S+ check /);
    expect(parse(folder.read('ottla.yaml'))).toMatchObject({ check: { against: ['git:HEAD'] } });
  });

  it('does not make a newcomer commit what is installed', async () => {
    folder.write('schemas/a.avsc', record('A'));
    mkdirSync(join(folder.path, 'node_modules'));
    expect(await init()).toBe(0);
    expect(terminal.notes.join('\n')).toContain(
      '  echo node_modules > .gitignore && git add . && git commit ',
    );
    folder.remove('ottla.yaml');
    folder.write('.gitignore', 'node_modules\n');
    terminal.clear();
    expect(await init()).toBe(0);
    expect(terminal.notes.join('\n')).not.toContain('echo');
  });
});

describe('a contract to begin with', () => {
  it('comes in two versions and passes every command without a warning', async () => {
    expect(await init({ sample: true })).toBe(0);
    expect(terminal.printed).toEqual([
      'schemas/customers/customer.v1.avsc',
      'schemas/customers/customer.v2.avsc',
      'ottla.yaml',
    ]);
    expect(await commands()).toEqual([0, 0, 0]);
    const place = { terminal, workplace: workplace() };
    terminal.clear();
    expect(await runLint(['schemas'], { format: 'text', failOn: 'warn' }, place)).toBe(0);
    expect(await runFmt(['schemas'], { check: true }, place)).toBe(0);
  });

  it('is written when the person wants it', async () => {
    const input = new PassThrough();
    const asked: string[] = [];
    const output = new PassThrough().on('data', (text: Buffer) => void asked.push(text.toString()));
    input.write('maybe\n\ngitl\n');
    const options = { out: 'gen' };
    const questions = (): ReturnType<typeof lineQuestions> => lineQuestions(input, output);
    expect(await runInit(options, { terminal, questions, workplace: workplace() })).toBe(0);
    expect(terminal.printed.at(-1)).toBe('.gitlab-ci.yml');
    expect(asked.join('')).toContain('Write a contract to begin with? [YES/no] One of yes, no, please.');
    expect(parse(folder.read('ottla.yaml'))).toMatchObject({ gen: { out: 'gen' } });
  });

  it('is not written, nor anything else, when nobody answers', async () => {
    const input = new PassThrough();
    input.end('yes\n');
    const questions = (): ReturnType<typeof lineQuestions> => lineQuestions(input, new PassThrough());
    await expect(
      runInit({ out: 'gen' }, { terminal, questions, workplace: workplace() }),
    ).rejects.toMatchObject({ exitCode: 130 });
    expect(readdirSync(folder.path)).toEqual(['.git']);
    await expect(init()).rejects.toMatchObject({ code: 'SCHEMAS_MISSING', exitCode: 2 });
    expect(readdirSync(folder.path)).toEqual(['.git']);
  });
});

describe('init leaves alone', () => {
  it.each(['ottla.yaml', 'ottla.yml', 'ottla.json'])('an existing %s', async (name) => {
    folder.write(name, 'mine');
    folder.write('a.avsc', record('A'));
    const refusal = expect(init()).rejects;
    await refusal.toMatchObject({
      code: 'CONFIG_EXISTS',
      exitCode: 2,
      message: expect.stringContaining(name),
    });
    expect(folder.read(name)).toBe('mine');
    expect(await init({ print: true })).toBe(0);
    expect(terminal.printed.join('\n')).toContain("path: '{name}.avsc'");
    expect(folder.read(name)).toBe('mine');
  });

  it('an existing pipeline, whose part it prints', async () => {
    folder.write('.gitlab-ci.yml', 'mine: {}');
    folder.write('a.avsc', record('A'));
    expect(await init({ yes: true })).toBe(0);
    expect(terminal.printed).toEqual(['ottla.yaml']);
    expect(terminal.notes.join('\n')).toContain('To put into .gitlab-ci.yml');
    expect(terminal.notes.join('\n')).toContain('check --against "git:$CI_MERGE_REQUEST_DIFF_BASE_SHA"');
    expect(folder.read('.gitlab-ci.yml')).toBe('mine: {}');
  });

  it('what is above the working folder, and what links lead to', async () => {
    folder.write('service/a.avsc', record('A'));
    folder.write('ottla.yaml', 'version: 1');
    expect(await init({ ci: 'github' }, 'service')).toBe(0);
    expect(terminal.printed).toEqual(['ottla.yaml']);
    expect(terminal.notes.join('\n')).toContain('../ottla.yaml held for this folder');
    expect(terminal.notes.join('\n')).toContain('To put into .github/workflows/ottla.yaml');
    expect(existsSync(join(folder.path, '.github'))).toBe(false);

    folder.write('other/x.avsc', record('X'));
    mkdirSync(join(folder.path, 'linked/.git'), { recursive: true });
    symlinkSync('../other', join(folder.path, 'linked/.github'));
    folder.write('linked/a.avsc', record('A'));
    await expect(init({ ci: 'github' }, 'linked')).rejects.toMatchObject({ code: 'OUTPUT_LINK' });
    expect(readdirSync(join(folder.path, 'other'))).toEqual(['x.avsc']);
    expect(readdirSync(join(folder.path, 'linked'))).not.toContain('ottla.yaml');
  });
});

it('the choices of init are those of its snippets', () => {
  const [ci] = initRows.flatMap((row) => row.options.filter(({ flags }) => flags.startsWith('--ci')));
  expect(ci?.choices).toEqual(ciSystems);
});
