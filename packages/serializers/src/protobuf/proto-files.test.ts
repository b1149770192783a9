/** Imports: found by reference, bundled, in circles, in several versions, or missing. */
import { describe, expect, it } from 'vitest';
import { protoFormat, protoPair, protoSchema } from '../../testing/protobuf-schema.ts';
import type { ResolvedSchema } from '../registry/payload-format.ts';
import { wellKnownTexts } from './well-known-files.ts';

const refusal = (schema: ResolvedSchema) => () => protoFormat().writer(schema);
const unusable = (message: RegExp) =>
  expect.objectContaining({
    name: 'SerializationError',
    code: 'SCHEMA_NOT_USABLE',
    failure: 'configuration',
    message: expect.stringMatching(message) as string,
  });

describe('imports', () => {
  it('are found by the name of a reference, through each other and in circles', () => {
    const schema = protoSchema('syntax = "proto3"; import "a/b.proto"; message M { b.B b = 1; c.C c = 2; }', {
      'a/b.proto': 'syntax = "proto3"; package b; import public "c.proto"; message B { c.C c = 1; }',
      'c.proto': 'syntax = "proto3"; package c; import "a/b.proto"; message C { b.B b = 1; int32 n = 2; }',
    });
    const { encode, decode } = protoPair(schema);
    const value = { b: { c: { n: 1 } }, c: { n: 2, b: {} } };
    expect(decode(encode(value))).toEqual(value);
  });

  it('of proto2, proto3 and editions stand beside each other', () => {
    const schema = protoSchema(
      'edition = "2023"; import "two.proto"; import "three.proto"; message M { Two two = 1; Three three = 2; int32 n = 3; }',
      {
        'two.proto': 'message Two { required int32 n = 1; repeated int32 list = 2; }',
        'three.proto': 'syntax = "proto3"; message Three { int32 n = 1; repeated int32 list = 2; }',
      },
    );
    const { encode } = protoPair(schema);
    expect(encode({ two: { n: 0, list: [1, 2] }, three: { n: 0, list: [1, 2] }, n: 0 }).toString('hex')).toBe(
      '0a060800100110021204120201021800',
    );
    expect(() => encode({ two: {} })).toThrow(
      expect.objectContaining({ code: 'VALUE_MISFIT', path: 'two.n' }),
    );
  });

  it.each([...wellKnownTexts.keys(), 'google/protobuf/descriptor.proto'])(
    'of %s need no reference',
    (name) => {
      expect(protoFormat().recordName(protoSchema(`syntax = "proto3"; import "${name}"; message M {}`))).toBe(
        'M',
      );
    },
  );

  it('of all well-known files together are possible', () => {
    const all = [...wellKnownTexts.keys()].map((name) => `import "${name}";`).join(' ');
    const schema = protoSchema(`syntax = "proto3"; ${all} import "google/protobuf/descriptor.proto";
      message M { google.protobuf.Any any = 1; google.protobuf.Value value = 2 [(confluent.field_meta).doc = "x"];
        confluent.type.Decimal price = 3; google.type.Date day = 4; google.protobuf.FileDescriptorSet set = 5; }
      extend google.protobuf.FieldOptions { string mine = 50000; }`);
    const value = {
      any: { typeUrl: 'x/y', value: new Uint8Array([1]) },
      value: { listValue: { values: [{ nullValue: 'NULL_VALUE' }] } },
      price: { value: new Uint8Array([2]), precision: 3, scale: 1 },
      day: { year: 2026, month: 1, day: 2 },
      set: { file: [{ name: 'a', messageType: [] }] },
    };
    const { encode, decode } = protoPair(schema);
    expect(decode(encode(value))).toMatchObject(value);
  });

  it('prefer a reference to what is bundled', () => {
    const schema = protoSchema(
      'syntax = "proto3"; import "google/type/date.proto"; message M { google.type.Date day = 1; }',
      {
        'google/type/date.proto': 'syntax = "proto3"; package google.type; message Date { string mine = 1; }',
      },
    );
    expect(
      protoPair(schema)
        .encode({ day: { mine: 'x' } })
        .toString('hex'),
    ).toBe('0a030a0178');
  });

  it('take the first of two versions that is met, as Java does', () => {
    const file = (
      name: string,
      version: number,
      schema: string,
      references: readonly { name: string; subject: string; version: number }[] = [],
    ) => ({ name, subject: name, version, id: version, schemaType: 'PROTOBUF', schema, references }) as const;
    const common1 = file('c.proto', 1, 'syntax = "proto3"; message C { int32 one = 1; }');
    const common2 = file('c.proto', 2, 'syntax = "proto3"; message C { int32 two = 1; }');
    const other = file('o.proto', 1, 'syntax = "proto3"; import "c.proto"; message O { C c = 1; }', [
      { name: 'c.proto', subject: 'c.proto', version: 1 },
    ]);
    const text = {
      schemaType: 'PROTOBUF',
      schema: 'syntax = "proto3"; import "o.proto"; import "c.proto"; message M { C c = 1; }',
    } as const;
    const first = { name: 'c.proto', subject: 'c.proto', version: 2 };
    const second = { name: 'o.proto', subject: 'o.proto', version: 1 };
    const members = (order: readonly (typeof first)[]): unknown =>
      protoPair({ text: { ...text, references: order }, references: [common1, other, common2] }).decode(
        Buffer.from('0a00', 'hex'),
      );
    expect(members([first, second])).toEqual({ c: { two: 0 } });
    expect(members([second, first])).toEqual({ c: { one: 0 } });
  });

  it('that are missing are named, with what there is', () => {
    const schema = protoSchema('syntax = "proto3"; import "gone.proto"; message M {}', { 'other.proto': '' });
    expect(refusal(schema)).toThrow(unusable(/imports 'gone\.proto'.*'other\.proto'.*name: 'gone\.proto'/s));
    expect(refusal(protoSchema('import "google/protobuf/nothing.proto"; message M {}'))).toThrow(
      unusable(/nothing\.proto/),
    );
  });
});

