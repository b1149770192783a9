import type { LockedVersion, SchemaBundle } from '@ottla/registry-client';
import { describe, expect, it } from 'vitest';
import { lockedSchema, lockedVersion, neededVersions } from './locked-schema.ts';

/** `'a 1': ['b 2']`: version 1 of a refers to version 2 of b. The text of each is its name. */
function bundleOf(sketch: Readonly<Record<string, readonly string[]>>): SchemaBundle {
  const subjects: Record<string, { versions: LockedVersion[] }> = {};
  for (const [name, references] of Object.entries(sketch)) {
    const { subject, version } = nameOf(name);
    const plain = { version, id: 1, guid: '', schemaType: 'AVRO' as const, fingerprint: '', sha256: name };
    const locked = { ...plain, references: references.map((each) => ({ name: each, ...nameOf(each) })) };
    (subjects[subject] ??= { versions: [] }).versions.push(locked);
  }
  return {
    lockfileVersion: 1,
    subjects,
    schemas: Object.fromEntries(Object.keys(sketch).map((key) => [key, key])),
  };
}

function nameOf(text: string): { subject: string; version: number } {
  const [subject = '', version] = text.split(' ');
  return { subject, version: Number(version) };
}

const needed = (bundle: SchemaBundle, name: string): string[] =>
  neededVersions(bundle, nameOf(name)).map(({ subject, version }) => `${subject} ${version}`);

describe('what a version needs', () => {
  it.each<readonly [string, Readonly<Record<string, readonly string[]>>, readonly string[]]>([
    ['is nothing', { 'a 1': [] }, []],
    [
      'comes after what it needs itself',
      { 'a 1': ['b 1'], 'b 1': ['c 2'], 'c 1': [], 'c 2': [] },
      ['c 2', 'b 1'],
    ],
    [
      'comes once',
      { 'a 1': ['b 1', 'c 1'], 'b 1': ['d 1'], 'c 1': ['d 1'], 'd 1': [] },
      ['d 1', 'c 1', 'b 1'],
    ],
    ['ends in circles', { 'a 1': ['b 1'], 'b 1': ['a 1'] }, ['b 1']],
    ['may not be locked', { 'a 1': ['b 1'] }, ['b 1']],
  ])('%s', (_what, sketch, order) => {
    expect(needed(bundleOf(sketch), 'a 1')).toEqual(order);
  });

  it('may be a chain of any length', () => {
    const links = Array.from({ length: 20_000 }, (_, at): [string, string[]] => [
      `s${at} 1`,
      [`s${at + 1} 1`],
    ]);
    const bundle = bundleOf(Object.fromEntries(links));
    expect(neededVersions(bundle, { subject: 's0', version: 1 })).toHaveLength(20_000);
  });
});

it('a version is told as by a registry, or not at all', () => {
  const bundle = bundleOf({ 'a 1': [], 'a 2': [] });
  expect(lockedSchema(bundle, nameOf('a 2'))).toMatchObject({ subject: 'a', version: 2, schema: 'a 2' });
  expect(lockedSchema(bundle, nameOf('a 3'))).toBeUndefined();
  expect(lockedVersion(bundle, { subject: 'constructor', version: 1 })).toBeUndefined();
  expect(lockedSchema({ ...bundle, schemas: {} }, nameOf('a 1'))).toBeUndefined();
});
