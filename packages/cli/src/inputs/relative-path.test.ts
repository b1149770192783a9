import { relative } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isWithin, relativePath } from './relative-path.ts';

const path = fc
  .array(fc.constantFrom('a', 'b', 'ab', 'a.avsc', '..a', 'ü'), { maxLength: 4 })
  .map((parts) => `/${parts.join('/')}`);

it('is what node says, whether a path stands below the folder or not', () => {
  expect(relativePath('/a', '/a/b/c.avsc')).toBe('b/c.avsc');
  fc.assert(
    fc.property(path, path, fc.constantFrom('', '/'), (from, to, end) => {
      const target = to === '/' ? to : to + end;
      expect(relativePath(from, target)).toBe(relative(from, target));
    }),
  );
});

it('lies within a folder when the way there does not lead out of it', () => {
  const steps = fc
    .array(fc.constantFrom('a', 'b', 'ab', '..', '..a', '.', ''), { maxLength: 5 })
    .map((parts) => `/${parts.join('/')}`);
  fc.assert(
    fc.property(path, steps, (folder, to) => {
      for (const target of [to, folder + to]) {
        expect(isWithin(folder, target)).toBe(relative(folder, target).split('/')[0] !== '..');
      }
    }),
  );
});
