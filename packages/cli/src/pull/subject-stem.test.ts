import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distinctStem, subjectStem } from './subject-stem.ts';

describe('the name of a file for a subject', () => {
  it.each(['orders-value', 'com.acme.Customer', 'a_b', '1', 'x'.repeat(100), 'concord', 'v2'])(
    'is the subject %s itself',
    (subject) => {
      expect(subjectStem(subject)).toBe(subject);
    },
  );

  it.each([
    ['../../x', '___.._x'],
    ['/etc/passwd', '_etc_passwd'],
    ['con', '_con'],
    ['Aux.2', '_Aux.2'],
    ['LPT1', '_LPT1'],
    ['..', '__'],
    ['.hidden', '_hidden'],
    ['-rf', '_rf'],
    [':.ctx:name', '_.ctx_name'],
    ['a\\b', 'a_b'],
    ['a\u0000b\n', 'a_b_'],
    ['Größe', 'Gr__e'],
    ['orders.v2', 'orders.v2'],
    ['orders.schema', 'orders.schema'],
    ['orders.', 'orders.'],
    ['x'.repeat(101), 'x'.repeat(100)],
    ['', ''],
  ])('of %j begins with %j and has digits of its own', (subject, readable) => {
    expect(subjectStem(subject)).toMatch(/-[0-9a-f]{8}$/);
    expect(subjectStem(subject).slice(0, -9)).toBe(readable);
  });

  it('is one that every file system takes, and no other subject has', () => {
    const seed = 20260731;
    const names = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.stringMatching(/^[.:/\\a-cC-]{0,12}$/),
    );
    fc.assert(
      fc.property(names, names, (left, right) => {
        for (const stem of [subjectStem(left), distinctStem(left)]) {
          expect(stem).toMatch(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,110}$/);
          expect(stem).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)|\.v\d+$|\.$|^-[^0-9a-f]/i);
        }
        if (left !== right) expect(subjectStem(left)).not.toBe(subjectStem(right));
        if (left !== right)
          expect(distinctStem(left).toLowerCase()).not.toBe(distinctStem(right).toLowerCase());
      }),
      { seed, numRuns: 500 },
    );
  });
});
