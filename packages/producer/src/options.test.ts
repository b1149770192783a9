import { describe, expect, it } from 'vitest';
import {
  DEFAULTS_THAT_DIFFER,
  coreOptions,
  producerOptionTable,
  resolveProducerOptions,
  type ProducerOptionsInput,
} from './options.ts';

const bootstrapServers = ['localhost:9092'];
const codeOf = (given: Partial<ProducerOptionsInput> & Record<string, unknown>): string => {
  try {
    resolveProducerOptions({ bootstrapServers, ...given });
    return 'accepted';
  } catch (error) {
    return String((error as { code?: string }).code);
  }
};

describe('the options', () => {
  it("have Java's defaults of 4.x but for those listed as different", () => {
    const java: Record<string, unknown> = {
      acks: 'all',
      enableIdempotence: true,
      lingerMs: 5,
      batchSize: 16_384,
      bufferMemory: 33_554_432,
      maxBlockMs: 60_000,
      maxRequestSize: 1_048_576,
      maxInFlightRequestsPerConnection: 5,
      deliveryTimeoutMs: 120_000,
      requestTimeoutMs: 30_000,
      retries: 2_147_483_647,
      retryBackoffMs: 100,
      retryBackoffMaxMs: 1000,
      metadataMaxAgeMs: 300_000,
    };
    const options: Record<string, unknown> = { ...resolveProducerOptions({ bootstrapServers }) };
    const different = Object.keys(java).filter((name) => options[name] !== java[name]);
    expect(different).toEqual(DEFAULTS_THAT_DIFFER.map(({ option }) => option));
  });

  it('each say what they are for', () => {
    for (const { doc } of Object.values(producerOptionTable)) expect(doc.length).toBeGreaterThan(20);
  });

  it.each<[string, Record<string, unknown>]>([
    ['OPTION_MISSING', { bootstrapServers: undefined }],
    ['UNKNOWN_OPTION', { lingerms: 5 }],
    ['OPTION_INVALID', { lingerMs: -1 }],
    ['OPTION_INVALID', { acks: 2 }],
    ['OPTION_INVALID', { keySerializer: 'string' }],
    ['OPTION_INVALID', { topics: { orders: { valu: { serialize: () => null } } } }],
    ['OPTION_INVALID', { topics: [] }],
    ['OPTION_INVALID', { topics: { orders: [] } }],
    ['TOPIC_INVALID', { topics: { 'two words': {} } }],
    ['OPTIONS_CONTRADICT', { deliveryTimeoutMs: 30_000 }],
    ['OPTIONS_CONTRADICT', { acks: 1 }],
    ['OPTIONS_CONTRADICT', { maxInFlightRequestsPerConnection: 6 }],
    ['OPTIONS_CONTRADICT', { retries: 0 }],
    ['OPTIONS_CONTRADICT', { retryBackoffMs: 2000 }],
    ['OPTIONS_CONTRADICT', { bufferMemory: 1000 }],
    ['accepted', { acks: 0, enableIdempotence: false, maxInFlightRequestsPerConnection: 50, retries: 0 }],
    ['accepted', { topics: { orders: { value: { serialize: () => null } } } }],
  ])('are refused with %s for %o', (code, given) => {
    expect(codeOf(given)).toBe(code);
  });

  it.each<[string, unknown, string]>([
    [
      'a topic that is a list',
      [],
      "topics['orders'] must be { key, value }, each a serializer, got an array",
    ],
    [
      'a serializer for the topic',
      { serialize: () => null },
      "topics['orders'] is a serializer; give { value: … }",
    ],
    ['another part', { valu: {} }, "topics['orders'] has 'valu'; known are key and value"],
    [
      'a factory',
      { value: () => null },
      "topics['orders'].value must be a serializer, an object with serialize() or serializeInto(), got a function; call it",
    ],
    ['a deserializer', { key: { deserialize: () => null } }, 'got a deserializer'],
    [
      'a generated constant',
      { value: { fingerprint: '0', schema: '"int"' } },
      'wrap it: avroSerializer(schema, { registry })',
    ],
    ['text', { value: 'string' }, 'got a string'],
  ])('say which serializer is none: %s', (_what, orders, words) => {
    const given = { bootstrapServers, topics: { orders } };
    expect(() => resolveProducerOptions(given as never)).toThrow(words);
  });

  it('name the option that was meant', () => {
    expect(() => resolveProducerOptions({ bootstrapServers, lingerms: 5 } as never)).toThrow(
      "did you mean 'lingerMs'",
    );
  });

  it('leave the given object alone', () => {
    const given = Object.freeze({ bootstrapServers, lingerMs: 7 });
    expect(coreOptions(resolveProducerOptions(given)).lingerMs).toBe(7);
  });
});