describe('texts that cannot be used', () => {
  it.each<[string, string, RegExp]>([
    ['no Protobuf', '{"type": "record"}', /no Protobuf that can be read/],
    ['cut off', 'message M { int32 a = 1;', /no Protobuf that can be read/],
    ['without messages', 'syntax = "proto3"; enum E { A = 0; }', /declares no message/],
    ['empty', '', /declares no message/],
    ['of an unknown edition', 'edition = "1999"; message M {}', /no Protobuf/],
    [
      'with a type that is not declared',
      'syntax = "proto3"; message M { Gone g = 1; }',
      /does not resolve.*Gone/,
    ],
    [
      'with an extension of nothing',
      'extend Gone { optional int32 a = 1; } message M {}',
      /does not resolve/,
    ],
    ['with one number twice', 'syntax = "proto3"; message M { int32 a = 1; int32 b = 1; }', /no Protobuf/],
    ['with one name twice', 'syntax = "proto3"; message M {} message M {}', /no Protobuf/],
    [
      'with one JSON name twice',
      'syntax = "proto3"; message M { int32 a = 1 [json_name = "x"]; int32 x_ = 2; int32 b = 3 [json_name = "x_"]; }',
      /one JSON name/,
    ],
    [
      'with a JSON name no object holds',
      'syntax = "proto3"; message M { int32 a = 1 [json_name = "__proto__"]; }',
      /__proto__/,
    ],
    ['nested without end', `syntax = "proto3"; ${'message M { '.repeat(10_000)}`, /no Protobuf/],
  ])('%s', (_name, text, message) => {
    expect(refusal(protoSchema(text))).toThrow(unusable(message));
  });
});

describe('names of fields', () => {
  it('are those of the JSON mapping, and in values those of the file too', () => {
    const schema =
      protoSchema(`syntax = "proto3"; message M { int32 snake_case = 1; int32 alreadyCamel = 2; int32 _lead = 3;
      int32 with_1_digit = 4; int32 double__under = 5; int32 UPPER_CASE = 6; int32 given = 7 [json_name = "other"]; int32 to_string = 8; int32 constructor = 9; int32 trail_ = 10; }`);
    const { encode, decode } = protoPair(schema);
    const names = [
      'snakeCase',
      'alreadyCamel',
      'Lead',
      'with1Digit',
      'doubleUnder',
      'UPPERCASE',
      'other',
      'toString',
      'constructor',
      'trail',
    ];
    expect(Object.keys(decode(Buffer.alloc(0)) as object)).toEqual(names);
    const written = Object.fromEntries(names.map((name, index) => [name, index + 1]));
    expect(decode(encode(written))).toEqual(written);
    expect(encode({ snake_case: 1, given: 7, to_string: 8 })).toEqual(
      encode({ snakeCase: 1, other: 7, toString: 8 }),
    );
    expect(encode({})).toHaveLength(0);
  });

  it('that are one in JSON stay those of the file', () => {
    const { decode } = protoPair(
      protoSchema(
        'message M { repeated int32 foo_bar = 1; repeated int32 fooBar = 2; repeated int32 foo_baz = 3; }',
      ),
    );
    expect(Object.keys(decode(Buffer.alloc(0)) as object)).toEqual(['foo_bar', 'fooBar', 'fooBaz']);
  });
});
