import { serializeValue, type SchemaText, type SerializerContext } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { letterFormat } from '../../testing/letter-format.ts';
import { MemoryRegistry, registryAway } from '../../testing/memory-registry.ts';
import { RegistrySerializer } from './registry-serializer.ts';
import {
  associatedNameStrategy,
  recordNameStrategy,
  topicNameStrategy,
  topicRecordNameStrategy,
  type SubjectOption,
  type SubjectStrategy,
} from './subject-strategy.ts';

const customer: SchemaText = { schemaType: 'AVRO', schema: '@com.acme.Customer abc' };
const nameless: SchemaText = { schemaType: 'AVRO', schema: 'abc' };
const at = (topic: string, more: Partial<SerializerContext> = {}): SerializerContext => ({
  topic,
  isKey: false,
  headers: [],
  ...more,
});

function serializer(
  registry: MemoryRegistry,
  subject: SubjectOption | undefined,
  schema: SchemaText | null = customer,
): RegistrySerializer {
  const autoRegister = schema !== null;
  return new RegistrySerializer(letterFormat(), schema, { registry, autoRegister, subject });
}

describe('the subject', () => {
  it.each<[string, SubjectOption | undefined, string, string]>([
    ['by default', undefined, 'register t-value', 'register t-key'],
    ['by topic', topicNameStrategy, 'register t-value', 'register t-key'],
    ['by record', recordNameStrategy, 'register com.acme.Customer', ''],
    ['by topic and record', topicRecordNameStrategy, 'register t-com.acme.Customer', ''],
    ['as it is given', 'people', 'register people', ''],
    ['by a function', ({ topic, isKey }) => `${topic}/${isKey ? 'k' : 'v'}`, 'register t/v', 'register t/k'],
    [
      'by a function that waits and depends on the topic',
      Object.assign(({ topic }: { topic: string }) => Promise.resolve(`${topic}!`), {
        dependsOn: 'topic' as const,
      }),
      'register t!',
      '',
    ],
  ])('is named %s', async (_what, subject, value, key) => {
    const registry = new MemoryRegistry();
    const target = serializer(registry, subject);
    for (const isKey of [false, true, false]) await serializeValue(target, 'a', at('t', { isKey }));
    expect(registry.requests).toEqual([value, key].filter((request) => request !== ''));
  });

  it.each<[string, SubjectStrategy]>([
    ['recordNameStrategy', recordNameStrategy],
    ['topicRecordNameStrategy', topicRecordNameStrategy],
  ])('cannot be named by %s when the schema is no record, or there is none', async (_name, subject) => {
    const registry = new MemoryRegistry();
    const error = {
      code: 'SUBJECT_INVALID',
      failure: 'configuration',
      topic: 't',
      message: expect.stringMatching(/no record, or none was given; use topicNameStrategy/) as string,
    };
    for (const schema of [nameless, null]) {
      await expect(
        (async () => serializeValue(serializer(registry, subject, schema), 'a', at('t')))(),
      ).rejects.toMatchObject(error);
    }
    expect(registry.requests).toEqual([]);
  });

  it('by record is that of the schema of an id, and of a schema with references', async () => {
    const registry = new MemoryRegistry();
    registry.add(customer, 'elsewhere');
    const byId = new RegistrySerializer(letterFormat(), null, {
      registry,
      subject: topicRecordNameStrategy,
      useSchemaId: 1,
    });
    await expect(serializeValue(byId, 'x', at('t'))).rejects.toMatchObject({
      subject: 't-com.acme.Customer',
      code: 'VALUE_MISFIT',
    });
    const references = [{ name: 'More', subject: 'elsewhere', version: 1 }];
    const referring = serializer(registry, recordNameStrategy, { ...customer, references });
    await serializeValue(referring, 'a', at('t'));
    expect(registry.requests.at(-1)).toBe('register com.acme.Customer');
  });
});

