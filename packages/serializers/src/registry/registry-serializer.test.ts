import { serializeValue, type RecordHeader, type SchemaText, type SerializerContext } from '@ottla/kernel';
import { ManualClock, settled } from '@ottla/kernel/testing';
import { describe, expect, it } from 'vitest';
import { letterFormat } from '../../testing/letter-format.ts';
import { MemoryRegistry, registryAway } from '../../testing/memory-registry.ts';
import type { RegistrySerializerOptions } from './registry-options.ts';
import { RegistrySerializer } from './registry-serializer.ts';
import { LATEST_TERM_MS } from './renewed-answer.ts';
import type { GivenSchema } from './schema-pointer.ts';
import { recordNameStrategy, topicRecordNameStrategy } from './subject-strategy.ts';

const abc: SchemaText = { schemaType: 'AVRO', schema: 'abc' };
const letters = (schema: string): SchemaText => ({ schemaType: 'AVRO', schema });
const at = (topic: string, more: Partial<SerializerContext> = {}): SerializerContext => ({
  topic,
  isKey: false,
  headers: [],
  ...more,
});

const hexOf = async (
  target: RegistrySerializer,
  value: unknown,
  context: SerializerContext = at('t'),
): Promise<string> => Buffer.from((await serializeValue(target, value, context)) ?? []).toString('latin1');

function serializer(
  registry: MemoryRegistry,
  options: Partial<RegistrySerializerOptions> = {},
  schema: GivenSchema = abc,
): RegistrySerializer {
  return new RegistrySerializer(letterFormat(), schema, { registry, ...options });
}

describe('a serializer with a registry', () => {
  it('puts the id of the subject that is named by the topic before the payload', async () => {
    const registry = new MemoryRegistry();
    registry.add(letters('other'));
    registry.add(abc, 't-value');
    expect(await hexOf(serializer(registry), 'cab')).toBe('\0\0\0\0\x02cab');
    expect(registry.requests).toEqual(['look up t-value']);
  });
});
