import fc from 'fast-check';
import { deserializeValue, serializeValue, type Deserializer, type Serializer } from '@ottla/kernel';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  booleanDeserializer,
  booleanSerializer,
  bytesDeserializer,
  bytesSerializer,
  doubleSerializer,
  floatSerializer,
  int16Serializer,
  int32Deserializer,
  int32Serializer,
  int64Deserializer,
  int64Serializer,
  stringDeserializer,
  stringSerializer,
  uuidDeserializer,
  uuidSerializer,
  voidDeserializer,
  voidSerializer,
} from '../index.ts';

const context = { topic: 'orders', isKey: true, headers: [] };
const hexOf = async <T>(serializer: Serializer<T>, value: T): Promise<string | null> => {
  const bytes = await serializeValue(serializer, value, context);
  return bytes === null ? null : Buffer.from(bytes).toString('hex');
};

// What Kafka writes for every type is told by kafka-serializers.test.ts.
describe('bytes on the wire', () => {
  it.each<[string, () => Promise<string | null>, string | null]>([
    ['bytes', () => hexOf(bytesSerializer(), new Uint8Array([0, 255])), '00ff'],
    ['a Buffer', () => hexOf(bytesSerializer(), Buffer.from([7])), '07'],
    ['an int64 given as a number', () => hexOf(int64Serializer(), -2), 'fffffffffffffffe'],
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

  it('gives null for a tombstone, and nothing else when nothing is expected', async () => {
    expect(await deserializeValue(stringDeserializer(), null, context)).toBeNull();
    expect(await deserializeValue(voidDeserializer(), null, context)).toBeNull();
    await expect(deserializeValue(voidDeserializer(), new Uint8Array(), context)).rejects.toMatchObject({
      code: 'BYTES_MALFORMED',
    });
  });

  it('gives an int64 as a number when that is asked for and exact', async () => {
    const numbers = int64Deserializer({ as: 'number' });
    const bytes = (value: bigint): Promise<Uint8Array | null> =>
      serializeValue(int64Serializer(), value, context);
    expect(await deserializeValue(numbers, await bytes(-(2n ** 53n) + 1n), context)).toBe(-(2 ** 53) + 1);
    await expect(deserializeValue(numbers, await bytes(2n ** 53n), context)).rejects.toMatchObject({
      code: 'VALUE_UNREPRESENTABLE',
      message: expect.not.stringContaining('9007199254740992') as string,
    });
  });

  it('gives bytes of their own, not a window into what arrived', async () => {
    const arrived = new Uint8Array([1, 2, 3]);
    const read = await deserializeValue(bytesDeserializer(), arrived.subarray(1, 2), context);
    arrived[1] = 9;
    expect(read).toEqual(new Uint8Array([2]));
    expect(read?.buffer.byteLength).toBe(1);
  });

  it.each<[string, Deserializer<unknown>, number]>(
    [0, 1, 3, 5, 7, 9, 35, 36, 37].flatMap((length) => [
      ['an int32', int32Deserializer(), length],
      ['an int64', int64Deserializer(), length],
      ['a UUID', uuidDeserializer(), length],
    ]),
  )('refuses for %s another length, or another text', async (_name, deserializer, length) => {
    await expect(deserializeValue(deserializer, new Uint8Array(length), context)).rejects.toMatchObject({
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
    ['2^15 for an int16', int16Serializer(), 32768, 'an int16', 'an integer out of that range'],
    ['a fraction for an int16', int16Serializer(), 0.5, 'an int16', 'a number with a fraction'],
    ['2^63 for an int64', int64Serializer(), 2n ** 63n, 'an int64', 'a bigint out of that range'],
    ['2^53 as a number for an int64', int64Serializer(), 2 ** 53, 'an int64', 'an integer beyond 2^53'],
    ['a string for an int64', int64Serializer(), '4711', 'an int64', 'a string'],
    ['1e39 for a float', floatSerializer(), 1e39, 'a float', 'a number out of that range'],
    ['a bigint for a double', doubleSerializer(), 1n, 'a number', 'a bigint'],
    ['1 for a boolean', booleanSerializer(), 1, 'true or false', 'an integer'],
    ['another string for a UUID', uuidSerializer(), secret, 'a UUID', 'another string'],
    ['a euro sign for latin1', stringSerializer({ encoding: 'latin1' }), '4711 €', 'ISO-8859-1', 'others'],
    ['é for ascii', stringSerializer({ encoding: 'ascii' }), 'é', 'ASCII', 'others'],
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

describe('options', () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      "Java's name of an encoding",
      () => stringSerializer({ encoding: 'UTF-8' as 'utf8' }),
      /did you mean 'utf8'/,
    ],
    [
      'an encoding Java does not have',
      () => stringDeserializer({ encoding: 'hex' as 'utf8' }),
      /utf8, utf16le, latin1, ascii/,
    ],
    [
      'another type for an int64',
      () => int64Deserializer({ as: 'string' as 'number' }),
      /'bigint' or 'number'/,
    ],
  ])('refuse %s', (_name, make, words) => {
    expect(make).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', message: expect.stringMatching(words) as string }),
    );
  });
});

it('has the types of its values', () => {
  expectTypeOf(int64Serializer()).toExtend<Serializer<bigint>>();
  expectTypeOf(int64Serializer()).toExtend<Serializer<number>>();
  expectTypeOf(int64Deserializer()).toEqualTypeOf<Deserializer<bigint>>();
  expectTypeOf(int64Deserializer({ as: 'number' })).toEqualTypeOf<Deserializer<number>>();
  expectTypeOf(booleanDeserializer()).toEqualTypeOf<Deserializer<boolean>>();
  expectTypeOf(stringSerializer()).toExtend<Serializer<string>>();
  expectTypeOf(int32Deserializer()).toEqualTypeOf<Deserializer<number>>();
  expectTypeOf(voidSerializer()).toExtend<Serializer<null>>();
});
