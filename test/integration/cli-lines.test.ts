import avsc from 'avsc';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '@ottla/kernel';
import { parseSchema } from '@ottla/schema';
import { datumOfJson } from '@ottla/serializers/avro';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInfer, type InferOptions } from '../../packages/cli/src/commands/infer-command.ts';
import { runSample, type SampleCommandOptions } from '../../packages/cli/src/commands/sample-command.ts';
import { RecordedTerminal } from '../../packages/cli/testing/recorded-terminal.ts';
import { inferred } from '../../packages/cli/testing/inferred-lines.ts';
import { SampleLines } from '../../packages/cli/src/samples/sample-lines.ts';
import { randomSchemaText } from '../../packages/schema/testing/random-schema.ts';
import { OTTLA } from './cli-process.ts';
import { guideSteps } from '../snippets/guide.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const GUIDE = join(ROOT, 'docs/guides/samples.md');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ottla-lines-'));
  writeFileSync(join(folder, 'ottla'), `#!/bin/sh\nexec '${process.execPath}' '${OTTLA}' "$@"\n`);
  chmodSync(join(folder, 'ottla'), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const path = (name: string): string => join(folder, name);

function write(name: string, text: string): string {
  writeFileSync(path(name), text);
  return path(name);
}

function shell(text: string): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  const { FORCE_COLOR: _force, ...inherited } = process.env;
  const env = { ...inherited, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` };
  return spawnSync('sh', ['-ec', text], { cwd: folder, encoding: 'utf8', env, timeout: 60_000 });
}

interface Shown {
  readonly terminal: RecordedTerminal;
  readonly printed: readonly string[];
  readonly noted: readonly string[];
}

function shown(terminal = new RecordedTerminal()): Shown {
  return { terminal, printed: terminal.printed, noted: terminal.notes };
}

/** Nobody reads on after the first line. */
class HastyTerminal extends RecordedTerminal {
  override print(line: string): void {
    super.print(line);
    this.loseReader();
  }
}

const infer = async (
  files: string[],
  options: Partial<InferOptions> = {},
): Promise<Shown & { exitCode: number }> => {
  const seen = shown();
  const exitCode = await runInfer(files, { enums: 0, maps: 1000, onError: 'fail', ...options }, seen);
  return { ...seen, exitCode };
};

const sample = async (
  files: string[],
  options: Partial<SampleCommandOptions> = {},
  seen = shown(),
): Promise<Shown & { exitCode: number }> => {
  const exitCode = await runSample(
    files,
    { count: 10, json: 'plain', ...options },
    { ...seen, ready: async () => {} },
  );
  return { ...seen, exitCode };
};

describe('docs/guides/samples.md', () => {
  it('followed word for word, prints what it says and ends as it says', () => {
    let stdout = '';
    let compared = 0;
    for (const { language, settings, flags, text } of guideSteps(GUIDE)) {
      const file = settings.get('file');
      if (file !== undefined) write(file, text);
      if (flags.has('printed')) {
        expect(stdout.trimEnd()).toBe(text.trimEnd());
        compared++;
      }
      if (language !== 'sh') continue;
      const run = shell(text);
      expect(run.status, run.stderr).toBe(Number(settings.get('exit') ?? 0));
      stdout = run.stdout;
    }
    expect(compared).toBe(2);
  });
});

describe('ottla sample', () => {
  it('ends quietly when nobody reads any more', () => {
    write('id.avsc', '{ "type": "record", "name": "Id", "fields": [{ "name": "id", "type": "long" }] }');
    const { status, stdout, stderr } = shell(
      '{ ottla sample id.avsc -n 200000 --seed 1; echo $? >&2; } | head -3',
    );
    expect({ status, lines: stdout.split('\n').length, stderr }).toEqual({
      status: 0,
      lines: 4,
      stderr: '0\n',
    });
  });

  it('stops drawing at once then', async () => {
    const seen = shown(new HastyTerminal());
    await sample([write('n.avsc', '"int"')], { count: 100_000_000, seed: 1 }, seen);
    expect(seen.printed).toHaveLength(1);
  });

  it('tells the seed it has chosen, with which the same is drawn again', async () => {
    const file = write('names.avsc', '{ "type": "array", "items": "string" }');
    const { printed, noted } = await sample([file]);
    const seed = Number(/^--seed (\d+)$/.exec(noted.join('\n'))?.[1]);
    expect(await sample([file], { seed })).toMatchObject({ printed, noted: [], exitCode: 0 });
    expect(await sample([file], { count: 0, seed })).toMatchObject({ printed: [] });
  });

  it('asks for a type where there are several', async () => {
    const file = write('two.avdl', 'namespace a; schema A; record A { B b; } record B { int n; }');
    const other = write(
      'c.avsc',
      '{ "type": "record", "name": "a.C", "fields": [{ "name": "b", "type": "a.B" }] }',
    );
    await expect(sample([file, other], { seed: 1 })).rejects.toMatchObject({
      message: 'there are 2 types: a.C, a.A',
      exitCode: 2,
    });
    const versions = ['e.v1.avsc', 'e.v2.avsc'].map((name) =>
      write(name, '{ "type": "enum", "name": "a.E", "symbols": ["A"] }'),
    );
    await expect(sample(versions, { seed: 1 })).rejects.toMatchObject({
      message: 'several files define a.E',
      remedy: 'Of several versions of one schema, name the file of one.',
    });
    await expect(sample([file, other], { seed: 1, type: 'D' })).rejects.toMatchObject({ exitCode: 2 });
    const { printed } = await sample([file, other], { seed: 1, type: 'C', count: 1 });
    expect(JSON.parse(printed.join(''))).toEqual({ b: { n: expect.any(Number) as number } });
  });

  it('shows where a schema is broken', async () => {
    await expect(sample([write('broken.avsc', '{ "type": "lnog" }')])).rejects.toMatchObject({
      exitCode: 4,
      excerpt: [' 1 | { "type": "lnog" }', expect.any(String)],
    });
  });
});

describe('ottla infer', () => {
  it('reads all files as one, and skips what is broken when it is told to', async () => {
    const files = [
      write('a.jsonl', '{"id":1}\n{"id":}\n'),
      write('b.jsonl', '\ufeff{"id":2,"name":"x"}\r\n'),
    ];
    await expect(infer(files)).rejects.toMatchObject({
      exitCode: 4,
      excerpt: [' 2 | {"id":}', '   |       ^'],
    });
    const { printed, noted, exitCode } = await infer(files, { onError: 'skip' });
    expect(JSON.parse(printed.join(''))).toMatchObject({
      name: 'A',
      fields: [{ name: 'id' }, { name: 'name' }],
    });
    expect(noted.at(-1)).toBe('2 lines read, 1 skipped');
    expect(exitCode).toBe(5);
  });

  it('tells of integers that a double would change', async () => {
    const file = write('c.jsonl', '{"x":9007199254740993}\n{"x":1.5}\n');
    await expect(infer([file])).rejects.toMatchObject({
      exitCode: 4,
      message: `${file}:1:6: a double would change this integer beyond 2^53; 'x' is double since ${file}:2:6 has a fraction`,
    });
    expect(await infer([file], { onError: 'skip' })).toMatchObject({ exitCode: 5 });
  });

  it.each<[string, string, Partial<InferOptions>, number]>([
    ['no value', '\n \n', {}, 4],
    ['nothing but broken lines', '{\n', { onError: 'skip' }, 4],
    ['a name that is none', '1', { name: 'a-b' }, 2],
    ['two namespaces', '1', { name: 'a.B', namespace: 'c' }, 2],
  ])('refuses %s', async (_what, text, options, exitCode) => {
    await expect(infer([write('d.jsonl', text)], options)).rejects.toMatchObject({ exitCode });
  });

  it('refuses what is no file', async () => {
    await expect(infer([folder])).rejects.toMatchObject({ exitCode: 2 });
    await expect(infer([path('nowhere.jsonl')])).rejects.toMatchObject({ exitCode: 2 });
  });

  it('makes schemas of samples that avsc reads, too', () => {
    for (let seed = 1; seed <= 40; seed++) {
      // Without names that every object has, which avsc mixes up.
      const schema = parseSchema(
        randomSchemaText(seededRandom(seed), { names: ['id', 'total', 'lines', 'by', 'Order', 'Card'] }),
      );
      const samples = new SampleLines(schema, { random: seededRandom(seed), edges: false, json: 'plain' });
      const lines = Array.from({ length: 10 }, () => samples.next());
      const { text } = inferred(lines);
      if (text === null) continue;
      avsc.Type.forSchema(JSON.parse(text) as avsc.Schema, { wrapUnions: 'always' });
      for (const line of lines) expect(datumOfJson(line, parseSchema(text)).length).toBeGreaterThanOrEqual(0);
    }
  });
});
