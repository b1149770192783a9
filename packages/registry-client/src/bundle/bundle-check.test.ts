import { ConfigError } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { recordText, sampleBundle } from '../../testing/sample-bundle.ts';
import { checkBundle } from './bundle-check.ts';
import { BundledSchemas } from './bundled-schemas.ts';
import type { LockedVersion, SchemaBundle } from './schema-bundle.ts';

const money = recordText('Money', 'long');
const good = sampleBundle({
  'money-value': [{ id: 1, schema: money }],
  'orders-value': [
    {
      id: 2,
      schema: recordText('Order', 'Money'),
      references: [{ name: 'Money', subject: 'money-value', version: 1 }],
    },
    { id: 3, schema: '{"type":"object"}', schemaType: 'JSON' },
  ],
});

/** The bundle with one version of orders-value changed. */
function changed(index: number, change: Partial<Record<keyof LockedVersion, unknown>>): unknown {
  const orders = good.subjects['orders-value']?.versions ?? [];
  const versions = orders.map((version, at) => (at === index ? { ...version, ...change } : version));
  return { ...good, subjects: { ...good.subjects, 'orders-value': { versions } } };
}

function problem(value: unknown): string {
  try {
    checkBundle(value);
  } catch (error) {
    if (error instanceof ConfigError) return `${error.code} ${error.message}`;
  }
  throw new Error('a ConfigError was expected');
}

