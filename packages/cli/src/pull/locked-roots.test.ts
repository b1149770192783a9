import type { LockedVersion, SchemaLock } from '@ottla/registry-client';
import { describe, expect, it } from 'vitest';
import { holdsOlder, lockedRoots, withReferences, type VersionsOf } from './locked-roots.ts';

/** `orders: [[1, 'money 1']]`: version 1 refers to version 1 of money. */
type Sketch = Readonly<Record<string, readonly (readonly [version: number, ...references: string[]])[]>>;

function lockOf(sketch: Sketch): SchemaLock {
  const entries = Object.entries(sketch).map(([subject, versions]) => {
    const locked = versions.map(([version, ...references]): LockedVersion => {
      const named = references.map((reference) => {
        const [name = '', number] = reference.split(' ');
        return { name, subject: name, version: Number(number) };
      });
      const plain = { version, id: 1, guid: '', schemaType: 'AVRO' as const, fingerprint: '', sha256: '' };
      return { ...plain, ...(named.length > 0 && { references: named }) };
    });
    return [subject, { versions: locked }] as const;
  });
  return { lockfileVersion: 1, subjects: Object.fromEntries(entries) };
}

const shown = (found: VersionsOf): unknown =>
  Object.fromEntries([...found].map(([subject, versions]) => [subject, [...versions]]));

describe('what was asked for', () => {
  it.each<readonly [string, Sketch, unknown]>([
    ['what nobody refers to', { orders: [[1, 'money 1']], money: [[1]] }, { orders: [1] }],
    [
      'what has versions beside those referred to',
      { orders: [[1, 'money 1']], money: [[1], [2]] },
      { orders: [1], money: [2] },
    ],
    ['the ends of chains', { a: [[1, 'b 1']], b: [[1, 'c 1']], c: [[1]] }, { a: [1] }],
    ['circles that nobody refers to', { a: [[1, 'b 1']], b: [[1, 'a 1']] }, { a: [1], b: [1] }],
    ['no circle that somebody refers to', { a: [[1, 'b 1']], b: [[1, 'c 1']], c: [[1, 'b 1']] }, { a: [1] }],
    [
      'a reference within its context',
      { ':.x:a': [[1, 'b 1']], ':.x:b': [[1]], b: [[1]] },
      { ':.x:a': [1], b: [1] },
    ],
    ['nothing of an empty lock', {}, {}],
  ])('is %s', (_what, sketch, roots) => {
    expect(shown(lockedRoots(lockOf(sketch)))).toEqual(roots);
  });

  it('has older versions only where more than the newest was asked for', () => {
    expect(holdsOlder(lockOf({ a: [[1], [2]] }))).toBe(true);
    expect(holdsOlder(lockOf({ a: [[2]], orders: [[7, 'money 1']], money: [[1], [2]] }))).toBe(false);
  });
});

it('a subject comes with all its versions refer to', () => {
  const lock = lockOf({
    a: [
      [1, 'b 1'],
      [2, 'b 3'],
    ],
    b: [[1], [2], [3, 'c 1']],
    c: [[1]],
    d: [[1]],
  });
  expect(shown(withReferences(lock, ['a', 'constructor']))).toEqual({ a: [1, 2], b: [1, 3], c: [1] });
});
