import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ottla, type Finished } from './cli-process.ts';

const SAMPLES = fileURLToPath(new URL('../../schemas/', import.meta.url));

let folder: string;
const run = (...words: string[]): Promise<Finished> => ottla(words, folder);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottla-init-'));
  await mkdir(join(folder, '.git'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('ottla init', () => {
  it('writes what check and gen take as it stands, and says so where no data goes', async () => {
    await cp(SAMPLES, join(folder, 'schemas'), { recursive: true });
    await writeFile(join(folder, 'package.json'), '{}');
    const { exitCode, stdout, stderr } = await run('init', '--out', 'src/types');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'ottla.yaml\n' });
    expect(stderr).toContain('schemas/{topic}/*.v{version}.');
    expect(stderr).toContain('npm install --save-dev ottla');
    expect(stderr).toContain('npx ottla check');
    expect(await run('check')).toMatchObject({ exitCode: 0 });
    const generated = await run('gen');
    expect(generated).toMatchObject({ exitCode: 0 });
    expect(generated.stdout).toContain('src/types/com/acme/customer.ts\n');
  });

  it('asks nobody when nobody is there, and writes nothing without being told what', async () => {
    const { exitCode, stdout, stderr } = await run('init');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('there is no .avsc, .avdl or .avpr file here');
    expect(stderr).toContain('ottla init --sample');
    expect(await readdir(folder)).toEqual(['.git']);
  });
});
