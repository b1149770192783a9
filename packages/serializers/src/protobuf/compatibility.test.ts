/** Which changes of a file keep old messages readable, by the wire and Confluent's rules. */
import { describe, expect, it } from 'vitest';
import { protoFormat, protoSchema } from '../../testing/protobuf-schema.ts';

const reasons = (reader: string, writer: string): readonly string[] =>
  protoFormat().incompatibilities(
    protoSchema(`syntax = "proto3"; package p; ${reader}`),
    protoSchema(`syntax = "proto3"; package p; ${writer}`),
  );
const m = (fields: string): string => `message M { ${fields} } enum E { Z = 0; } message N { int32 n = 1; }`;

describe('what can be read', () => {
  it.each<[string, string, string]>([
    ['the same', m('int32 a = 1;'), m('int32 a = 1;')],
    ['an added field', m('int32 a = 1; string b = 2;'), m('int32 a = 1;')],
    ['a removed field', m(''), m('int32 a = 1;')],
    ['another name', m('int32 b = 1;'), m('int32 a = 1;')],
    [
      'general numbers for each other',
      m('int64 a = 1; bool b = 2; E c = 3;'),
      m('uint32 a = 1; E b = 2; int32 c = 3;'),
    ],
    [
      'signed numbers for each other',
      m('sint64 a = 1; sfixed32 b = 2; fixed64 c = 3;'),
      m('sint32 a = 1; fixed32 b = 2; sfixed64 c = 3;'),
    ],
    [
      'text and bytes for each other',
      m('bytes a = 1; repeated string b = 2;'),
      m('string a = 1; bytes b = 2;'),
    ],
    ['an added message', `message Before {} ${m('')}`, m('')],
    ['moved and reordered', `message N { int32 n = 1; } message M {} enum E { Z = 0; }`, m('')],
    ['a oneof gone as a whole', m(''), m('oneof o { int32 a = 1; int32 b = 2; }')],
    [
      'a oneof of new fields and one old',
      m('int32 c = 3; oneof o { int32 a = 1; int32 b = 2; }'),
      m('int32 a = 1; int32 c = 3;'),
    ],
    [
      'members moved out of a oneof',
      m('int32 a = 1; int32 b = 2;'),
      m('oneof o { int32 a = 1; int32 b = 2; }'),
    ],
    [
      'messages within themselves',
      'message M { M m = 1; int64 n = 2; }',
      'message M { M m = 1; int32 n = 2; }',
    ],
  ])('%s', (_name, reader, writer) => {
    expect(reasons(reader, writer)).toEqual([]);
  });
});

describe('what cannot be read', () => {
  it.each<[string, string, string, string]>([
    ['a message gone', 'message Other {}', 'message M {}', "message 'p.M' is gone"],
    [
      'a nested message gone',
      'message M {}',
      'message M { message Inner {} }',
      "message 'p.M.Inner' is gone",
    ],
    [
      'another kind',
      m('string a = 1;'),
      m('int32 a = 1;'),
      "field 1 ('a') of 'p.M' is string, and was int32",
    ],
    [
      'another encoding of numbers',
      m('sint32 a = 1;'),
      m('int32 a = 1;'),
      "field 1 ('a') of 'p.M' is sint32, and was int32",
    ],
    [
      'float for double',
      m('float a = 1;'),
      m('double a = 1;'),
      "field 1 ('a') of 'p.M' is float, and was double",
    ],
    [
      'float for fixed32',
      m('float a = 1;'),
      m('fixed32 a = 1;'),
      "field 1 ('a') of 'p.M' is float, and was fixed32",
    ],
    [
      'a message for a number',
      m('N a = 1;'),
      m('int32 a = 1;'),
      "field 1 ('a') of 'p.M' is message p.N, and was int32",
    ],
    [
      'a message for bytes',
      m('N a = 1;'),
      m('bytes a = 1;'),
      "field 1 ('a') of 'p.M' is message p.N, and was bytes",
    ],
    [
      'another message',
      m('M a = 1;'),
      m('N a = 1;'),
      "field 1 ('a') of 'p.M' is message p.M, and was message p.N",
    ],
    [
      'many numbers for one',
      m('repeated int32 a = 1;'),
      m('int32 a = 1;'),
      "field 1 ('a') of 'p.M' is repeated, and was single",
    ],
    [
      'one number for many',
      m('int32 a = 1;'),
      m('repeated int32 a = 1;'),
      "field 1 ('a') of 'p.M' is single, and was repeated",
    ],
    [
      'a map for a number',
      m('map<string, int32> a = 1;'),
      m('int32 a = 1;'),
      "field 1 ('a') of 'p.M' is a map of string to int32, and was int32",
    ],
    [
      'other values of a map',
      m('map<string, string> a = 1;'),
      m('map<string, int32> a = 1;'),
      "field 1 ('a') of 'p.M' is a map of string to string, and was a map of string to int32",
    ],
    [
      'other keys of a map',
      m('map<int32, int32> a = 1;'),
      m('map<string, int32> a = 1;'),
      "field 1 ('a') of 'p.M' has keys of int32, and had keys of string",
    ],
    [
      'a member of a oneof gone',
      m('oneof o { int32 a = 1; int32 c = 3; }'),
      m('oneof o { int32 a = 1; int32 b = 2; }'),
      "field 2 ('b') of 'p.M' of oneof o is gone",
    ],
    [
      'fields put into a oneof',
      m('oneof o { int32 a = 1; int32 b = 2; }'),
      m('int32 a = 1; int32 b = 2;'),
      "oneof o of 'p.M' holds fields that could be written together",
    ],
    [
      'deep inside',
      'message M { N n = 1; } message N { bytes x = 1; }',
      'message M { N n = 1; } message N { int32 x = 1; }',
      "field 1 ('x') of 'p.N' is bytes, and was int32",
    ],
  ])('%s', (_name, reader, writer, reason) => {
    expect(reasons(reader, writer)).toEqual([reason]);
  });

  it('required fields of proto2, added or gone', () => {
    const judge = (reader: string, writer: string) =>
      protoFormat().incompatibilities(protoSchema(reader), protoSchema(writer));
    const plain = 'message M { optional int32 a = 1; }';
    const strict = 'message M { optional int32 a = 1; required int32 b = 2; }';
    expect(judge(strict, plain)).toEqual(["field 2 ('b') of 'M' is required, and the writer has no field 2"]);
    expect(judge(plain, strict)).toEqual(["field 2 ('b') of 'M', which is required, is gone"]);
  });
});
