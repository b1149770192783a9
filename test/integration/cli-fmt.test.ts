import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ottla, type Finished } from './cli-process.ts';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const LOOSE = '{"type":"fixed",\r\n  "name":"Iban", // ISO 13616\r\n "size":34}';
const TIDY = '{\n  "type": "fixed",\n  "name": "Iban", // ISO 13616\n  "size": 34\n}\n';
const TIDY_ENUM = '{ "type": "enum", "name": "Level", "symbols": ["LOW"] }\n';

let folder: string;
const run = (...words: string[]): Promise<Finished> => ottla(['fmt', ...words], folder);
const read = (file: string): Promise<string> => readFile(join(folder, file), 'utf8');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottla-fmt-'));
  await mkdir(join(folder, 'schemas'));
  await writeFile(join(folder, 'schemas/iban.avsc'), LOOSE);
  await writeFile(join(folder, 'schemas/level.avsc'), TIDY_ENUM);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('ottla fmt', () => {
  it('writes what changes, and prints which files', async () => {
    await chmod(join(folder, 'schemas/iban.avsc'), 0o640);
    await utimes(join(folder, 'schemas/level.avsc'), 1, 1);
    expect(await run('schemas')).toEqual({
      exitCode: 0,
      signal: null,
      stdout: 'schemas/iban.avsc\n',
      stderr: '1 of 2 files formatted\n',
    });
    expect(await read('schemas/iban.avsc')).toBe(TIDY);
    expect((await stat(join(folder, 'schemas/iban.avsc'))).mode & 0o777).toBe(0o640);
    expect((await stat(join(folder, 'schemas/level.avsc'))).mtimeMs).toBe(1000);
    expect(await run()).toMatchObject({ exitCode: 0, stdout: '' });
  });

  it('takes away a byte order mark', async () => {
    await writeFile(join(folder, 'schemas/level.avsc'), `\ufeff${TIDY_ENUM}`);
    expect(await run('schemas/level.avsc', '--check')).toMatchObject({ exitCode: 1 });
    expect((await run('schemas/level.avsc', '--diff')).stdout).toContain(`-\ufeff${TIDY_ENUM}+${TIDY_ENUM}`);
    expect(await run('schemas/level.avsc')).toMatchObject({ exitCode: 0, stdout: 'schemas/level.avsc\n' });
    expect(await read('schemas/level.avsc')).toBe(TIDY_ENUM);
  });

  it('formats the others when a file is broken, shows its place and ends with 4', async () => {
    await writeFile(join(folder, 'schemas/broken.avsc'), '{ "type": "fixed",\n  "name": }\n');
    const { exitCode, stdout, stderr } = await run('schemas');
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: 'schemas/iban.avsc\n' });
    expect(stderr).toMatch(
      /^schemas\/broken\.avsc:2:11: .*\n 2 \| {3}"name": \}\n {3}\| {11}\^\n1 of 3 files formatted, 1 not read\n$/,
    );
    expect(await read('schemas/broken.avsc')).toContain('"name": }');
  });

  it('writes through a link inside the folder, and never out of it', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'ottla-fmt-outside-'));
    try {
      await writeFile(join(outside, 'far.avsc'), LOOSE);
      await symlink(join(outside, 'far.avsc'), join(folder, 'far.avsc'));
      const refused = await run('far.avsc');
      expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
      expect(refused.stderr).toContain('is a link out of the working folder');
      expect(await readFile(join(outside, 'far.avsc'), 'utf8')).toBe(LOOSE);
    } finally {
      await rm(outside, { recursive: true });
    }
    await rm(join(folder, 'far.avsc'));
    await symlink('schemas/iban.avsc', join(folder, 'near.avsc'));
    expect(await run('near.avsc')).toMatchObject({ exitCode: 0, stdout: 'near.avsc\n' });
    expect(await read('schemas/iban.avsc')).toBe(TIDY);
  });

  it('refuses Avro IDL, and inputs that match nothing', async () => {
    await writeFile(join(folder, 'a.avdl'), 'protocol P {}');
    expect(await run('a.avdl')).toMatchObject({ exitCode: 2, stdout: '' });
    const { exitCode, stderr } = await run('schmeas');
    expect(exitCode).toBe(2);
    expect(stderr).toContain("matches 'schmeas'");
  });
});

describe('ottla fmt --check', () => {
  it('lists what would change, writes nothing and ends with 1', async () => {
    expect(await run('schemas', '--check')).toMatchObject({ exitCode: 1, stdout: 'schemas/iban.avsc\n' });
    expect(await read('schemas/iban.avsc')).toBe(LOOSE);
    expect(await run('schemas/level.avsc', '--check')).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: '1 file formatted already\n',
    });
  });

  it("passes on Ottla's own sample schemas", async () => {
    expect(await ottla(['fmt', '--check', 'schemas'], REPOSITORY)).toMatchObject({ exitCode: 0, stdout: '' });
  });
});

describe('ottla fmt --diff', () => {
  it('shows what would change, writes nothing and ends with 1', async () => {
    const { exitCode, stdout } = await run('schemas', '--diff');
    expect(exitCode).toBe(1);
    expect(stdout.split('\n')).toEqual([
      '--- schemas/iban.avsc',
      '+++ schemas/iban.avsc',
      '@@ -1,3 +1,5 @@',
      '-{"type":"fixed",\r',
      '-  "name":"Iban", // ISO 13616\r',
      '- "size":34}',
      '\\ No newline at end of file',
      '+{',
      '+  "type": "fixed",',
      '+  "name": "Iban", // ISO 13616',
      '+  "size": 34',
      '+}',
      '',
    ]);
    expect(await read('schemas/iban.avsc')).toBe(LOOSE);
  });
});
