import fc from 'fast-check';
import { deserializeValue, serializeValue, type Deserializer, type Serializer } from '@ottla/kernel';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  bytesDeserializer,
  bytesSerializer,
  int32Deserializer,
  int32Serializer,
  stringDeserializer,
  stringSerializer,
  voidDeserializer,
  voidSerializer,
} from '../index.ts';

const context = { topic: 'orders', isKey: true, headers: [] };
const hexOf = async <T>(serializer: Serializer<T>, value: T): Promise<string | null> => {
  const bytes = await serializeValue(serializer, value, context);
  return bytes === null ? null : Buffer.from(bytes).toString('hex');
};

describe('bytes on the wire', () => {
  it.each<[string, () => Promise<string | null>, string | null]>([
    ['a string', () => hexOf(stringSerializer(), 'Ada'), '416461'],
    ['an empty string', () => hexOf(stringSerializer(), ''), ''],
    ['a string beyond ASCII', () => hexOf(stringSerializer(), 'é€😀'), 'c3a9e282acf09f9880'],
    ['bytes', () => hexOf(bytesSerializer(), new Uint8Array([0, 255])), '00ff'],
    ['a Buffer', () => hexOf(bytesSerializer(), Buffer.from([7])), '07'],
    ['an int32', () => hexOf(int32Serializer(), 258), '00000102'],
    ['the smallest int32', () => hexOf(int32Serializer(), -2147483648), '80000000'],
    ['nothing', () => hexOf(voidSerializer(), undefined), null],
    ['a tombstone', () => hexOf(stringSerializer(), null as unknown as string), null],
  ])('%s', async (_name, write, expected) => {
    expect(await write()).toBe(expected);
  });
});

describe('reading back', () => {
  const reads = async <T>(
    serializer: Serializer<T>,
    deserializer: Deserializer<T>,
    value: T,
  ): Promise<void> => {
    const bytes = await serializeValue(serializer, value, context);
    expect(await deserializeValue(deserializer, bytes, context)).toStrictEqual(value);
  };

  it('gives strings, bytes and integers as they were', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme' }),
        fc.uint8Array(),
        fc.integer(),
        async (text, bytes, int) => {
          await reads(stringSerializer(), stringDeserializer(), text);
          await reads(bytesSerializer(), bytesDeserializer(), new Uint8Array(bytes));
          await reads(int32Serializer(), int32Deserializer(), int);
        },
      ),
    );
  });

  it('gives null for a tombstone, and for anything when nothing is expected', async () => {
    expect(await deserializeValue(stringDeserializer(), null, context)).toBeNull();
    expect(await deserializeValue(voidDeserializer(), new Uint8Array([1]), context)).toBeNull();
  });

  it('gives bytes of their own, not a window into what arrived', async () => {
    const arrived = new Uint8Array([1, 2, 3]);
    const read = await deserializeValue(bytesDeserializer(), arrived.subarray(1, 2), context);
    arrived[1] = 9;
    expect(read).toEqual(new Uint8Array([2]));
    expect(read?.buffer.byteLength).toBe(1);
  });

  it.each([0, 1, 3, 5])('refuses %i bytes for an int32', async (length) => {
    await expect(
      deserializeValue(int32Deserializer(), new Uint8Array(length), context),
    ).rejects.toMatchObject({
      code: 'BYTES_MALFORMED',
      topic: 'orders',
    });
  });
});

describe('a value of the wrong kind', () => {
  const secret = 'hunter2';
  it.each<[string, Serializer<never>, unknown, string, string]>([
    ['a number for a string', stringSerializer(), 4711, 'a string', 'an integer'],
    ['undefined for a string', stringSerializer(), undefined, 'a string', 'nothing'],
    ['a string for bytes', bytesSerializer(), secret, 'a Uint8Array', 'a string'],
    ['an array for bytes', bytesSerializer(), [1, 2], 'a Uint8Array', 'an array'],
    ['a string for an int32', int32Serializer(), secret, 'an int32', 'a string'],
    ['a fraction for an int32', int32Serializer(), 1.5, 'an int32', 'a number with a fraction'],
    ['2^31 for an int32', int32Serializer(), 2147483648, 'an int32', 'an integer out of that range'],
    ['NaN for an int32', int32Serializer(), Number.NaN, 'an int32', 'NaN'],
    ['a bigint for an int32', int32Serializer(), 1n, 'an int32', 'a bigint'],
    ['a Promise for a string', stringSerializer(), Promise.resolve(secret), 'a string', 'a Promise'],
    ['a string for nothing', voidSerializer(), secret, 'null', 'a string'],
  ])('%s', async (_name, serializer, value, expected, found) => {
    const error: unknown = await serializeValue(serializer, value as never, context).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: 'SerializationError', code: 'VALUE_MISFIT', action: 'usage' });
    expect(error).toMatchObject({
      topic: 'orders',
      path: '',
      message: expect.stringContaining(`topic 'orders', key`) as string,
    });
    expect((error as { expected: string }).expected).toContain(expected);
    expect((error as { found: string }).found).toContain(found);
    expect(String(error)).not.toContain(secret);
    expect(String(error)).not.toContain('4711');
  });
});

it('has the types of its values', () => {
  expectTypeOf(stringSerializer()).toExtend<Serializer<string>>();
  expectTypeOf(int32Deserializer()).toEqualTypeOf<Deserializer<number>>();
  expectTypeOf(voidSerializer()).toExtend<Serializer<null>>();
});
