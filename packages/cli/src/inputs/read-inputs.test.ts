import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readInputs } from './read-inputs.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottla-schemas-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function files(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), `text of ${path}`);
  }
}

const found = async (...inputs: string[]): Promise<string[]> =>
  (await readInputs(inputs, { workingFolder: folder })).map(({ file }) => file);

describe('schema files', () => {
  beforeEach(() =>
    files('b.avsc', 'a/deep/c.avsc', 'a/d.avsc', 'a/notes.txt', 'node_modules/x/y.avsc', 'a/odd.json'),
  );

  it.each([
    [['.'], ['a/d.avsc', 'a/deep/c.avsc', 'b.avsc']],
    [['a'], ['a/d.avsc', 'a/deep/c.avsc']],
    [
      ['b.avsc', 'a/odd.json'],
      ['a/odd.json', 'b.avsc'],
    ],
    [['**/*.avsc'], ['a/d.avsc', 'a/deep/c.avsc', 'b.avsc']],
    [['a/*.avsc'], ['a/d.avsc']],
    [
      ['b.avsc', '.', './b.avsc', '*.avsc'],
      ['a/d.avsc', 'a/deep/c.avsc', 'b.avsc'],
    ],
  ])('of %j are %j', async (inputs, expected) => {
    expect(await found(...inputs)).toEqual(expected);
  });

  it('come with their text', async () => {
    expect(await readInputs(['b.avsc'], { workingFolder: folder })).toEqual([
      {
        file: 'b.avsc',
        path: 'b.avsc',
        below: 'b.avsc',
        absolutePath: join(folder, 'b.avsc'),
        text: 'text of b.avsc',
        named: true,
      },
    ]);
  });

  it.each(['missing.avsc', 'missing/', '*.nothing', 'b.avsc/below', `${'x'.repeat(300)}.avsc`])(
    'that %s does not match are an error, never an empty list',
    async (input) => {
      await expect(found(input)).rejects.toMatchObject({ code: 'INPUT_MISSING', exitCode: 2 });
    },
  );

  it('with backslashes are told to be written with slashes', async () => {
    for (const word of ['schemas\\*.avsc', 'C:\\schemas']) {
      await expect(found(word)).rejects.toMatchObject({
        remedy: expect.stringContaining("with '/'") as string,
      });
    }
  });

  it('in an empty folder are an error', async () => {
    await mkdir(join(folder, 'empty'));
    await expect(found('empty')).rejects.toMatchObject({
      code: 'INPUT_MISSING',
      message: "no schema file stands below the folder 'empty'",
      remedy: expect.not.stringContaining('git') as string,
    });
  });

  it('that are pipes are refused without waiting for a writer', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.avsc')]);
    await expect(found('pipe.avsc')).rejects.toMatchObject({ code: 'INPUT_INVALID', exitCode: 4 });
    await expect(found('.')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('of a gigabyte are refused unread', async () => {
    await truncate(join(folder, 'b.avsc'), 1024 ** 3);
    await expect(found('b.avsc')).rejects.toThrow(/b\.avsc has 1073741824 bytes/);
  });

  it('that are not UTF-8 are refused', async () => {
    await writeFile(join(folder, 'b.avsc'), Buffer.from([0x22, 0xff, 0x22]));
    await expect(found('b.avsc')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('lose their byte order mark', async () => {
    await writeFile(join(folder, 'b.avsc'), '\ufeff"string"');
    expect((await readInputs(['b.avsc'], { workingFolder: folder }))[0]?.text).toBe('"string"');
  });

  it('are found once in a folder that links to itself', async () => {
    await symlink(folder, join(folder, 'a/loop'));
    expect(await found('.')).toEqual(['a/d.avsc', 'a/deep/c.avsc', 'b.avsc']);
  });
});
