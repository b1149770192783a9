import { ConfigError, printable } from '@ottla/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomLock } from '../../testing/random-lock.ts';
import { sampleBundle } from '../../testing/sample-bundle.ts';
import { parseLock, printLock } from './lock-text.ts';
import type { LockedVersion, SchemaLock } from './schema-bundle.ts';

const { schemas: _schemas, ...lock } = sampleBundle({
  'b-value': [
    { id: 1, schema: '"int"' },
    { id: 2, schema: '"long"' },
  ],
  'a-value': [
    { id: 3, schema: '{"type":"object"}', schemaType: 'JSON' },
    { id: 4, schema: '{}', schemaType: 'JSON', references: [{ name: 'b', subject: 'b-value', version: 1 }] },
  ],
});
const printed = printLock(lock);

function problem(text: string): string {
  try {
    parseLock(text);
  } catch (error) {
    if (error instanceof ConfigError) return `${error.code} ${error.message}`;
  }
  throw new Error('a ConfigError was expected');
}

/** A lock of one subject, whose version is changed: printed without printLock, which would refuse it. */
function withVersion(change: object, subject = 'a-value'): string {
  const [version] = lock.subjects['b-value']?.versions ?? [];
  const subjects = `{${JSON.stringify(subject)}:${JSON.stringify({ versions: [{ ...version, ...change }] })}}`;
  return `{"lockfileVersion":1,"digest":"${'0'.repeat(64)}","subjects":${subjects}}`;
}