describe('a bundle', () => {
  it('is taken when everything fits, as a copy with nothing else in it', () => {
    const unused = { ...good, schemas: { ...good.schemas, ['0'.repeat(64)]: 'unused' } };
    expect(checkBundle(JSON.parse(JSON.stringify(unused)))).toEqual(good);
  });

  it('holds what Confluent computes: GUID of the content, SHA-256 of the canonical form', () => {
    const [version] =
      sampleBundle({ s: [{ id: 1, schema: '{"type": "string"}' }] }).subjects['s']?.versions ?? [];
    expect(version?.fingerprint).toBe('e9e5c1c9e4f6277339d1bcde0733a59bd42f8731f449da6dc13010a916930d48');
    const [plain] = sampleBundle({ s: [{ id: 1, schema: '"string"' }] }).subjects['s']?.versions ?? [];
    expect(plain?.guid).toBe('095d71cf-1255-6b9d-5e33-0ad575b3df5d');
    expect(plain?.fingerprint).toBe(version?.fingerprint);
  });

  it.each<[string, unknown, RegExp]>([
    [
      'nothing',
      undefined,
      /^BUNDLE_INVALID bundle: must be an object, not nothing; lock the subjects again$/,
    ],
    ['a list', [], /^BUNDLE_INVALID .*not an array/],
    [
      'another version',
      { ...good, lockfileVersion: 2 },
      /^BUNDLE_INVALID bundle: lockfileVersion: must be 1/,
    ],
    ['an unknown member', { ...good, extra: 1 }, /^BUNDLE_INVALID bundle: extra: is no member/],
    [
      'a text that is missing',
      { ...good, schemas: {} },
      /^BUNDLE_TEXT_MISSING bundle: subjects\["money-value"\], version 1: its text [0-9a-f]{64} is not in the bundle; lock/,
    ],
    [
      'a text inherited from a prototype',
      changed(1, { sha256: 'toString' }),
      /^BUNDLE_INVALID .*sha256: must be a SHA-256/,
    ],
    [
      'an altered text',
      {
        ...good,
        schemas: Object.fromEntries(Object.entries(good.schemas).map(([key, text]) => [key, `${text} `])),
      },
      /^BUNDLE_TEXT_ALTERED .*does not fit SHA-256/,
    ],
    [
      'no string for a text',
      { ...good, schemas: { a: 1 } },
      /^BUNDLE_INVALID .*schemas.a: must be a string, not 1/,
    ],
    [
      'a GUID of another content',
      changed(1, { guid: '095d71cf-1255-6b9d-5e33-0ad575b3df5d' }),
      /^BUNDLE_INVALID bundle: subjects\["orders-value"\], version 2: GUID 095d71cf.* is not that of its content/,
    ],
    [
      'metadata the GUID does not cover',
      changed(1, { metadata: { properties: { owner: 'ada' } } }),
      /^BUNDLE_INVALID .*GUID .* is not that of its content/,
    ],
    [
      'a fingerprint of another schema',
      changed(0, { fingerprint: 'a'.repeat(64) }),
      /^BUNDLE_INVALID .*version 1: fingerprint aaaaaaaaaaaa… is not that of its text/,
    ],
    [
      'one id for two contents',
      changed(1, { id: 2 }),
      /^BUNDLE_INVALID .*orders-value"\]\.versions\[1\]: id 2 stands for another content at subjects\["orders-value"\]\.versions\[0\]/,
    ],
    [
      'a reference to nowhere',
      changed(0, { references: [{ name: 'Money', subject: 'money-value', version: 2 }] }),
      /^BUNDLE_INVALID .*references\[0\]: refers to version 2 of subject 'money-value', which is not locked/,
    ],
    [
      'a reference to a member of Object',
      changed(0, { references: [{ name: 'Money', subject: 'constructor', version: 1 }] }),
      /^BUNDLE_INVALID .*refers to version 1 of subject 'constructor', which is not locked/,
    ],
  ])('is refused with %s', (_what, value, expected) => {
    expect(problem(value)).toMatch(expected);
  });

  it('is refused by BundledSchemas too, which leaves only fingerprints for later', () => {
    // Not a SchemaBundle: what a program that is not type-checked may give.
    expect(() => new BundledSchemas(changed(1, { id: 2 }) as SchemaBundle)).toThrow(ConfigError);
    expect(
      () => new BundledSchemas(changed(0, { fingerprint: 'a'.repeat(64) }) as SchemaBundle),
    ).not.toThrow();
  });

  it('may give one id to different contents in different contexts', () => {
    const bundle = sampleBundle({
      ':.staging:money-value': [{ id: 1, schema: recordText('Money', 'int') }],
      'money-value': [{ id: 1, schema: money }],
    });
    expect(checkBundle(bundle)).toEqual(bundle);
  });

  it('may give one content several ids, as registries do that count registrations', () => {
    const bundle = sampleBundle({ a: [{ id: 1, schema: money }], b: [{ id: 2, schema: money }] });
    expect(checkBundle(bundle)).toEqual(bundle);
  });

  it('keeps Avro that cannot be parsed, or that refers to itself in a circle, by its text', () => {
    const bundle = sampleBundle({
      a: [{ id: 1, schema: '"Elsewhere"' }],
      b: [{ id: 2, schema: recordText('B', 'C'), references: [{ name: 'C', subject: 'c', version: 1 }] }],
      c: [{ id: 3, schema: recordText('C', 'B'), references: [{ name: 'B', subject: 'b', version: 1 }] }],
    });
    expect(checkBundle(bundle)).toEqual(bundle);
    for (const { versions } of Object.values(bundle.subjects)) {
      expect(versions.map(({ fingerprint }) => fingerprint)).toEqual(versions.map(({ sha256 }) => sha256));
    }
  });

  it('parses what hangs on up to 1,000 others, and keeps what hangs on more by its text', () => {
    const chain = Array.from({ length: 1_010 }, (_, index) => {
      const references = index === 0 ? [] : [{ name: `R${index - 1}`, subject: `s${index - 1}`, version: 1 }];
      const schema = recordText(`R${index}`, index === 0 ? 'int' : `R${index - 1}`);
      return [`s${index}`, [{ id: index + 1, schema, ...(index > 0 && { references }) }]] as const;
    });
    const { subjects } = sampleBundle(Object.fromEntries(chain));
    const parsed = (subject: string): boolean => {
      const locked = subjects[subject]?.versions[0];
      return locked !== undefined && locked.fingerprint !== locked.sha256;
    };
    expect([parsed('s0'), parsed('s1000'), parsed('s1001'), parsed('s1009')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
