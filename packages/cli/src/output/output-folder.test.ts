import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutputFolder, type ReadTexts } from './output-folder.ts';
import { TEMPORARY_NAME, type WriteText } from './replaced-file.ts';

let folder: string;
let output: OutputFolder;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottla-output-'));
  output = new OutputFolder(join(folder, 'out'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const refusal = (code: string): unknown => expect.objectContaining({ code, exitCode: 2 });

describe('an output folder', () => {
  it('makes folders and files', async () => {
    output.write('com/acme/customer.ts', 'text');
    expect(await readFile(join(folder, 'out/com/acme/customer.ts'), 'utf8')).toBe('text');
  });

  it('gives the text of a file, or null', () => {
    expect(output.read('com/a.ts')).toBeNull();
    output.write('com/a.ts', 'text');
    output.write('com/b.ts', 'other');
    expect([output.read('com/a.ts'), output.read('com/b.ts')]).toEqual(['text', 'other']);
  });

  it('refuses a place where no folder can be made, and ends', () => {
    const nowhere = new OutputFolder('/proc/ottla/out');
    expect(() => nowhere.write('a.ts', 'text')).toThrow(refusal('OUTPUT_UNUSABLE'));
  });

  it('keeps who may read the file it replaces', async () => {
    output.write('a.ts', 'old');
    await chmod(join(folder, 'out/a.ts'), 0o600);
    output.write('a.ts', 'new');
    expect((await stat(join(folder, 'out/a.ts'))).mode & 0o777).toBe(0o600);
  });

  it('replaces a file by another, never writes into it', async () => {
    output.write('a.ts', 'old');
    const before = await stat(join(output.path, 'a.ts'));
    output.write('a.ts', 'new');
    expect((await stat(join(output.path, 'a.ts'))).ino).not.toBe(before.ino);
    expect(await readdir(output.path)).toEqual(['a.ts']);
  });

  it.each(['../a.ts', '/etc/a.ts', 'b/../../a.ts', '..', ''])(
    'refuses %j, which lies outside',
    async (path) => {
      expect(() => output.write(path, 'text')).toThrow(refusal('OUTPUT_OUTSIDE'));
      expect(() => output.remove(path)).toThrow(refusal('OUTPUT_OUTSIDE'));
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it('refuses to follow a link to a folder', async () => {
    await mkdir(join(folder, 'elsewhere'));
    await writeFile(join(folder, 'elsewhere/a.ts'), 'keep');
    await mkdir(output.path);
    await symlink(join(folder, 'elsewhere'), join(output.path, 'com'));
    expect(() => output.write('com/a.ts', 'text')).toThrow(refusal('OUTPUT_LINK'));
    expect(() => output.read('com/a.ts')).toThrow(refusal('OUTPUT_LINK'));
    expect(() => output.remove('com/a.ts')).toThrow(refusal('OUTPUT_LINK'));
    expect(output.files()).toEqual([]);
    expect(await readFile(join(folder, 'elsewhere/a.ts'), 'utf8')).toBe('keep');
  });

  it('refuses a link that came to be where a folder was missing', async () => {
    await mkdir(join(folder, 'elsewhere'));
    await mkdir(output.path);
    expect([output.read('com/a.ts'), output.read('com/b.ts')]).toEqual([null, null]);
    await symlink(join(folder, 'elsewhere'), join(output.path, 'com'));
    expect(() => output.write('com/a.ts', 'text')).toThrow(refusal('OUTPUT_LINK'));
    expect(await readdir(join(folder, 'elsewhere'))).toEqual([]);
  });

  it('refuses a link in place of a file, and leaves what it leads to alone', async () => {
    await mkdir(output.path);
    await writeFile(join(folder, 'precious'), 'keep');
    await symlink(join(folder, 'precious'), join(output.path, 'a.ts'));
    expect(() => output.write('a.ts', 'text')).toThrow(refusal('OUTPUT_LINK'));
    expect(await readFile(join(folder, 'precious'), 'utf8')).toBe('keep');
  });

  it('may itself be a link: its owner has named it', async () => {
    await mkdir(join(folder, 'real'));
    await symlink(join(folder, 'real'), output.path);
    output.write('a.ts', 'text');
    expect(await readFile(join(folder, 'real/a.ts'), 'utf8')).toBe('text');
    expect(output.files()).toEqual(['a.ts']);
  });

  it('says what stands in the way and leaves nothing behind', async () => {
    await mkdir(join(output.path, 'a.ts', 'inside'), { recursive: true });
    expect(() => output.write('a.ts', 'text')).toThrow(/a\.ts: a folder stands where the file must be/);
    await writeFile(join(output.path, 'com'), '');
    expect(() => output.write('com/a.ts', 'text')).toThrow(/a file stands where a folder must be/);
    expect((await readdir(output.path)).toSorted()).toEqual(['a.ts', 'com']);
  });

  it('neither reads nor replaces a pipe, and does not wait for its writer', async () => {
    await mkdir(output.path);
    execFileSync('mkfifo', [join(output.path, 'a.ts')]);
    expect(() => output.read('a.ts')).toThrow(/a\.ts: it is no regular file/);
    expect(() => output.write('a.ts', 'text')).toThrow(refusal('OUTPUT_UNUSABLE'));
    expect(output.files()).toEqual([]);
  });

  it('that is full keeps the old file whole, and no part of the new one', async () => {
    output.write('a.ts', 'old');
    const halfThenFull: WriteText = (path, text, options) => {
      writeFileSync(path, text.slice(0, 2), options);
      writeFileSync('/dev/full', text);
    };
    const full = new OutputFolder(output.path, { writeText: halfThenFull });
    expect(() => full.write('a.ts', 'new')).toThrow(/a\.ts: no space is left on the device/);
    expect(() => full.write('b.ts', 'new')).toThrow(refusal('OUTPUT_UNUSABLE'));
    expect(await readdir(output.path)).toEqual(['a.ts']);
    expect(output.read('a.ts')).toBe('old');
  });

  it('that may not be written to says so', () => {
    // Nobody makes files there, root neither, as whom containers run.
    const kernels = new OutputFolder('/sys');
    expect(() => kernels.write('a.ts', 'new')).toThrow(/\/sys\/a\.ts: (no permission|.* is read-only)$/);
    expect(() => kernels.write('com/a.ts', 'new')).toThrow(refusal('OUTPUT_UNUSABLE'));
  });

  it('reads a file again when it is another one, though it is called the same', async () => {
    const readTexts: ReadTexts = new Map();
    const read = (): string | null => new OutputFolder(output.path, { readTexts }).read('a.ts');
    output.write('a.ts', 'old');
    expect([read(), read()]).toEqual(['old', 'old']);
    // As long as the old one, and made in the same millisecond perhaps.
    output.write('a.ts', 'new');
    expect(read()).toBe('new');
    await writeFile(join(output.path, 'a.ts'), 'longer');
    expect(read()).toBe('longer');
    output.remove('a.ts');
    expect(read()).toBeNull();
  });

  it('lists its regular files, sorted, but not installed packages', async () => {
    output.write('com/b.ts', '');
    output.write('com.ts', '');
    output.write('a.ts', '');
    output.write('node_modules/x/index.ts', '');
    await symlink(join(output.path, 'a.ts'), join(output.path, 'link.ts'));
    expect(output.files()).toEqual(['a.ts', 'com.ts', 'com/b.ts']);
    expect(new OutputFolder(join(folder, 'missing')).files()).toEqual([]);
  });

  it('removes a file and the folders that are empty then, never itself', async () => {
    output.write('com/acme/sales/a.ts', '');
    output.write('com/b.ts', '');
    output.remove('com/acme/sales/a.ts');
    expect(await readdir(join(output.path, 'com'))).toEqual(['b.ts']);
    output.remove('com/b.ts');
    expect(await readdir(output.path)).toEqual([]);
    output.write('com/b.ts', 'again');
    expect(output.files()).toEqual(['com/b.ts']);
  });

  it('calls what is not whole yet by a name that is told from others', () => {
    const names: string[] = [];
    const watched = new OutputFolder(output.path, {
      writeText: (path, text, options) => {
        names.push(path.slice(path.lastIndexOf('/') + 1));
        writeFileSync(path, text, options);
      },
    });
    watched.write('a.ts', '');
    expect(names).toHaveLength(1);
    expect(names[0]).toMatch(TEMPORARY_NAME);
  });
});
