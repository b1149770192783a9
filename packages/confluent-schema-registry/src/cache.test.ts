import avsc from 'avsc';
import { describe, expect, it } from 'vitest';
import { Cache } from './cache.ts';
import type { AvroSchema } from './schema-types.ts';

const schema = avsc.Type.forSchema('string') as unknown as AvroSchema; // its declared type knows records only

describe('the cache', () => {
  it('gives back what it was told, entry for entry', () => {
    const cache = new Cache();
    expect(cache.getSchema(1)).toBeUndefined();
    const entry = cache.setSchema(1, 'AVRO', schema);
    expect(entry).toEqual({ type: 'AVRO', schema });
    expect(cache.getSchema(1)).toBe(entry);
    expect(cache.setLatestRegistryId('customers', 4)).toBe(4);
    expect(cache.getLatestRegistryId('customers')).toBe(4);
  });

  it('takes the digits of an id for the id', () => {
    const cache = new Cache();
    cache.setSchema('7' as unknown as number, 'AVRO', schema);
    expect(cache.getSchema(7)?.schema).toBe(schema);
    expect(cache.getSchema('7' as unknown as number)?.schema).toBe(schema);
    for (const other of ['07', ' 7', '7.0', [7], '']) {
      expect(cache.getSchema(other as unknown as number)).toBeUndefined();
    }
  });

  it('knows no subject by the members that every object has', () => {
    const cache = new Cache();
    expect([cache.getLatestRegistryId('constructor'), cache.getLatestRegistryId('__proto__')]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('forgets everything when told to', () => {
    const cache = new Cache();
    cache.setSchema(1, 'AVRO', schema);
    cache.setLatestRegistryId('customers', 1);
    cache.clear();
    expect([cache.getSchema(1), cache.getLatestRegistryId('customers')]).toEqual([undefined, undefined]);
  });

  it('has methods that work when taken off it', () => {
    const { setSchema, getSchema, clear } = new Cache();
    setSchema(1, 'AVRO', schema);
    expect(getSchema(1)?.schema).toBe(schema);
    clear();
    expect(getSchema(1)).toBeUndefined();
  });

  it('shows what it holds', () => {
    const cache = new Cache();
    cache.setSchema(3, 'AVRO', schema);
    cache.setLatestRegistryId('customers', 3);
    expect(cache.schemasByRegistryId).toEqual({ 3: { type: 'AVRO', schema } });
    expect(cache.registryIdBySubject).toEqual({ customers: 3 });
  });

  it('holds ten thousand schemas and lets go of the one used longest ago', () => {
    const cache = new Cache();
    for (let id = 1; id <= 10_000; id++) cache.setSchema(id, 'AVRO', schema);
    cache.getSchema(1);
    cache.setSchema(10_001, 'AVRO', schema);
    expect([cache.getSchema(1)?.schema, cache.getSchema(2)]).toEqual([schema, undefined]);
    for (let id = 10_002; id <= 1_000_000; id++) cache.setSchema(id, 'AVRO', schema);
    expect(Object.keys(cache.schemasByRegistryId)).toHaveLength(10_000);
    expect(cache.getSchema(990_001)?.schema).toBe(schema);
  });
});
