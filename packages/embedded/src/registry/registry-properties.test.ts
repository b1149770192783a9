import { contentGuid, type SchemaContent } from '@ottla/schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RegistryCaller, type More } from '../../testing/registry-caller.ts';

/** A version as it is listed. */
interface Listed extends SchemaContent {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly guid: string;
}

const subjects = ['a', 'b', ':.ctx:a', ':.ctx:b'];
const contents: readonly (readonly [schema: string, more: More])[] = [
  ['"int"', {}],
  [' "int" ', {}],
  ['"int"', { metadata: { properties: { k: 'v' } } }],
  ['{"type":"fixed","name":"F","size":1}', {}],
  ['{"type":"fixed","name":"F","size":1,"z":1,"a":2}', { query: '?normalize=true' }],
  ['{"type":"array","items":"F"}', { references: [{ name: 'F', subject: 'b', version: -1 }] }],
  ['{"type":"integer"}', { schemaType: 'JSON' }],
  ['message A {}', { schemaType: 'PROTOBUF' }],
];

type Step = (registry: RegistryCaller) => void;
const registering: fc.Arbitrary<Step> = fc
  .tuple(fc.constantFrom(...subjects), fc.constantFrom(...contents))
  .map(
    ([subject, [schema, more]]) =>
      (registry) =>
        void registry.register(subject, schema, more),
  );
/** A referrer and what it refers to come and go more often than chance would have it. */
const referring: fc.Arbitrary<Step> = fc
  .constantFrom(['b', 3] as const, ['a', 5] as const)
  .map(([subject, index]) => (registry) => {
    const [schema, more] = contents[index] ?? ['', {}];
    registry.register(subject, schema, more);
  });
const deleting: fc.Arbitrary<Step> = fc
  .record({
    subject: fc.constantFrom(...subjects, 'a', 'b'),
    version: fc.constantFrom('', '', '/versions/1', '/versions/latest', '/versions/2'),
    isPermanent: fc.boolean(),
  })
  .map(({ subject, version, isPermanent }) => (registry) => {
    registry.remove(`/subjects/${subject}${version}${isPermanent ? '?permanent=true' : ''}`);
  });
const step = fc.oneof(registering, referring, deleting);

const contextOf = (subject: string): string => (subject.startsWith(':.ctx:') ? ':.ctx:' : '');

function listed(registry: RegistryCaller): readonly Listed[] {
  return registry.get('/schemas?subjectPrefix=:*:&deleted=true').answer as readonly Listed[]; // its form is asserted
}

describe('after any registrations and deletions', () => {
  it('an id stands for one content of its context, and a content for one id', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30, size: 'max' }), (steps) => {
        const registry = new RegistryCaller();
        registry.put('/config', { compatibility: 'NONE' });
        registry.put('/config/:.ctx:', { compatibility: 'NONE' });
        const ever = new Map<string, string>();
        for (const take of steps) {
          take(registry);
          for (const { subject, id, guid, ...content } of listed(registry)) {
            const key = `${contextOf(subject)} ${id}`;
            expect(ever.get(key) ?? guid).toBe(guid);
            ever.set(key, guid);
            expect(contentGuid(content)).toBe(guid);
          }
        }
        const held = new Set(listed(registry).map(({ subject, guid }) => contextOf(subject) + guid));
        const ids = new Set(listed(registry).map(({ subject, id }) => `${contextOf(subject)}${id}`));
        expect(ids.size).toBe(held.size);
      }),
    );
  });

  it('what is listed is found by version, id and GUID, and so is all that it refers to', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30, size: 'max' }), (steps) => {
        const registry = new RegistryCaller();
        registry.put('/config/:.__GLOBAL:', { compatibility: 'NONE' });
        for (const take of steps) take(registry);
        for (const { subject, version, id, guid, schema, references } of listed(registry)) {
          const found = { status: 200, answer: { guid, schema } };
          expect(registry.get(`/subjects/${subject}/versions/${version}?deleted=true`)).toMatchObject(found);
          expect(registry.get(`/schemas/ids/${id}?subject=${contextOf(subject)}`)).toMatchObject(found);
          expect(registry.get(`/schemas/guids/${guid}`)).toMatchObject(found);
          for (const reference of references ?? []) {
            const target = `${contextOf(subject)}${reference.subject}/versions/${reference.version}`;
            expect(registry.get(`/subjects/${target}?deleted=true`).status).toBe(200);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
