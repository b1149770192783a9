import { describe, expect, it } from 'vitest';
import { contextOf, hasPrefix, plainSubject, referredSubject } from './subject-context.ts';

describe('the context of a subject', () => {
  it.each([
    ['customers-value', '.', 'customers-value'],
    [':.:customers-value', '.', 'customers-value'],
    [':.staging:customers-value', '.staging', ':.staging:customers-value'],
    [':.staging:with:colons', '.staging', ':.staging:with:colons'],
    [':customers-value', '.', ':customers-value'],
    [':.unfinished', '.', ':.unfinished'],
  ])('of %s is %s', (subject, context, plain) => {
    expect([contextOf(subject), plainSubject(subject)]).toEqual([context, plain]);
  });

  it.each([
    ['orders', 'money', 'money'],
    ['orders', ':.:money', 'money'],
    [':.staging:orders', 'money', ':.staging:money'],
    [':.staging:orders', ':.other:money', ':.other:money'],
    [':.staging:orders', ':.:money', 'money'],
  ])('is where a reference from %s to %s looks: %s', (from, to, meant) => {
    expect(referredSubject(from, to)).toBe(meant);
  });
});

describe('a prefix', () => {
  it.each([
    ['', ['a-value', 'b', ':.eu:a', ':.eu-west:b']],
    ['a', ['a-value']],
    [':.:a', ['a-value']],
    [':.eu:', [':.eu:a']],
    [':.eu:a', [':.eu:a']],
    [':.eu:b', []],
    [':.eu', [':.eu:a', ':.eu-west:b']],
    [':.', ['a-value', 'b', ':.eu:a', ':.eu-west:b']],
    [':*:', ['a-value', 'b', ':.eu:a', ':.eu-west:b']],
    [':*:a', ['a-value', ':.eu:a']],
  ])("'%s' selects %j", (prefix, selected) => {
    const subjects = ['a-value', 'b', ':.eu:a', ':.eu-west:b'];
    expect(subjects.filter((subject) => hasPrefix(subject, prefix))).toEqual(selected);
  });
});
