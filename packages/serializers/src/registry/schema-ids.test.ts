import { describe, expect, it } from 'vitest';
import { MemoryRegistry } from '../../testing/memory-registry.ts';
import { SchemaIds } from './schema-ids.ts';

const schema = { schemaType: 'AVRO', schema: '"int"' } as const;
const at = (topic: string, isKey = false): { topic: string; isKey: boolean; headers: [] } => ({
  topic,
  isKey,
  headers: [],
});

describe('the gate for schema ids', () => {
  it('asks once per subject, however many records wait', async () => {
    const registry = new MemoryRegistry();
    const ids = new SchemaIds({ registry, schema });
    const waits = [ids.ready(at('a')), ids.ready(at('a')), ids.ready(at('b')), ids.ready(at('a', true))];
    for (const wait of waits) await wait;
    expect(registry.requests).toEqual(['register a-value', 'register b-value', 'register a-key']);
    expect(ids.ready(at('a'))).toBe(true);
    expect([ids.id(at('a')), ids.id(at('b')), ids.id(at('a', true)), ids.id(at('a'))]).toEqual([1, 1, 1, 1]);
    expect(registry.requests).toHaveLength(3);
  });

  it('is open at once for what the registry knows already', async () => {
    const registry = new MemoryRegistry();
    await registry.schemaId('a-value', schema, { register: true });
    expect(new SchemaIds({ registry, schema }).ready(at('a'))).toBe(true);
  });

  it('passes a failure through as it is, and asks again afterwards', async () => {
    const registry = new MemoryRegistry();
    const ids = new SchemaIds({ registry, schema });
    const failure = new Error('503');
    registry.failure = failure;
    await expect(ids.ready(at('a'))).rejects.toBe(failure);
    await ids.ready(at('a'));
    expect(ids.id(at('a'))).toBe(1);
  });

  it('takes a subject by record', async () => {
    const registry = new MemoryRegistry();
    const ids = new SchemaIds({ registry, schema, subject: ({ topic }) => `${topic}.numbers` });
    await ids.ready(at('a'));
    await ids.ready(at('b'));
    expect(registry.requests).toEqual(['register a.numbers', 'register b.numbers']);
    expect([ids.id(at('a')), ids.id(at('b'))]).toEqual([1, 1]);
  });

  it('has no id before it was asked for', () => {
    const ids = new SchemaIds({ registry: new MemoryRegistry(), schema });
    expect(() => ids.id(at('a'))).toThrow(
      expect.objectContaining({ code: 'SCHEMA_ID_UNKNOWN', topic: 'a', subject: 'a-value' }),
    );
  });
});
