import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutputFolder } from './output-folder.ts';

let folder: string;
let output: OutputFolder;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottla-output-'));
  output = new OutputFolder(join(folder, 'out'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('an output folder', () => {
  it('makes folders and files', async () => {
    await output.write('com/acme/customer.ts', 'text');
    expect(await readFile(join(folder, 'out/com/acme/customer.ts'), 'utf8')).toBe('text');
  });

  it('tells how a file compares', async () => {
    expect(await output.compare('a.ts', 'text')).toBe('missing');
    await output.write('a.ts', 'text');
    expect(await output.compare('a.ts', 'text')).toBe('same');
    expect(await output.compare('a.ts', 'other')).toBe('different');
  });

  it('keeps who may read the file it replaces', async () => {
    await output.write('a.ts', 'old');
    await chmod(join(folder, 'out/a.ts'), 0o600);
    await output.write('a.ts', 'new');
    expect((await stat(join(folder, 'out/a.ts'))).mode & 0o777).toBe(0o600);
  });

  it('replaces a file by another, never writes into it', async () => {
    await output.write('a.ts', 'old');
    const before = await stat(join(output.path, 'a.ts'));
    await output.write('a.ts', 'new');
    expect((await stat(join(output.path, 'a.ts'))).ino).not.toBe(before.ino);
    expect(await readdir(output.path)).toEqual(['a.ts']);
  });

  it.each(['../a.ts', '/etc/a.ts', 'b/../../a.ts', '..', ''])(
    'refuses %j, which lies outside',
    async (path) => {
      await expect(output.write(path, 'text')).rejects.toMatchObject({ code: 'OUTPUT_OUTSIDE', exitCode: 2 });
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it('refuses to follow a link to a folder', async () => {
    await mkdir(join(folder, 'elsewhere'));
    await mkdir(output.path);
    await symlink(join(folder, 'elsewhere'), join(output.path, 'com'));
    await expect(output.write('com/a.ts', 'text')).rejects.toMatchObject({ code: 'OUTPUT_LINK' });
    await expect(output.compare('com/a.ts', 'text')).rejects.toMatchObject({ code: 'OUTPUT_LINK' });
    expect(await readdir(join(folder, 'elsewhere'))).toEqual([]);
  });

  it('refuses a link in place of a file, and leaves what it leads to alone', async () => {
    await mkdir(output.path);
    await writeFile(join(folder, 'precious'), 'keep');
    await symlink(join(folder, 'precious'), join(output.path, 'a.ts'));
    await expect(output.write('a.ts', 'text')).rejects.toMatchObject({ code: 'OUTPUT_LINK' });
    expect(await readFile(join(folder, 'precious'), 'utf8')).toBe('keep');
  });

  it('may itself be a link: its owner has named it', async () => {
    await mkdir(join(folder, 'real'));
    await symlink(join(folder, 'real'), output.path);
    await output.write('a.ts', 'text');
    expect(await readFile(join(folder, 'real/a.ts'), 'utf8')).toBe('text');
  });

  it('says what stands in the way and leaves nothing behind', async () => {
    await mkdir(join(output.path, 'a.ts', 'inside'), { recursive: true });
    await expect(output.write('a.ts', 'text')).rejects.toThrow(
      /a\.ts: a folder stands where the file must be/,
    );
    await writeFile(join(output.path, 'com'), '');
    await expect(output.write('com/a.ts', 'text')).rejects.toThrow(/a file stands where a folder must be/);
    expect((await readdir(output.path)).toSorted()).toEqual(['a.ts', 'com']);
  });
});
