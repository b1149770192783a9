import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config/read-config.ts';
import type { InputFile } from '../inputs/input-file.ts';
import { Contracts } from './contracts.ts';
import { movedSubjects } from './moved-subjects.ts';
import { publishedHistory, type Against } from './subject-history.ts';
import { SubjectNamer } from './subject-namer.ts';
import { subjectTree, type SubjectFile, type SubjectTree } from './subject-tree.ts';

const config = { ...parseConfig('', 'version: 1'), file: null, absolutePath: null, folder: '/r' };
const namer = new SubjectNamer(config, '/r', []);

function filesOf(texts: Readonly<Record<string, string>>, ref = ''): InputFile[] {
  return Object.entries(texts).map(([path, text]) => ({
    file: ref + path,
    path,
    below: path,
    absolutePath: null,
    text,
    named: true,
  }));
}

function against(texts: Readonly<Record<string, string>>): Against {
  const files = filesOf(texts, 'main:');
  return {
    label: 'git:main',
    tree: subjectTree(files, namer),
    contracts: new Contracts(files, namer, { lenient: true }),
    files: new Map(files.map((file) => [file.path, file])),
  };
}

const labels = (versions: readonly SubjectFile[]): string[] => versions.map(({ file }) => file.file);

/** What the subject `a` is compared with. */
function history(now: Readonly<Record<string, string>>, before: Readonly<Record<string, string>>): object {
  const own = filesOf(now);
  const other = against(before);
  const found = publishedHistory(
    subjectTree(own, namer).get('a') ?? [],
    new Contracts(own, namer, { lenient: false }),
    {
      versions: other.tree.get('a') ?? [],
      against: other,
      isSame: (left, right) => left.text === right.text,
    },
  );
  return {
    past: found.past.map(({ label, file }) => `${label} ${file.file}`),
    ...(found.rewritten.length === 0
      ? {}
      : { rewritten: labels(found.rewritten.map(({ now: file }) => file)) }),
    ...(found.gone.length === 0 ? {} : { gone: labels(found.gone) }),
    ...(found.unchanged ? { unchanged: true } : {}),
  };
}

describe('the history of a subject', () => {
  it.each([
    ['a new file', { 'a.avsc': '1' }, {}, { past: [] }],
    ['an unchanged file', { 'a.avsc': '1' }, { 'a.avsc': '1' }, { past: [], unchanged: true }],
    ['a changed file', { 'a.avsc': '2' }, { 'a.avsc': '1' }, { past: ['git:main main:a.avsc'] }],
    [
      'a new version',
      { 'a.v1.avsc': '1', 'a.v2.avsc': '2' },
      { 'a.v1.avsc': '1' },
      { past: ['v1 a.v1.avsc'] },
    ],
    [
      'a draft that changes',
      { 'a.v1.avsc': '1', 'a.v2.avsc': '3' },
      { 'a.v1.avsc': '1', 'a.v2.avsc': '2' },
      { past: ['v1 a.v1.avsc', 'git:main main:a.v2.avsc'] },
    ],
    [
      'a version that was published otherwise',
      { 'a.v1.avsc': '9', 'a.v2.avsc': '2' },
      { 'a.v1.avsc': '1' },
      { past: ['v1 main:a.v1.avsc'], rewritten: ['a.v1.avsc'] },
    ],
    [
      'an older version whose file is gone',
      { 'a.v2.avsc': '3' },
      { 'a.v1.avsc': '1', 'a.v2.avsc': '2' },
      { past: ['v1 main:a.v1.avsc', 'git:main main:a.v2.avsc'] },
    ],
    [
      'a newest version whose file is gone',
      { 'a.v1.avsc': '1' },
      { 'a.v1.avsc': '1', 'a.v2.avsc': '2' },
      { past: [], gone: ['main:a.v2.avsc'], unchanged: true },
    ],
    [
      'a file that got a number',
      { 'a.v1.avsc': '1', 'a.v2.avsc': '2' },
      { 'a.avsc': '1' },
      { past: ['v1 a.v1.avsc'] },
    ],
    [
      'a file that changed when it got a number',
      { 'a.v1.avsc': '2' },
      { 'a.avsc': '1' },
      { past: ['git:main main:a.avsc'] },
    ],
  ])('of %s', (_what, now, before, expected) => {
    expect(history(now, before)).toEqual(expected);
  });
});

describe('a subject that moved', () => {
  const schema = (name: string): string => `{"type":"fixed","name":"${name}","size":1}`;
  const moved = (now: Readonly<Record<string, string>>, before: Readonly<Record<string, string>>): object => {
    const own = filesOf(now);
    const tree: SubjectTree = subjectTree(own, namer);
    return Object.fromEntries(
      movedSubjects(tree, new Contracts(own, namer, { lenient: false }), against(before)),
    );
  };

  it('is known by the name of its type, when that fits once', () => {
    expect(moved({ 'b.avsc': schema('T') }, { 'a.avsc': schema('T') })).toEqual({ b: 'a' });
    expect(moved({ 'b.avsc': schema('T') }, { 'a.avsc': schema('U') })).toEqual({});
    expect(moved({ 'a.avsc': schema('T'), 'b.avsc': schema('T') }, { 'a.avsc': schema('T') })).toEqual({});
    expect(moved({ 'b.avsc': schema('T'), 'c.avsc': schema('T') }, { 'a.avsc': schema('T') })).toEqual({});
    expect(moved({ 'c.avsc': schema('T') }, { 'a.avsc': schema('T'), 'b.avsc': schema('T') })).toEqual({});
    expect(moved({ 'b.avsc': '"int"' }, { 'a.avsc': '"int"' })).toEqual({});
    expect(moved({ 'b.avsc': '{' }, { 'a.avsc': schema('T') })).toEqual({});
  });
});
