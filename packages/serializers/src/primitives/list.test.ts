import fc from 'fast-check';
import { deserializeValue, serializeValue, type Deserializer, type Serializer } from '@ottla/kernel';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  booleanSerializer,
  int32Deserializer,
  int32Serializer,
  listDeserializer,
  listSerializer,
  stringDeserializer,
  stringSerializer,
  uuidDeserializer,
  voidSerializer,
} from '../index.ts';

const context = { topic: 'orders', isKey: false, headers: [] };
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('a list', () => {
  it('comes back as it was, of fixed size or not, in lists or not', async () => {
    const rows = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<(T | null)[]> =>
      fc.array(fc.option(item), { maxLength: 30 });
    const pairs = fc.tuple(rows(fc.integer()), rows(fc.string()), rows(rows(fc.integer())));
    await fc.assert(
      fc.asyncProperty(pairs, async ([integers, strings, lists]) => {
        const reads = async <T>(
          write: Serializer<T>,
          read: Deserializer<unknown>,
          value: T,
        ): Promise<void> => {
          const bytes = await serializeValue(write, value, context);
          expect(await deserializeValue(read, bytes, context)).toStrictEqual(value);
        };
        await reads(listSerializer(int32Serializer()), listDeserializer(int32Deserializer()), integers);
        await reads(listSerializer(stringSerializer()), listDeserializer(stringDeserializer()), strings);
        await reads(
          listSerializer(listSerializer(int32Serializer())),
          listDeserializer(listDeserializer(int32Deserializer())),
          lists,
        );
      }),
    );
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'nothing',
      () => listSerializer(undefined as never),
      /^listSerializer: .*such as int32Serializer\(\), got nothing$/,
    ],
    ['a factory', () => listSerializer(int32Serializer as never), /got a function; call it$/],
    [
      'a serializer',
      () => listDeserializer(int32Serializer() as never),
      /^listDeserializer: .*int32Deserializer\(\), got an object$/,
    ],
  ])('is not made of items that are %s', (_what, make, message) => {
    expect(make).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', message: expect.stringMatching(message) }),
    );
  });

  it('holds null for what its serializer makes nothing of', async () => {
    const bytes = await serializeValue(listSerializer(voidSerializer()), [undefined, null], context);
    expect(Buffer.from(bytes ?? []).toString('hex')).toBe('0100000002ffffffffffffffff');
  });

  it('has the types of its items, or null', () => {
    expectTypeOf(listSerializer(int32Serializer())).toExtend<Serializer<number[]>>();
    expectTypeOf(listDeserializer(stringDeserializer())).toEqualTypeOf<Deserializer<(string | null)[]>>();
  });
});

describe('an item that does not fit', () => {
  it.each<[string, Serializer<never>, unknown, string, string]>([
    ['in a list', listSerializer(int32Serializer()), [1, '2'], '[1]', 'a string'],
    [
      'in a list of lists',
      listSerializer(listSerializer(booleanSerializer())),
      [[], [true, 0]],
      '[1][1]',
      'an integer',
    ],
    ['because it is undefined', listSerializer(stringSerializer()), [undefined], '[0]', 'nothing'],
    ['because there is a hole', listSerializer(int32Serializer()), [1, , 3], '[1]', 'nothing'], // eslint-disable-line no-sparse-arrays
    ['in place of the list', listSerializer(int32Serializer()), new Set([1]), '', 'a Set'],
  ])('%s', async (_name, serializer, value, path, found) => {
    const written = serializeValue(serializer, value as never, context);
    await expect(written).rejects.toMatchObject({ code: 'VALUE_MISFIT', topic: 'orders', path, found });
  });
});

describe('the gate of the items', () => {
  const slow = (waits: Promise<void>[]): Serializer<number> => ({
    ...int32Serializer(),
    ready: (value) => (value < 0 ? (waits[-value] ?? true) : true),
  });

  it('is that of the list', async () => {
    const list = listSerializer(slow([]));
    expect(list.ready?.([1, null], context)).toBe(true);
    const waiting = listSerializer(slow([Promise.resolve(), Promise.reject(new Error('503'))]));
    await expect(waiting.ready?.([3, -1], context)).rejects.toThrow('503');
    expect('ready' in listSerializer(int32Serializer())).toBe(false);
  });

  it('is asked for each item that is read', async () => {
    const asked: string[] = [];
    const items: Deserializer<string> = {
      ready: (bytes) => {
        asked.push(Buffer.from(bytes).toString());
        return true;
      },
      deserialize: (bytes) => Buffer.from(bytes).toString(),
    };
    const bytes = hex('01 00000003 00000001 61 ffffffff 00000001 62');
    expect(await deserializeValue(listDeserializer(items), bytes, context)).toEqual(['a', null, 'b']);
    expect(asked).toEqual(['a', 'b']);
  });

  it('passes on who it is and when it ends', async () => {
    const calls: string[] = [];
    const list = listSerializer<number>({
      ...int32Serializer(),
      configure: ({ isKey }) => void calls.push(`key ${isKey}`),
      close: () => void calls.push('closed'),
    });
    list.configure?.({ isKey: true });
    await list.close?.();
    expect(calls).toEqual(['key true', 'closed']);
  });
});

