import type { RegisteredSchema, SchemaText } from '@ottla/kernel';
import { ManualClock } from '@ottla/kernel/testing';
import { describe, expect, it } from 'vitest';
import { RegistryObserver } from '../observation.ts';
import { RegistryError } from '../registry-error.ts';
import { SchemaCache } from './schema-cache.ts';

const missing = new RegistryError('gone', { code: 'SCHEMA_NOT_FOUND' });
const schemaOf = (id: number): RegisteredSchema => ({
  id,
  schemaType: 'AVRO',
  schema: `{"type":"fixed","name":"F${id}","size":1}`,
});

function setUp(cacheSize: number) {
  const observer = new RegistryObserver();
  const cache = new SchemaCache(
    { cacheSize, latestTtlMs: 1_000, missTtlMs: 1_000 },
    new ManualClock(),
    observer,
  );
  return { cache, counts: () => observer.metrics(cache.entries()).caches };
}

describe('every cache', () => {
  it('holds no more than cacheSize, however much comes', () => {
    const { cache } = setUp(100);
    for (let id = 1; id <= 1_000_000; id++) {
      cache.rememberSchema(schemaOf(id), '.', { stored: true });
    }
    for (let id = 1; id <= 10_000; id++) {
      const schema: SchemaText = schemaOf(id);
      cache.rememberId({ subject: `s${id}`, schema }, id);
      cache.rememberGuid({ ...schema, guid: `g${id}` });
      cache.rememberVersion('a', id, schemaOf(id));
      cache.rememberLatest(`s${id}`, schemaOf(id));
      cache.rememberMiss(`GET /schemas/ids/${id}`, missing);
    }
    expect(Object.values(cache.entries())).toEqual([100, 100, 100, 100, 100, 100]);
    expect(cache.schemaOf(1_000_000)).toMatchObject({ id: 1_000_000 });
    expect(cache.schemaOf(1)).toBeUndefined();
  });

  it('keeps what is used, also by a look-up that takes the short way', () => {
    const { cache } = setUp(3);
    const kept = schemaOf(1);
    cache.rememberId({ subject: 'a', schema: kept }, 1);
    for (let id = 2; id <= 50; id++) {
      expect(cache.idOf('a', kept, undefined)).toBe(1);
      cache.rememberId({ subject: 'a', schema: schemaOf(id) }, id);
    }
    expect(cache.idOf('a', kept, undefined)).toBe(1);
  });

  it('forgets what was evicted: no way round it leads to the old answer', () => {
    const { cache } = setUp(1);
    const schema = schemaOf(1);
    cache.rememberId({ subject: 'a', schema }, 1);
    cache.rememberId({ subject: 'b', schema }, 1);
    expect([cache.idOf('a', schema, undefined), cache.idOf('b', schema, undefined)]).toEqual([undefined, 1]);
  });

  it('counts what was there and what was not', () => {
    const { cache, counts } = setUp(10);
    const schema = schemaOf(1);
    cache.idOf('a', schema, undefined);
    cache.rememberId({ subject: 'a', schema }, 1);
    cache.idOf('a', schema, undefined);
    cache.idOf('a', schema, true);
    cache.schemaOf(7);
    cache.schemaOfGuid('g');
    cache.versionOf('a', 1);
    cache.latestOf('a');
    cache.missOf('k');
    cache.rememberMiss('k', missing);
    cache.missOf('k');
    expect(counts()).toEqual({
      ids: { hits: 1, misses: 2, entries: 1 },
      schemas: { hits: 0, misses: 1, entries: 0 },
      guids: { hits: 0, misses: 1, entries: 0 },
      versions: { hits: 0, misses: 1, entries: 0 },
      latest: { hits: 0, misses: 1, entries: 0 },
      misses: { hits: 1, misses: 1, entries: 1 },
    });
  });
});

describe('an id', () => {
  it('stands for one schema within a context, and for another one in the next', () => {
    const { cache } = setUp(10);
    expect(cache.rememberSchema(schemaOf(7), '.', { stored: true })).toBe(true);
    const other = { ...schemaOf(8), id: 7 };
    expect(cache.rememberSchema(other, '.', { stored: true })).toBe(false);
    expect(cache.rememberSchema(other, '.eu', { stored: true })).toBe(true);
    expect([cache.schemaOf(7)?.schema, cache.schemaOf(7, '.eu')?.schema]).toEqual([
      schemaOf(7).schema,
      other.schema,
    ]);
  });

  it('is of one schema under a subject: another id for it is refused', () => {
    const { cache } = setUp(10);
    const asked = { subject: 'a', schema: schemaOf(1) };
    expect(cache.rememberId(asked, 1)).toBe(true);
    expect(cache.rememberId(asked, 2)).toBe(false);
    expect(cache.idOf('a', asked.schema, undefined)).toBe(1);
    expect(cache.rememberId({ ...asked, normalize: true }, 2)).toBe(true);
  });

  it('has the text as it is stored, once that is known', () => {
    const { cache } = setUp(10);
    const sent = { ...schemaOf(7), schema: `${schemaOf(7).schema} ` };
    cache.rememberSchema(sent, '.', { stored: false });
    cache.rememberSchema({ ...schemaOf(7), subject: 'a', version: 2 }, '.', { stored: true });
    expect(cache.schemaOf(7)).toEqual(schemaOf(7));
    cache.rememberSchema(sent, '.', { stored: false });
    expect(cache.schemaOf(7)).toEqual(schemaOf(7));
  });
});

it.each(['__proto__', 'constructor', 'hasOwnProperty', ':.ctx:a', '1:a', ''])(
  'a subject called %j is one like others',
  (subject) => {
    const { cache } = setUp(10);
    const schema = schemaOf(1);
    expect([
      cache.idOf(subject, schema, undefined),
      cache.versionOf(subject, 1),
      cache.latestOf(subject),
    ]).toEqual([undefined, undefined, undefined]);
    cache.rememberId({ subject, schema }, 1);
    cache.rememberVersion(subject, 1, schema);
    cache.rememberLatest(subject, schema);
    cache.forgetSubject(`${subject}x`);
    expect([
      cache.idOf(subject, schema, undefined),
      cache.versionOf(subject, 1)?.id,
      cache.latestOf(subject)?.schema.id,
    ]).toEqual([1, 1, 1]);
    cache.forgetSubject(subject);
    expect([
      cache.idOf(subject, schema, undefined),
      cache.versionOf(subject, 1),
      cache.latestOf(subject),
    ]).toEqual([undefined, undefined, undefined]);
  },
);
