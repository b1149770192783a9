import { describe, expect, it } from 'vitest';
import { allSources, isTest, shippedSources, withoutComments } from './source-tree.ts';

const BANNED_FILE_WORDS = new Set([
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'misc',
  'base',
  'manager',
  'impl',
  'data',
  'info',
]);
const fileWords = (path: string): string[] =>
  (path.split('/').at(-1) ?? '').replace(/(\.(test|spec|config))?\.ts$/, '').split('-');

describe('names', () => {
  it('are kebab-case nouns for files', () => {
    const wrong = allSources()
      .map(({ path }) => path)
      .filter(
        (path) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|spec|config))?\.ts$/.test(path.split('/').at(-1) ?? ''),
      );
    expect(wrong).toEqual([]);
  });

  it('say what a file owns', () => {
    const wrong = allSources()
      .filter(({ path }) => fileWords(path).some((word) => BANNED_FILE_WORDS.has(word)))
      .map(({ path }) => `${path}: name it after what it owns`);
    expect(wrong).toEqual([]);
  });

  it('say what a type is, without an I before it or an empty word after it', () => {
    const wrong = shippedSources().flatMap(({ path, text }) =>
      [...withoutComments(text).matchAll(/\b(?:interface|class|type)\s+([A-Z]\w*)/g)]
        .map((match) => match[1] ?? '')
        .filter(
          (name) =>
            /^I[A-Z][a-z]/.test(name) || /(Utils?|Helpers?|Common|Misc|Manager|Impl|Data|Info)$/.test(name),
        )
        .map((name) => `${path}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('files', () => {
  it('open with what they own', () => {
    const wrong = shippedSources()
      .filter(({ text }) => !/^(#!.*\n)?\/\*\*/.test(text))
      .map(({ path }) => `${path}: begin with a comment that says what the file owns and leaves to others`);
    expect(wrong).toEqual([]);
  });

  it('hold no unfinished work and no untyped doors', () => {
    const marks =
      /\b(TODO|FIXME|XXX)\b|@ts-(ignore|nocheck|expect-error)|\bas any\b|: any\b|eslint-disable|not implemented/;
    const wrong = shippedSources()
      .filter(({ text }) => marks.test(text))
      .map(({ path, text }) => `${path}: ${marks.exec(text)?.[0]}`);
    expect(wrong).toEqual([]);
  });

  it('write no machine path', () => {
    const wrong = allSources()
      .filter(({ text }) => /['"`](\/work\/|\/root\/|\/home\/|C:\\\\Users)/.test(text))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });
});

describe('tests', () => {
  const tests = allSources().filter(({ path }) => isTest(path) && !path.startsWith('test/house/'));

  it('are never skipped, focused or empty', () => {
    const mark = /\b(?:it|test|describe|bench)(?:\.\w+)*\.(?:skip|only|todo|fails|skipIf|runIf)\b/;
    expect(tests.filter(({ text }) => mark.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('never sleep', () => {
    const sleep = /setTimeout\(\s*\w+\s*,\s*[1-9]\d|timers\/promises|\bsleep\(/;
    expect(tests.filter(({ text }) => sleep.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('mock no module of ours', () => {
    expect(
      tests.filter(({ text }) => /\bvi\.(mock|spyOn|stubGlobal)\(/.test(text)).map(({ path }) => path),
    ).toEqual([]);
  });
});
