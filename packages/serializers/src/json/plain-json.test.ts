import fc from 'fast-check';
import {
  deserializeValue,
  serializeValue,
  type Deserializer,
  type SerializationError,
  type SerializedBy,
  type Serializer,
} from '@ottla/kernel';
import * as v from 'valibot';
import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod';
import { jsonDeserializer, jsonSerializer } from '../index.ts';

const context = { topic: 'orders', isKey: false, headers: [] };
const SECRET = 'hunter2';

const write = async (serializer: Serializer<never>, value: unknown): Promise<string> =>
  Buffer.from((await serializeValue(serializer, value as never, context)) ?? []).toString();
const read = <T>(deserializer: Deserializer<T>, text: string | Uint8Array): Promise<T | null> =>
  deserializeValue(deserializer, typeof text === 'string' ? Buffer.from(text) : text, context);
const failure = async (failing: Promise<unknown>): Promise<SerializationError> =>
  await failing.then(
    () => expect.unreachable('nothing failed'),
    // Every failure here is one; the tables say which.
    (error: unknown) => error as SerializationError,
  );

describe('plain JSON', () => {
  it.each<[unknown, string]>([
    [{ b: 1, a: [true, null, 'é😀'] }, '{"b":1,"a":[true,null,"é😀"]}'],
    [{ id: 1, note: undefined }, '{"id":1}'],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
    [{ at: { toJSON: () => 'now' }, none: { toJSON: () => undefined } }, '{"at":"now"}'],
    [Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
    ['\ud800', '"\\ud800"'],
    [-0, '0'],
    [{ boxed: [new Number(1), new String('a')] }, '{"boxed":[1,"a"]}'],
    [JSON.parse('{"__proto__":{"a":1}}'), '{"__proto__":{"a":1}}'],
  ])('of %j is %s', async (value, text) => {
    expect(await write(jsonSerializer(), value)).toBe(text);
  });

  it('comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ noUnicodeString: false }), async (value) => {
        fc.pre(value !== null);
        const text = await write(jsonSerializer(), value);
        expect(text).toBe(JSON.stringify(value));
        expect(await read(jsonDeserializer(), text)).toStrictEqual(JSON.parse(text));
      }),
    );
  });
});

describe('what has no JSON', () => {
  const cycle: Record<string, unknown> = { id: 1 };
  cycle['self'] = { back: cycle };
  const deep = (depth: number): unknown => {
    let value: unknown = SECRET;
    for (let level = 0; level < depth; level++) value = [value];
    return value;
  };
  class Empty {
    readonly #secret = SECRET;
    show = (): string => this.#secret;
  }

  it.each<[string, unknown, string, string]>([
    ['a bigint', { id: 1n, name: SECRET }, 'id', 'a bigint'],
    ['undefined', undefined, '', 'nothing'],
    ['undefined in an array', { a: [1, undefined] }, 'a[1]', 'nothing'],
    ['a hole', { a: [1, , 2] }, 'a[1]', 'nothing'], // eslint-disable-line no-sparse-arrays
    ['a function', { a: { run: () => SECRET } }, 'a.run', 'a function'],
    ['a symbol', { a: Symbol(SECRET) }, 'a', 'a symbol'],
    ['NaN', { 'a b': [Number.NaN] }, '["a b"][0]', 'NaN'],
    ['an infinite number', [-Infinity], '[0]', 'an infinite number'],
    ['an invalid Date', { at: new Date(Number.NaN) }, 'at', 'an invalid Date'],
    ['a Map', { attributes: new Map([['a', SECRET]]) }, 'attributes', 'a Map'],
    ['a Set', new Set([SECRET]), '', 'a Set'],
    ['a Promise', { a: Promise.resolve(SECRET) }, 'a', 'a Promise (await it first)'],
    ['bytes', { photo: Buffer.from(SECRET) }, 'photo', 'bytes'],
    ['an Error', { a: new Error(SECRET) }, 'a', 'an instance without a member to write'],
    ['a regular expression', { a: /hunter2/ }, 'a', 'an instance without a member to write'],
    ['private members only', Object.create(Empty.prototype), '', 'an instance without a member to write'],
    ['a cycle', { root: cycle }, 'root.self.back', 'a value that holds itself'],
    ['nesting beyond Jackson', deep(1001), '[0]', 'more'],
    ['nesting beyond the stack', deep(200_000), '[0]', 'more'],
    ['what toJSON() gives', { a: { toJSON: () => ({ b: 1n }) } }, 'a.b', 'a bigint'],
    ['a toJSON() that gives nothing', { toJSON: () => undefined }, '', 'nothing'],
  ])('%s', async (_name, value, path, found) => {
    const error = await failure(write(jsonSerializer(), value));
    expect(error).toMatchObject({ code: 'VALUE_MISFIT', failure: 'poison', topic: 'orders', path, found });
    expect(error.message).toContain("topic 'orders', value");
    expect(String(error)).not.toContain(SECRET);
    expect(error.message.length).toBeLessThan(400);
  });

  it.each<[string, unknown, RegExp]>([
    [
      'a toJSON() that throws',
      {
        toJSON: () => {
          throw new Error(SECRET);
        },
      },
      /toJSON\(\) of it, throws/,
    ],
    [
      'a getter that throws',
      {
        get a(): string {
          throw new Error(SECRET);
        },
      },
      /reading it/,
    ],
  ])('%s', async (_name, value, words) => {
    const error = await failure(write(jsonSerializer(), value));
    expect(error).toMatchObject({
      code: 'ENCODING_FAILED',
      failure: 'poison',
      message: expect.stringMatching(words) as string,
    });
    expect(error.message).not.toContain(SECRET);
  });

  it('is 1001 deep, not 1000', async () => {
    expect(await write(jsonSerializer(), deep(1000))).toHaveLength(2000 + SECRET.length + 2);
  });
});

