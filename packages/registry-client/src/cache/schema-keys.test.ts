import type { SchemaText } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { SchemaKeys, subjectOfKey } from './schema-keys.ts';

const plain: SchemaText = { schemaType: 'AVRO', schema: '"string"' };
const reference = { name: 'n', subject: 's', version: 1 };
const owner = { properties: { owner: 'ada', team: 'x' } };

const keyOf = (schema: SchemaText, subject = 'a', normalize?: boolean): string =>
  new SchemaKeys().of(subject, schema, normalize).text;

describe('a key', () => {
  it.each<[string, SchemaText, SchemaText]>([
    ['the same content', plain, { ...plain }],
    ['no references and an empty list', plain, { ...plain, references: [] }],
    [
      'metadata in another order',
      { ...plain, metadata: owner },
      { ...plain, metadata: { properties: { team: 'x', owner: 'ada' } } },
    ],
    [
      'null and absent members',
      { ...plain, metadata: owner },
      { ...plain, metadata: { ...owner, tags: null } },
    ],
  ])('is equal for %s', (_what, left, right) => {
    expect(keyOf(left)).toBe(keyOf(right));
  });

  it.each<[string, SchemaText, SchemaText]>([
    ['texts', plain, { ...plain, schema: '"bytes"' }],
    ['types', plain, { ...plain, schemaType: 'JSON' }],
    ['references', plain, { ...plain, references: [reference] }],
    [
      'versions referred to',
      { ...plain, references: [reference] },
      { ...plain, references: [{ ...reference, version: -1 }] },
    ],
    ['metadata', plain, { ...plain, metadata: owner }],
    ['no metadata and empty metadata', plain, { ...plain, metadata: {} }],
    [
      'properties called __proto__',
      { ...plain, metadata: { properties: JSON.parse('{"__proto__":"a"}') } },
      { ...plain, metadata: { properties: JSON.parse('{"__proto__":"b"}') } },
    ],
    [
      'properties called constructor',
      { ...plain, metadata: { properties: { constructor: 'a' } } },
      { ...plain, metadata: { properties: {} } },
    ],
    ['rules', plain, { ...plain, ruleSet: { domainRules: [{ name: 'r' }] } }],
    [
      'orders of rules',
      { ...plain, ruleSet: { domainRules: [{ name: 'r' }, { name: 's' }] } },
      { ...plain, ruleSet: { domainRules: [{ name: 's' }, { name: 'r' }] } },
    ],
  ])('differs with other %s', (_what, left, right) => {
    expect(keyOf(left)).not.toBe(keyOf(right));
  });

  it('differs with the subject, and when the schema is to be normalized', () => {
    const keys = new SchemaKeys();
    const all = [keys.of('a', plain, undefined), keys.of('a', plain, true), keys.of('b', plain, undefined)];
    expect(new Set(all).size).toBe(3);
    expect(keys.of('a', plain, false)).toBe(all[0]);
  });

  it.each(['a', '', '.', 'n', '__proto__', 'constructor', ':.ctx:a', 'ü\0\n🎈'])(
    'tells its subject: %j',
    (subject) => {
      expect(subjectOfKey(keyOf(plain, subject))).toBe(subject);
      expect(subjectOfKey(keyOf(plain, subject, true))).toBe(subject);
    },
  );

  it('is the same string each time, for a schema that is kept', () => {
    const keys = new SchemaKeys();
    const schema = { ...plain };
    const first = keys.of('a', schema, undefined);
    // Strings have no identity to compare; a changed text shows that nothing is computed again.
    Object.assign(schema, { schema: '"bytes"' });
    expect(keys.of('a', schema, undefined)).toBe(first);
    expect(keys.of('b', schema, undefined).text.slice(0, 44)).toBe(first.text.slice(0, 44));
  });

  it('stays right when one schema has subjects without end', () => {
    const keys = new SchemaKeys();
    for (let index = 0; index < 5_000; index++) {
      expect(subjectOfKey(keys.of(`s${index}`, plain, undefined).text)).toBe(`s${index}`);
    }
    expect(keys.of('s0', plain, undefined).text).toBe(keyOf(plain, 's0'));
  });

  it('of what is no schema is refused', () => {
    for (const wrong of [undefined, null, '"string"', {}, { schema: {} }]) {
      // Wrong on purpose: what JavaScript callers can pass.
      expect(() => keyOf(wrong as SchemaText)).toThrow(expect.objectContaining({ code: 'SCHEMA_INVALID' }));
    }
  });
});
