import { expect, it } from 'vitest';
import { unreadableReason } from './unreadable-reason.ts';

it.each([
  ['EACCES', 'no permission'],
  ['ENOENT', 'no such file'],
  ['EIO', 'EIO'],
])('tells %s as: %s', (code, reason) => {
  expect(unreadableReason(Object.assign(new Error('failed'), { code }))).toBe(reason);
});

it('tells what has no code as it is', () => {
  expect(unreadableReason(new Error('gone'))).toBe('Error: gone');
});