describe('bytes that are not JSON', () => {
  it.each<[string, string | Uint8Array, string, RegExp]>([
    ['no bytes', '', 'BYTES_MALFORMED', /tombstone is null/],
    ['a byte order mark alone', '\ufeff', 'BYTES_MALFORMED', /malformed/],
    ['text', SECRET, 'BYTES_MALFORMED', /malformed/],
    ['a number that is cut', '{"total":1', 'BYTES_MALFORMED', /breaks off at character 10/],
    ['two values', `1 "${SECRET}"`, 'BYTES_MALFORMED', /breaks off at character 2/],
    ['a frame of a registry', new Uint8Array([0, 0, 0, 0, 1, 0x7b, 0x7d]), 'BYTES_MALFORMED', /malformed/],
    ['NaN', '[NaN]', 'BYTES_MALFORMED', /malformed/],
    ['invalid UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'BYTES_MALFORMED', /not UTF-8/],
    ['an overlong slash', new Uint8Array([0x22, 0xc0, 0xaf, 0x22]), 'BYTES_MALFORMED', /not UTF-8/],
    ['a surrogate in UTF-8', new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]), 'BYTES_MALFORMED', /not UTF-8/],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le'), 'BYTES_MALFORMED', /malformed|character/],
    ['arrays without end', '['.repeat(1_000_000), 'BYTES_TOO_LARGE', /deeper than 1000/],
    ['objects without end', '{"a":'.repeat(100_000), 'BYTES_TOO_LARGE', /deeper than 1000/],
    [
      'arrays that are 1001 deep',
      `${'['.repeat(1001)}${']'.repeat(1001)}`,
      'BYTES_TOO_LARGE',
      /deeper than 1000/,
    ],
  ])('%s', async (_name, bytes, code, words) => {
    const error = await failure(read(jsonDeserializer(), bytes));
    expect(error).toMatchObject({
      code,
      failure: 'poison',
      topic: 'orders',
      message: expect.stringMatching(words) as string,
    });
    expect(error.cause).toBeUndefined();
    expect(String(error)).not.toContain(SECRET);
  });

  it('are not those with brackets in texts, or side by side', async () => {
    const texts = JSON.stringify(['[{"\\'.repeat(2000), '"', '\\"[']);
    expect(await read(jsonDeserializer(), texts)).toEqual(JSON.parse(texts));
    const wide = `[${'[],'.repeat(5000)}{}]`;
    expect(await read(jsonDeserializer(), wide)).toHaveLength(5001);
    expect(await read(jsonDeserializer(), `${'['.repeat(1000)}${']'.repeat(1000)}`)).toHaveLength(1);
  });

  it('are refused as such or read, whatever they are', () => {
    const json = fc.json().map((text) => Buffer.from(text));
    const broken = fc.tuple(json, fc.nat(), fc.nat(255)).map(([bytes, at, byte]) => {
      bytes[at % bytes.length] = byte;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), broken), (bytes) => {
        try {
          jsonDeserializer().deserialize(bytes, context);
        } catch (error) {
          expect(error).toMatchObject({ name: 'SerializationError', code: 'BYTES_MALFORMED' });
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('may begin with a byte order mark', async () => {
    expect(await read(jsonDeserializer(), '\ufeff{"a":1}')).toEqual({ a: 1 });
  });
});

describe('an integer that no number holds', () => {
  const text = '{"ids":[1,{"id":9007199254740993}],"text":"9007199254740993"}';

  it('is refused, with its place', async () => {
    const error = await failure(read(jsonDeserializer(), text));
    expect(error).toMatchObject({
      code: 'VALUE_UNREPRESENTABLE',
      failure: 'poison',
      topic: 'orders',
      message: expect.stringMatching(/'ids\[1\]\.id' .* largeIntegers/) as string,
    });
    expect(error.message).not.toContain('900719');
  });

  it('is a bigint, or rounded, on request', async () => {
    const exact = jsonDeserializer<unknown>(undefined, { largeIntegers: 'bigint' });
    expect(await read(exact, text)).toEqual({
      ids: [1, { id: 9007199254740993n }],
      text: '9007199254740993',
    });
    const rounded = jsonDeserializer(z.object({ ids: z.array(z.unknown()) }), { largeIntegers: 'round' });
    expect(await read(rounded, text)).toEqual({ ids: [1, { id: 9007199254740992 }] });
    const make = (): unknown => jsonDeserializer(undefined, { largeIntegers: 'string' as 'round' });
    expect(make).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
  });

  it.each([
    '9007199254740991',
    '-9007199254740991',
    '9007199254740992',
    '27956326254871630',
    '27956326254871632',
    '100000000000000000000',
    '0.30000000000000004',
    '12345678901234567.5',
    '1e300',
    '[1700000000000000, "99999999999999999999", -9999999999999999e-1]',
  ])('is not %s', async (number) => {
    expect(await read(jsonDeserializer(), number)).toEqual(JSON.parse(number));
  });

  it.each([
    '9007199254740993',
    '-9007199254740993',
    '[ -18446744073709551615]',
    '100000000000000000000000',
    '{"a":\n99999999999999999}',
  ])('is %s', async (number) => {
    expect(await failure(read(jsonDeserializer(), number))).toMatchObject({
      code: 'VALUE_UNREPRESENTABLE',
    });
  });
});

describe('a member called __proto__', () => {
  const text = '{"a":1,"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}';
  it.each<[string, Deserializer<unknown>]>([
    ['without a schema', jsonDeserializer()],
    ['with a loose object of zod', jsonDeserializer(z.looseObject({ a: z.number() }))],
    ['with a record of zod', jsonDeserializer(z.record(z.string(), z.unknown()))],
    ['with a loose object of valibot', jsonDeserializer(v.looseObject({ a: v.number() }))],
    ['with a record of valibot', jsonDeserializer(v.record(v.string(), v.unknown()))],
  ])('changes no prototype %s', async (_name, deserializer) => {
    const value = (await read(deserializer, text)) as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect('isAdmin' in value).toBe(false);
    expect('isAdmin' in {}).toBe(false);
  });
});

const zodOrder = z.object({
  id: z.string(),
  total: z.coerce.number<number | string>(),
  lines: z.array(z.object({ sku: z.string().min(3), email: z.email().optional() })).default([]),
});
const valibotOrder = v.object({
  id: v.string(),
  total: v.pipe(v.union([v.number(), v.string()]), v.transform(Number)),
  lines: v.optional(v.array(v.object({ sku: v.pipe(v.string(), v.minLength(3)) })), []),
});

describe.each([
  ['zod', zodOrder],
  ['valibot', valibotOrder],
])('a schema of %s', (library, schema) => {
  it('decides what is sent and what is read', async () => {
    expect(await write(jsonSerializer(schema), { id: 'o-1', total: '2.5', more: 1 })).toBe(
      '{"id":"o-1","total":2.5,"lines":[]}',
    );
    const order = await read(jsonDeserializer(schema), '{"id":"o-1","total":"2.5"}');
    expect(order).toEqual({ id: 'o-1', total: 2.5, lines: [] });
  });

  it('tells every place that does not fit, and no value', async () => {
    const wrong = { id: 4711, total: 1, lines: [{ sku: SECRET }, { sku: SECRET.slice(0, 2) }] };
    const [writing, reading] = [
      await failure(write(jsonSerializer(schema), wrong)),
      await failure(read(jsonDeserializer(schema), JSON.stringify(wrong))),
    ];
    for (const error of [writing, reading]) {
      expect(error).toMatchObject({ code: 'VALUE_MISFIT', failure: 'poison', topic: 'orders', path: 'id' });
      expect(error.misfits).toEqual([
        { path: 'id', expected: 'string', found: 'an integer' },
        { path: 'lines[1].sku', expected: expect.any(String) as string, found: 'a string' },
      ]);
      expect(`${error.message} ${JSON.stringify(error.misfits)}`).not.toMatch(/hu|4711/);
      expect(error.message).toContain('(and 1 more');
    }
  });

  it('shows values when asked to', async () => {
    const error = await failure(write(jsonSerializer(schema, { showValues: true }), { id: 4711, total: 1 }));
    expect(error.message).toContain('(4711)');
    expect(error.message).toContain(
      library === 'zod' ? 'expected string, received number' : 'Expected string',
    );
  });
});

describe('a schema that cannot be asked', () => {
  it.each([
    ['of zod', z.object({ id: z.string().refine(async () => await Promise.resolve(false)) })],
    [
      'of valibot',
      v.pipeAsync(
        v.object({ id: v.string() }),
        v.checkAsync(async () => await Promise.resolve(true)),
      ),
    ],
  ])('at once, %s', async (_name, schema) => {
    for (const asked of [
      write(jsonSerializer(schema), { id: 'a' }),
      read(jsonDeserializer(schema), '{"id":"a"}'),
    ]) {
      expect(await failure(asked)).toMatchObject({
        code: 'SERIALIZER_ASYNC',
        failure: 'configuration',
        topic: 'orders',
        message: expect.stringContaining('leave asynchronous checks out') as string,
      });
    }
  });

  it('because a check throws', async () => {
    const throws = (): boolean => {
      throw new Error(SECRET);
    };
    const schema = v.pipe(v.string(), v.check(throws));
    const error = await failure(write(jsonSerializer(schema), 'a'));
    expect(error).toMatchObject({
      code: 'SERIALIZATION_FAILED',
      message: expect.not.stringContaining(SECRET) as string,
    });
  });

  it('because a check throws, which zod answers with a promise', async () => {
    const schema = z.string().refine(() => {
      throw new Error(SECRET);
    });
    const error = await failure(write(jsonSerializer(schema), 'a'));
    expect(error).toMatchObject({
      code: 'SERIALIZER_ASYNC',
      message: expect.stringMatching(/zod .* throws/) as string,
    });
  });

  it.each<[string, unknown]>([
    ['a JSON Schema', { type: 'object' }],
    ['its text', '{"type":"object"}'],
    ['nothing', null],
  ])('because it is %s', (_name, schema) => {
    // What programs without types pass.
    const given = schema as z.ZodString;
    for (const make of [() => jsonSerializer(given), () => jsonDeserializer(given)]) {
      expect(make).toThrow(
        expect.objectContaining({
          code: 'OPTION_INVALID',
          message: expect.stringContaining('jsonSchema') as string,
        }),
      );
    }
  });
});

it('has the types of its schema', () => {
  const [ofZod, ofValibot] = [jsonSerializer(zodOrder), jsonSerializer(valibotOrder)];
  expectTypeOf<SerializedBy<typeof ofZod>>().toEqualTypeOf<z.input<typeof zodOrder>>();
  expectTypeOf<SerializedBy<typeof ofValibot>>().toEqualTypeOf<v.InferInput<typeof valibotOrder>>();
  expectTypeOf(jsonDeserializer(zodOrder)).toEqualTypeOf<Deserializer<z.output<typeof zodOrder>>>();
  expectTypeOf(jsonDeserializer(valibotOrder)).toEqualTypeOf<
    Deserializer<v.InferOutput<typeof valibotOrder>>
  >();
  const [untyped, typed] = [jsonSerializer(), jsonSerializer<{ id: string }>()];
  expectTypeOf<SerializedBy<typeof untyped>>().toBeUnknown();
  expectTypeOf<SerializedBy<typeof typed>>().toEqualTypeOf<{ id: string }>();
  expectTypeOf(jsonDeserializer<{ id: string }>()).toEqualTypeOf<Deserializer<{ id: string }>>();
});
