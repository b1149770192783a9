import { describe, expect, expectTypeOf, it } from 'vitest';
import { type Deserializer, deserializeValue } from './deserializer.ts';
import { type RichSerializer, type SerializedBy, serializeValue, serializer } from './serializer.ts';

const context = { topic: 'customers', isKey: false, headers: [] };

describe('serializeValue', () => {
  it('waits until the serializer is ready, then copies what it wrote', async () => {
    const steps: string[] = [];
    const letters: RichSerializer<string> = {
      ready: () => Promise.resolve().then(() => void steps.push('ready')),
      serializeInto(value, writer) {
        steps.push('serialize');
        writer.writeUtf8(value);
      },
    };
    const bytes = await serializeValue(letters, 'Ada', context);
    expect(bytes).toEqual(new Uint8Array([65, 100, 97]));
    expect(steps).toEqual(['ready', 'serialize']);
  });

  it('gives a tombstone for null without asking the serializer', async () => {
    const never = serializer((_value: string): Uint8Array => expect.unreachable());
    expect(await serializeValue(never, null, context)).toBeNull();
  });

  it('knows the value type of a serializer', () => {
    const json = serializer((value: { id: number }) => Buffer.from(JSON.stringify(value)));
    expectTypeOf<SerializedBy<typeof json>>().toEqualTypeOf<{ id: number }>();
  });
});

describe('deserializeValue', () => {
  const letters: Deserializer<string> = { deserialize: (bytes) => Buffer.from(bytes).toString() };

  it('reads bytes, and null as null', async () => {
    expect(await deserializeValue(letters, new Uint8Array([65]), context)).toBe('A');
    expect(await deserializeValue(letters, null, context)).toBeNull();
  });
});