describe('bytes that are no list', () => {
  it.each<[string, string, Deserializer<unknown>]>([
    ['no bytes', '', int32Deserializer()],
    ['an unknown strategy', '02 00000000', int32Deserializer()],
    ['a strategy below zero', 'ff 00000000', int32Deserializer()],
    ['two billion nulls', '00 7fffffff', int32Deserializer()],
    ['fewer nulls than none', '00 ffffffff 00000000', int32Deserializer()],
    ['two billion items of a fixed size', '00 00000000 7fffffff 00000001', int32Deserializer()],
    ['fewer items than none', '00 00000000 ffffffff', int32Deserializer()],
    ['fewer items than nulls', '00 00000002 00000000 00000001 00000001', int32Deserializer()],
    ['a null beyond the end', '00 00000001 00000005 00000002 00000001', int32Deserializer()],
    ['a null below zero', '00 00000001 ffffffff 00000001', int32Deserializer()],
    ['nulls that do not rise', '00 00000002 00000001 00000000 00000002', int32Deserializer()],
    ['one null twice', '00 00000002 00000000 00000000 00000002', int32Deserializer()],
    ['an item that is cut', '00 00000000 00000001 000000', int32Deserializer()],
    ['something behind the items', '00 00000000 00000001 00000001 00', int32Deserializer()],
    ['items of a fixed size for strings', '00 00000000 00000001 00000001', stringDeserializer()],
    ['items of another size', '00 00000000 00000001 00000001', uuidDeserializer()],
    ['two billion items', '01 7fffffff 00000000', stringDeserializer()],
    ['an item of two billion bytes', '01 00000001 7fffffff 61', stringDeserializer()],
    ['an item of less than null', '01 00000001 fffffffe', stringDeserializer()],
    ['something behind the last item', '01 00000001 00000001 61 00', stringDeserializer()],
  ])('%s', async (_name, bytes, items) => {
    const read = deserializeValue(listDeserializer(items), hex(bytes), context);
    await expect(read).rejects.toMatchObject({
      code: 'BYTES_MALFORMED',
      topic: 'orders',
      failure: 'poison',
      message: expect.stringContaining('no list') as string,
    });
  });

  it.each<[string, Deserializer<unknown>]>([
    ['00 00000001 00000001 00000003 00000001 00000002', int32Deserializer()],
    ['01 00000003 00000001 61 ffffffff 00000001 62', stringDeserializer()],
  ])('is every beginning of %s', async (whole, items) => {
    const bytes = hex(whole);
    const list = listDeserializer(items);
    expect(await deserializeValue(list, bytes, context)).toHaveLength(3);
    for (let length = 0; length < bytes.length; length++) {
      const read = deserializeValue(list, bytes.subarray(0, length), context);
      await expect(read).rejects.toMatchObject({ code: 'BYTES_MALFORMED' });
    }
  });

  it('are refused as such or read, whatever they are', () => {
    const lists = [listDeserializer(int32Deserializer()), listDeserializer(stringDeserializer())];
    // Lists whose first bytes are right get further.
    const bytes = fc
      .tuple(fc.constantFrom(0, 1), fc.array(fc.integer({ min: -2, max: 3 })))
      .map(([strategy, counts]) => {
        const body = Buffer.alloc(counts.length * 4);
        for (const [index, count] of counts.entries()) body.writeInt32BE(count, index * 4);
        return Buffer.concat([Buffer.from([strategy]), body]);
      });
    fc.assert(
      fc.property(fc.oneof(bytes, fc.uint8Array()), (arrived) => {
        for (const list of lists) {
          try {
            expect(list.deserialize(arrived, context).length).toBeLessThanOrEqual(arrived.length);
          } catch (error) {
            expect(error).toMatchObject({ name: 'SerializationError', code: 'BYTES_MALFORMED' });
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
