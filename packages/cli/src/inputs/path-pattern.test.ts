import { describe, expect, it } from 'vitest';
import { isPattern, pathPattern } from './path-pattern.ts';

const matches = (pattern: string, path: string): boolean => pathPattern(pattern).match(path) !== null;

describe('a path pattern', () => {
  it.each([
    ['*.avsc', 'a.avsc', true],
    ['*.avsc', 'a/b.avsc', false],
    ['./*.avsc', 'a.avsc', true],
    ['**/*.avsc', 'a.avsc', true],
    ['**/*.avsc', 'a/b/c.avsc', true],
    ['a/**/c.avsc', 'a/c.avsc', true],
    ['a/**/c.avsc', 'a/b/b/c.avsc', true],
    ['a/**/c.avsc', 'ab/c.avsc', false],
    ['a/**', 'a/b/c', true],
    ['a/**', 'b/c', false],
    ['a/b**/c', 'a/bx/c', true],
    ['a/b**/c', 'a/b/x/c', false],
    ['?.avsc', 'a.avsc', true],
    ['?.avsc', 'ab.avsc', false],
    ['a?b', 'a/b', false],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['[!a-c]x', 'dx', true],
    ['{a,b}/*.{avsc,avdl}', 'b/x.avdl', true],
    ['{a,b}/*.{avsc,avdl}', 'c/x.avdl', false],
    ['{topic}.avsc', '{topic}.avsc', true],
    ['{topic}.avsc', 'orders.avsc', false],
    ['a.avsc', 'a-avsc', false],
    ['[.avsc', '[.avsc', true],
    ['', '', true],
    ['*', '', true],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected);
  });

  it.each([
    ['schemas/{topic}/{name}.avsc', 'schemas/orders/order.avsc', { topic: 'orders', name: 'order' }],
    ['{name}.v{version}.avsc', 'a.v1.v2.avsc', { name: 'a.v1', version: '2' }],
    ['**/{topic}-{name}.avsc', 'x/y/a-b-c.avsc', { topic: 'a', name: 'b-c' }],
    ['{name}.v{version}.avsc', 'a.vx.avsc', null],
    ['{topic}/x.avsc', '/x.avsc', null],
    ['{name}.avsc', 'constructor.avsc', { name: 'constructor' }],
  ])('%s reads %s as %j', (pattern, path, expected) => {
    const captures = pathPattern(pattern, { placeholders: true }).match(path);
    expect(captures).toEqual(expected && new Map(Object.entries(expected)));
  });

  it('knows the folder it begins in and how deep it reaches', () => {
    expect(pathPattern('a/b/*.avsc')).toMatchObject({ folder: 'a/b', depth: 0, namesExtension: true });
    expect(pathPattern('../a/*/*')).toMatchObject({ folder: '../a', depth: 1, namesExtension: false });
    expect(pathPattern('**/*.json')).toMatchObject({ folder: '', depth: Infinity, namesExtension: true });
    expect(pathPattern('a/{topic}/b.avsc', { placeholders: true })).toMatchObject({
      folder: 'a',
      placeholders: ['topic'],
    });
  });

  it('answers soon, however its stars are laid', () => {
    expect(matches(`${'*a'.repeat(200)}b`, 'a'.repeat(4000))).toBe(false);
    expect(matches(`${'**/'.repeat(200)}b`, 'a/'.repeat(2000))).toBe(false);
    expect(matches('{a,b}'.repeat(200), 'a'.repeat(200))).toBe(false);
  });

  it('is told from a plain path', () => {
    expect(['a/b.avsc', 'a*', 'a?', '[a]', '{a,b}'].map(isPattern)).toEqual([false, true, true, true, true]);
  });
});
