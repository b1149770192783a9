/** Random locks that are well-formed: what printLock takes. */
import fc from 'fast-check';
import type { SchemaMetadata, SchemaRuleSet, SchemaType } from '@ottla/kernel';
import { compatibilityLevels } from '@ottla/schema';
import type { LockedSubject, LockedVersion, SchemaLock } from '../src/bundle/schema-bundle.ts';

const HEX_DIGITS = '0123456789abcdef'.split('');
const hex = (length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...HEX_DIGITS), { minLength: length, maxLength: length })
    .map((all) => all.join(''));
const guid = hex(32).map((all) => all.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('constructor', '42', 'ä"\\\n'),
);
const texts = fc.array(words, { maxLength: 3 });
const map = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.dictionary(
    words.filter((key) => key !== '__proto__'),
    value,
    { maxKeys: 3, noNullPrototype: true },
  );
/** Any of the members may be absent. */
const members: { requiredKeys: []; noNullPrototype: true } = { requiredKeys: [], noNullPrototype: true };

const metadata: fc.Arbitrary<SchemaMetadata> = fc.record(
  { tags: map(texts), properties: map(words), sensitive: texts },
  members,
);
const rule = fc.record(
  { name: words, kind: words, tags: texts, params: map(words), disabled: fc.boolean() },
  members,
);
const ruleSet: fc.Arbitrary<SchemaRuleSet> = fc.record(
  {
    domainRules: fc.array(rule, { maxLength: 2 }),
    migrationRules: fc.array(rule, { maxLength: 2 }),
    enableAt: words,
  },
  members,
);

const content = fc.record(
  {
    guid,
    schemaType: fc.constantFrom<SchemaType>('AVRO', 'JSON', 'PROTOBUF'),
    fingerprint: hex(64),
    sha256: hex(64),
    file: fc.constantFrom('a.avsc', 'schemas/a/v1.avsc'),
    metadata,
    ruleSet,
  },
  { requiredKeys: ['guid', 'schemaType', 'fingerprint', 'sha256'], noNullPrototype: true },
);
const subjectName = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((name) => !name.startsWith(':.:')),
  fc.constantFrom('constructor', '10', '9', ':.staging:orders', 'customers-value'),
);
const subject = fc.record({
  name: subjectName.filter((name) => name !== '__proto__'),
  level: fc.option(fc.constantFrom(...compatibilityLevels), { nil: undefined }),
  versions: fc.array(fc.record({ step: fc.integer({ min: 1, max: 5 }), content, refers: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
  }),
});

/** Ids count up; a version may refer to the first version of the first subject of the default context. */
export const randomLock: fc.Arbitrary<SchemaLock> = fc
  .uniqueArray(subject, { maxLength: 5, selector: ({ name }) => name })
  .map((subjects) => {
    let id = 0;
    const target = subjects.find(({ name }) => !name.startsWith(':.'));
    const locked = subjects.map(({ name, level, versions }): [string, LockedSubject] => {
      let version = 0;
      const all = versions.map((one): LockedVersion => {
        version += one.step;
        const { metadata: kept, ruleSet: rules, ...head } = one.content;
        const first = target?.versions[0]?.step;
        const refers = one.refers && target !== undefined && first !== undefined && !name.startsWith(':.');
        return {
          version,
          id: ++id,
          ...head,
          ...(refers && { references: [{ name: 'Name', subject: target.name, version: first }] }),
          ...(kept && { metadata: kept }),
          ...(rules && { ruleSet: rules }),
        };
      });
      return [name, { ...(level && { level }), versions: all }];
    });
    return { lockfileVersion: 1, subjects: Object.fromEntries(locked) };
  });