describe('the text of a lock', () => {
  it('is read again as it was, whatever stands in it', () => {
    fc.assert(
      fc.property(randomLock, (random) => {
        const text = printLock(random);
        expect(parseLock(text)).toEqual(random);
        expect(printLock(parseLock(text))).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  it('does not depend on the order of subjects or keys, or on what is absent in another way', () => {
    const shuffled = Object.entries(lock.subjects).map(([subject, { versions }]) => {
      const turned = versions.map((version) => {
        const entries = Object.entries({ metadata: null, references: [], ...version });
        return Object.fromEntries(entries.toReversed()) as unknown as LockedVersion; // the same members, turned round
      });
      return [subject, { versions: turned, level: undefined }] as const;
    });
    // A program may give what its types forbid.
    expect(
      printLock({ subjects: Object.fromEntries(shuffled), lockfileVersion: 1 } as unknown as SchemaLock),
    ).toBe(printed);
  });

  it('has its subjects sorted and the digest near the top', () => {
    const lines = printed.split('\n');
    expect(lines.slice(0, 4)).toEqual([
      '{',
      '  "lockfileVersion": 1,',
      expect.stringMatching(/^ {2}"digest": "[0-9a-f]{64}",$/),
      '  "subjects": {',
    ]);
    expect(lines.filter((line) => /^ {4}"/.test(line))).toEqual(['    "a-value": {', '    "b-value": {']);
    expect(printed.endsWith('}\n')).toBe(true);
    const numbers = printLock({
      lockfileVersion: 1,
      subjects: { 9: lock.subjects['b-value']!, 10: lock.subjects['b-value']! },
    });
    expect(numbers.indexOf('"10"')).toBeLessThan(numbers.indexOf('"9"'));
  });

  it('may have Windows line ends and a byte order mark', () => {
    expect(parseLock(`\ufeff${printed.replaceAll('\n', '\r\n')}`)).toEqual(lock);
  });

  it('shows every change of a byte, or means the same', () => {
    fc.assert(
      fc.property(randomLock, fc.nat(), fc.integer({ min: 1, max: 255 }), (random, place, flip) => {
        const bytes = Buffer.from(printLock(random));
        bytes[place % bytes.length]! ^= flip;
        let read: SchemaLock;
        try {
          read = parseLock(bytes.toString());
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
          return;
        }
        // Only white space between tokens can change unseen.
        expect(read).toEqual(random);
      }),
      { numRuns: 500 },
    );
  });

  it('shows a block that was taken out, moved under another subject, or cut', () => {
    const value = JSON.parse(printed) as { subjects: Record<string, unknown> };
    const { 'a-value': _taken, ...left } = value.subjects;
    expect(problem(JSON.stringify({ ...value, subjects: left }))).toMatch(/^LOCK_DIGEST_MISMATCH/);
    const moved = printed.replace('"a-value": {', '"c-value": {');
    expect(problem(moved)).toMatch(/^LOCK_DIGEST_MISMATCH ottla.lock: the digest does not fit/);
    for (let length = 0; length < printed.length - 2; length += 7) {
      expect(problem(printed.slice(0, length))).toMatch(/^LOCK_INVALID/);
    }
  });
});

describe('a text that is no lock', () => {
  it.each<[string, string, RegExp]>([
    ['nothing', '', /^LOCK_INVALID ottla.lock: line 1, column 1: .*; lock the subjects again$/],
    ['no JSON', '{"lockfileVersion": 1,}', /^LOCK_INVALID ottla.lock: line 1, column \d+/],
    ['a list', '[]', /^LOCK_INVALID ottla.lock: must be an object, not an array/],
    [
      'of a later format',
      '{"lockfileVersion": 2, "contracts": []}',
      /^LOCK_VERSION_UNKNOWN ottla.lock: is of format 2, and this release knows 1; use the release/,
    ],
    ['of no format', '{"subjects": {}}', /^LOCK_INVALID ottla.lock: lockfileVersion: must be 1, not nothing/],
    [
      'full of conflict markers',
      printed.replace('  "digest"', '<<<<<<< HEAD\n  "digest"'),
      /^LOCK_INVALID ottla.lock: the file holds git's conflict markers; lock the subjects again/,
    ],
    [
      'with a subject twice',
      '{"lockfileVersion":1,"digest":"","subjects":{"a":{"versions":[]},"a":{"versions":[]}}}',
      /^LOCK_INVALID ottla.lock: line 1, column \d+.*'a'/,
    ],
    ['too deep', `${'['.repeat(200_000)}`, /^LOCK_INVALID ottla.lock: line 1, column /],
    [
      'too long',
      ' '.repeat(64 * 1024 * 1024 + 1),
      /^LOCK_INVALID ottla.lock: is longer than 67108864 characters/,
    ],
    [
      'with a subject of no versions',
      withVersion({}).replace(/\[.*\]/, '[]'),
      /subjects\["a-value"\]: must hold a ver/,
    ],
    [
      'with a subject __proto__',
      withVersion({}, '__proto__'),
      /^LOCK_INVALID ottla.lock: subjects: must have no key '__proto__'/,
    ],
    ['with an empty subject', withVersion({}, ''), /^LOCK_INVALID .*must be a subject/],
    [
      'with a subject named in two ways',
      withVersion({}, ':.:a'),
      /must be written without the default context/,
    ],
    ['with half a surrogate pair as subject', withVersion({}, '\ud800'), /^LOCK_INVALID .*must be a subject/],
    [
      'with an id of 0',
      withVersion({ id: 0 }),
      /versions\[0\]\.id: must be an integer between 1 and 2147483647, not 0/,
    ],
    ['with an id beyond int32', withVersion({ id: 2 ** 31 }), /versions\[0\]\.id: must be an integer/],
    [
      'with an id that is text',
      withVersion({ id: '1' }),
      /versions\[0\]\.id: must be an integer .*not a string/,
    ],
    ['with a version of 1.5', withVersion({ version: 1.5 }), /versions\[0\]\.version: must be an integer/],
    ['with a GUID that is none', withVersion({ guid: 'g' }), /versions\[0\]\.guid: must be a GUID/],
    [
      'with a digest that names a path',
      withVersion({ sha256: '../../etc/passwd' }),
      /sha256: must be a SHA-256/,
    ],
    [
      'with an unknown type',
      withVersion({ schemaType: 'THRIFT' }),
      /schemaType: must be AVRO, JSON, PROTOBUF/,
    ],
    ['with a file above it', withVersion({ file: '../a.avsc' }), /file: must be a relative path/],
    ['with an absolute file', withVersion({ file: '/a.avsc' }), /file: must be a relative path/],
    ['with a file of a drive', withVersion({ file: 'C:a.avsc' }), /file: must be a relative path/],
    [
      'with an unknown member',
      withVersion({ note: 'x' }),
      /versions\[0\]\.note: is no member of this format/,
    ],
    ['with a member of Object', withVersion({ toString: 'x' }), /versions\[0\]\.toString: is no member/],
    [
      'with a level that is none',
      withVersion({}).replace('{"versions"', '{"level":"HIGH","versions"'),
      /level: must be/,
    ],
    [
      'with a rule that is no object',
      withVersion({ ruleSet: { domainRules: [1] } }),
      /domainRules\[0\]: must be an object/,
    ],
    [
      'with a reference to the latest',
      withVersion({ references: [{ name: 'x', subject: 'a-value', version: -1 }] }),
      /references\[0\]\.version: must be an integer/,
    ],
    [
      'with a reference to what is not locked',
      withVersion({ references: [{ name: 'x', subject: 'b-value', version: 1 }] }),
      /references\[0\]: refers to version 1 of subject 'b-value', which is not locked/,
    ],
  ])('%s', (_what, text, expected) => {
    expect(problem(text)).toMatch(expected);
  });

  it('with versions out of order or twice', () => {
    const [first, second] = lock.subjects['b-value']?.versions ?? [];
    for (const versions of [
      [second, first],
      [first, first],
    ]) {
      const text = JSON.stringify({
        lockfileVersion: 1,
        digest: '0'.repeat(64),
        subjects: { s: { versions } },
      });
      expect(problem(text)).toMatch(/versions\[1\]: version 1 must be greater than the one before it/);
    }
  });

  it('with more than 10,000 versions', () => {
    const [version] = lock.subjects['b-value']?.versions ?? [];
    const versions = Array.from({ length: 10_001 }, (_, index) => ({ ...version, version: index + 1 }));
    const text = JSON.stringify({
      lockfileVersion: 1,
      digest: '0'.repeat(64),
      subjects: { s: { versions } },
    });
    expect(problem(text)).toMatch(/holds more than 10000 versions/);
  });

  it('prints no more of itself than a line', () => {
    const long = problem(withVersion({}, `${'x'.repeat(5_000)}\n\u001b[31m`).replace('"id":1', '"id":0'));
    expect(long.length).toBeLessThan(1_200);
    expect(long).toBe(printable(long, long.length));
  });
});

describe('printing a lock', () => {
  it.each<[string, SchemaLock]>([
    ['a reference that is not locked', { ...lock, subjects: { 'a-value': lock.subjects['a-value']! } }],
    // A program may give what its types forbid.
    ['another format', { ...lock, lockfileVersion: 2 } as unknown as SchemaLock],
  ])('is refused for %s', (_what, wrong) => {
    expect(() => printLock(wrong)).toThrow(expect.objectContaining({ code: 'LOCK_INVALID' }));
  });
});
