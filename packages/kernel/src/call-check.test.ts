import { describe, expect, it } from 'vitest';
import { type Deserializer, deserializeValue } from './deserializer.ts';
import { type Serializer, serializeValue, serializer } from './serializer.ts';

const text = serializer((value: string) => Buffer.from(value));
const letters: Deserializer<string> = { deserialize: (bytes) => Buffer.from(bytes).toString() };
const context = { topic: 'customers', isKey: false, headers: [] };
// What the types forbid, and programs in JavaScript write.
const asSerializer = (given: unknown): Serializer<string> => given as Serializer<string>;
const asDeserializer = (given: unknown): Deserializer<string> => given as Deserializer<string>;

describe('a call that cannot be meant', () => {
  it.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'a factory that was not called',
      () =>
        serializeValue(
          asSerializer(() => text),
          'Ada',
          context,
        ),
      /^serializeValue: the first argument must have serialize\(\) or serializeInto\(\), got a function; call it/,
    ],
    ['a deserializer', () => serializeValue(asSerializer(letters), 'Ada', context), /got an object$/],
    [
      'a serializer to read with',
      () => deserializeValue(asDeserializer(text), Buffer.of(65), context),
      /^deserializeValue: the first argument must have deserialize\(\), got an object$/,
    ],
    [
      'a whole message',
      () => deserializeValue(letters, { value: Buffer.of(65) } as never, context),
      /payload must be bytes .* got an object; give a record's key or value/,
    ],
    [
      'no bytes and no null',
      () => deserializeValue(letters, undefined as never, context),
      /null for a tombstone, got nothing/,
    ],
    [
      'no context',
      () => serializeValue(text, 'Ada', undefined as never),
      /must be \{ topic, isKey, headers: .*got nothing$/,
    ],
    [
      'a context without headers',
      () => deserializeValue(letters, Buffer.of(65), { topic: 't', isKey: false } as never),
      /headers: \[\{ key, value \}\] \}, got an object$/,
    ],
    [
      'headers by name',
      () => deserializeValue(letters, Buffer.of(65), { ...context, headers: { a: 'b' } as never }),
      /got headers that are no array$/,
    ],
  ])('is told so: %s', async (_what, call, message) => {
    await expect(call()).rejects.toMatchObject({
      name: 'ConfigError',
      code: 'CALL_INVALID',
      message: expect.stringMatching(message),
    });
  });
});
