import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { belowOf, inputOf } from './input.ts';

let workingFolder: string;
beforeAll(async () => {
  workingFolder = await mkdtemp(join(tmpdir(), 'ottla-input-'));
  await mkdir(join(workingFolder, 'folder'));
  for (const file of ['file.avsc', 'main:a.avsc', '*.avsc']) await writeFile(join(workingFolder, file), '');
});
afterAll(() => rm(workingFolder, { recursive: true, force: true }));

describe('a word of the command line', () => {
  it.each([
    ['-', { kind: 'stdin' }],
    ['folder', { kind: 'disk', selection: { kind: 'folder' } }],
    ['./folder/', { kind: 'disk', selection: { kind: 'folder' } }],
    ['file.avsc', { kind: 'disk', selection: { kind: 'file' } }],
    ['missing.avsc', { kind: 'disk', selection: { kind: 'file' } }],
    ['folder/*.avsc', { kind: 'disk', selection: { kind: 'pattern' } }],
    ['main:a.avsc', { kind: 'disk', selection: { kind: 'file' } }],
    ['*.avsc', { kind: 'disk', selection: { kind: 'file' } }],
    ['C:/schemas/a.avsc', { kind: 'disk', selection: { kind: 'file' } }],
    [String.raw`c:\schemas\*.avsc`, { kind: 'disk', selection: { kind: 'pattern' } }],
    ['main:b.avsc', { kind: 'git', ref: 'main', path: 'b.avsc', wholeRef: false }],
    ['origin/main:a/**/*.avsc', { kind: 'git', ref: 'origin/main', path: 'a/**/*.avsc', wholeRef: false }],
    ['main:C:/a', { kind: 'git', ref: 'main', path: 'C:/a' }],
    ['git:HEAD~1', { kind: 'git', ref: 'HEAD~1', path: null, wholeRef: true }],
    ['git:main,subdir=a/b', { kind: 'git', ref: 'main', path: 'a/b', wholeRef: true }],
  ])('%s is %j', (word, expected) => {
    expect(inputOf(word, { workingFolder })).toMatchObject({ word, ...expected });
  });

  it.each(['git:', 'git:main,', 'git:main,subdir=', 'git:main,subdir=a,subdir=b', ':a', 'main:'])(
    '%s names nothing',
    (word) => {
      expect(() => inputOf(word, { workingFolder })).toThrow(/names nothing/);
    },
  );

  it.each([
    ['folder', 'folder/a/b.avsc', 'a/b.avsc'],
    ['folder', 'folders/a.avsc', null],
    ['folder', '../a.avsc', null],
    ['.', 'folder/a.avsc', 'folder/a.avsc'],
    ['folder/**/*.avsc', 'folder/a/b.avsc', 'a/b.avsc'],
    ['folder/*.avsc', 'folder/a/b.avsc', null],
    ['folder/{a,b}.avsc', 'folder/b.avsc', 'b.avsc'],
    ['file.avsc', 'file.avsc', 'file.avsc'],
    ['./file.avsc', 'folder/file.avsc', null],
  ])('%s covers %s as %s', (word, path, below) => {
    const input = inputOf(word, { workingFolder });
    expect(input.kind === 'disk' && belowOf(input.selection, join(workingFolder, path))).toBe(below);
  });
});