describe('the subject that the registry associates', () => {
  const associations = (...subjects: readonly string[]) =>
    subjects.map((subject) => ({ subject, associationType: 'value' }));

  it('is asked for once, of many who wait by one', async () => {
    const registry = new MemoryRegistry();
    registry.associated.set('t', associations('people'));
    const target = serializer(registry, associatedNameStrategy());
    await Promise.all([1, 2, 3].map(() => serializeValue(target, 'a', at('t'))));
    expect(registry.requests).toEqual(['associations of t', 'register people']);
  });

  it.each<[string, SubjectStrategy, string]>([
    ['the topic', associatedNameStrategy(), 'register t-value'],
    [
      'what is asked for',
      associatedNameStrategy({ fallback: recordNameStrategy }),
      'register com.acme.Customer',
    ],
  ])(
    'falls back to %s where there is none, be it that the registry knows no associations',
    async (_what, subject, request) => {
      for (const found of [[], undefined]) {
        const registry = new MemoryRegistry();
        if (found !== undefined) registry.associated.set('t', found);
        await serializeValue(serializer(registry, subject), 'a', at('t'));
        expect(registry.requests).toEqual(['associations of t', request]);
      }
    },
  );

  it.each<[string, readonly string[], 'none' | undefined, string]>([
    ['several are', ['people', 'clients'], undefined, 'SUBJECT_AMBIGUOUS'],
    ['none is, and nothing stands in', [], 'none', 'SUBJECT_INVALID'],
  ])('is an error when %s', async (_what, subjects, fallback, code) => {
    const registry = new MemoryRegistry();
    registry.associated.set('t', associations(...subjects));
    const target = serializer(registry, associatedNameStrategy({ fallback }));
    await expect(serializeValue(target, 'a', at('t'))).rejects.toMatchObject({
      code,
      failure: 'configuration',
      topic: 't',
    });
  });

  it('is asked for again when the registry was away', async () => {
    const registry = new MemoryRegistry();
    registry.associated.set('t', associations('people'));
    registry.failure = registryAway();
    const target = serializer(registry, associatedNameStrategy());
    await expect(serializeValue(target, 'a', at('t'))).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      failure: 'retriable',
      topic: 't',
    });
    await serializeValue(target, 'a', at('t'));
    expect(registry.requests).toEqual(['associations of t', 'associations of t', 'register people']);
  });
});

describe('a function that names subjects', () => {
  it('is asked for each record when it does not say what it depends on', async () => {
    const registry = new MemoryRegistry();
    const byTenant: SubjectStrategy = ({ headers }) => headers[0]?.key ?? 'none';
    const target = serializer(registry, byTenant);
    for (const key of ['acme', 'initech', 'acme']) {
      await serializeValue(target, 'a', at('t', { headers: [{ key, value: null }] }));
    }
    expect(registry.requests).toEqual(['register acme', 'register initech']);
  });

  it('may wait when it answers at once afterwards', async () => {
    const registry = new MemoryRegistry();
    const kept = new Map<string, string>();
    const target = serializer(registry, ({ topic }) => {
      const known = kept.get(topic);
      if (known !== undefined) return known;
      return Promise.resolve(`late ${topic}`).then((subject) => {
        kept.set(topic, subject);
        return subject;
      });
    });
    await serializeValue(target, 'a', at('t'));
    expect(registry.requests).toEqual(['register late t']);
  });

  it.each<[string, () => unknown, string, RegExp]>([
    ['a promise each time', () => Promise.resolve('s'), 'SUBJECT_NOT_AT_ONCE', /dependsOn: 'topic'/],
    ['no name', () => undefined, 'SUBJECT_INVALID', /answered nothing/],
    ['an empty name', () => '', 'SUBJECT_INVALID', /answered an empty string/],
    ['a promise of no name', () => Promise.resolve(7), 'SUBJECT_INVALID', /answered 7/],
  ])('is refused when it answers %s', async (_what, answer, code, message) => {
    // What a program in plain JavaScript may pass.
    const subject = answer as unknown as SubjectStrategy;
    const target = serializer(new MemoryRegistry(), subject);
    await expect((async () => serializeValue(target, 'a', at('t')))()).rejects.toMatchObject({
      code,
      failure: 'configuration',
      topic: 't',
      message: expect.stringMatching(message) as string,
    });
  });

  it('may fail, which is told with the record', async () => {
    const cause = new Error('no tenant');
    const target = serializer(new MemoryRegistry(), () => {
      throw cause;
    });
    await expect((async () => serializeValue(target, 'a', at('t')))()).rejects.toMatchObject({
      code: 'REGISTRY_FAILED',
      failure: 'configuration',
      topic: 't',
      cause,
    });
  });
});
