import { describe, expect, it } from 'vitest';
import type { ProtoConfluentSchema, ProtoOptions } from '../schema-types.ts';
import { parseProtobuf, type ProtoSchema } from './proto-schema.ts';

const proto = (schema: string): ProtoConfluentSchema => ({ type: 'PROTOBUF', schema });
const parse = (schema: string, options?: ProtoOptions): Promise<ProtoSchema> =>
  parseProtobuf(proto(schema), options);

describe('a Protobuf schema', () => {
  it('writes no message index and reads over the zero that others write', async () => {
    const schema = await parse('syntax = "proto3"; package p; message A { string s = 1; }');
    expect([...schema.toBuffer({ s: 'x' })]).toEqual([10, 1, 120]);
    expect(schema.fromBuffer(Buffer.from([0, 10, 1, 120]))).toEqual({ s: 'x' });
    expect(schema.fromBuffer(Buffer.from([0]))).toEqual({});
    expect(schema.fromBuffer(Buffer.alloc(0))).toEqual({});
  });

  it('takes the first message, through packages and past what is no message', async () => {
    const schemas: [string, string][] = [
      ['message A { } message B { }', 'A'],
      ['package a.b.c; message A { message Inner { } }', 'A'],
      ['package a; enum E { X = 0; } message A { E e = 1; }', 'A'],
      ['package a; service S { } message A { }', 'A'],
    ];
    for (const [text, name] of schemas) {
      expect((await parse(`syntax = "proto3"; ${text}`)).message.name).toBe(name);
    }
  });

  it('takes the message it is told, also one inside another', async () => {
    const text = 'syntax = "proto3"; package p; message A { } message B { message C { int32 n = 1; } }';
    expect((await parse(text, { messageName: 'B' })).message.fullName).toBe('.p.B');
    expect((await parse(text, { messageName: 'B.C' })).message.fullName).toBe('.p.B.C');
    await expect(parse(text, { messageName: 'D' })).rejects.toThrow('no such type: p.D');
    expect((await parse('syntax = "proto3"; message A { }', { messageName: 'A' })).message.fullName).toBe(
      '.A',
    );
  });

  it('needs a message', async () => {
    await expect(parse('')).rejects.toThrow('no nested fields');
    await expect(parse('syntax = "proto3"; package p; enum E { X = 0; }')).rejects.toThrow(
      'no nested fields',
    );
    await expect(parse('message {')).rejects.toThrow('illegal type name');
  });

  it('misses what is required, inside as well', async () => {
    const schema = await parse(
      'syntax = "proto2"; message A { required string s = 1; optional B b = 2; message B { required int32 n = 1; } }',
    );
    for (const [value, finding] of [
      [{}, 's: string expected'],
      [{ s: 5 }, 's: string expected'],
      [{ s: 'x', b: {} }, 'b.n: integer expected'],
    ] as const) {
      expect(() => schema.toBuffer(value)).toThrow(expect.objectContaining({ paths: [[finding]] }));
    }
    expect(schema.isValid({ s: 'x', b: { n: 1 } })).toBe(true);
  });

  it('packs numbers where the syntax says so', async () => {
    const numbers = 'message A { repeated int32 n = 1; }';
    expect([...(await parse(`syntax = "proto3"; ${numbers}`)).toBuffer({ n: [1, 2] })]).toEqual([
      10, 2, 1, 2,
    ]);
    const two = await parse(`syntax = "proto2"; ${numbers}`);
    expect([...two.toBuffer({ n: [1, 2] })]).toEqual([8, 1, 8, 2]);
  });

  it('knows the imports of Google', async () => {
    const schema = await parse(
      'syntax = "proto3"; package p; import "google/protobuf/timestamp.proto"; import "google/protobuf/duration.proto"; message A { google.protobuf.Timestamp at = 1; google.protobuf.Duration d = 2; }',
    );
    expect([...schema.toBuffer({ at: { nanos: 1 }, d: { nanos: 2 } })]).toEqual([10, 2, 16, 1, 18, 2, 16, 2]);
  });

  it('uses a message though another one lacks its import', async () => {
    const schema = await parse(
      'syntax = "proto3"; package p; import "x.proto"; message A { int32 n = 1; } message B { x.Missing m = 1; }',
    );
    expect([...schema.toBuffer({ n: 1 })]).toEqual([8, 1]);
    const lacking = await parse('syntax = "proto3"; package p; message B { x.Missing m = 1; }');
    expect(() => lacking.toBuffer({ m: {} })).toThrow('no such');
  });

  it('takes the same file from two subjects', async () => {
    const leaf = proto('syntax = "proto3"; package p; message Leaf { int32 n = 1; }');
    const text = 'syntax = "proto3"; package p; import "leaf.proto"; message A { Leaf leaf = 1; }';
    const schema = await parse(text, { referencedSchemas: [leaf, { ...leaf }] });
    expect([...schema.toBuffer({ leaf: { n: 1 } })]).toEqual([10, 2, 8, 1]);
  });
});
