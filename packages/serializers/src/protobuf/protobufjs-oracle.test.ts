/** Random values: our bytes are those of protobufjs, and each reads what the other wrote. */
import fc from 'fast-check';
import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { cases } from '../../testing/case-count.ts';
import { protoPair, protoSchema } from '../../testing/protobuf-schema.ts';

const text = `syntax = "proto3"; package p;
  enum Color { RED = 0; GREEN = 5; BLUE = -1; }
  message All {
    int32 a = 1; uint32 b = 2; sint32 c = 3; fixed32 d = 4; sfixed32 e = 5; int64 f = 6; uint64 g = 7; sint64 h = 8;
    fixed64 i = 9; sfixed64 j = 10; float k = 11; double l = 12; bool m = 13; string n = 14; bytes o = 15; Color p = 16;
    optional int32 q = 17; optional string r = 18; optional Color s = 19; All t = 20;
    repeated int32 u = 21; repeated sint64 v = 22; repeated double w = 23; repeated bool x = 24; repeated string y = 25;
    repeated bytes z = 26; repeated Color aa = 27; repeated All bb = 28; repeated fixed32 cc = 29 [packed = false];
    map<string, int32> dd = 30; map<int32, string> ee = 31; map<string, All> ff = 32; map<uint32, bytes> gg = 33;
    oneof choice { int32 hh = 34; string ii = 35; All jj = 36; bytes kk = 2000; } map<string, Color> ll = 536870911; }`;

const int32 = fc.integer();
const uint32 = fc.nat({ max: 0xffffffff });
const signed = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const unsigned = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const float = fc.float({ noNaN: true });
const double = fc.double({ noNaN: true });
const string = fc.string({ unit: 'binary', maxLength: 60 });
const bytes = fc.uint8Array({ maxLength: 40 });
const color = fc.constantFrom('RED', 'GREEN', 'BLUE', 3);
const list = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { maxLength: 5 });
const map = <T>(key: fc.Arbitrary<string>, item: fc.Arbitrary<T>) =>
  fc.dictionary(key, item, { maxKeys: 4, noNullPrototype: true });
const text32 = int32.map(String);

const { message } = fc.letrec<{ message: Record<string, unknown> }>((tie) => {
  const inner = fc.option(tie('message'), { nil: undefined, depthSize: 'small' });
  const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.option(value, { nil: undefined });
  return {
    message: fc
      .record({
        a: int32,
        b: uint32,
        c: int32,
        d: uint32,
        e: int32,
        f: signed,
        g: unsigned,
        h: signed,
        i: unsigned,
        j: signed,
        k: float,
        l: double,
        m: fc.boolean(),
        n: string,
        o: bytes,
        p: color,
        q: some(int32),
        r: some(string),
        s: some(color),
        t: inner,
        u: list(int32),
        v: list(signed),
        w: list(double),
        x: list(fc.boolean()),
        y: list(string),
        z: list(bytes),
        aa: list(color),
        cc: list(uint32),
        dd: map(string, int32),
        ee: map(text32, string),
        gg: map(uint32.map(String), bytes),
        ll: map(string, color),
        choice: fc.oneof(
          fc.constant({}),
          int32.map((hh) => ({ hh })),
          string.map((ii) => ({ ii })),
          bytes.map((kk) => ({ kk })),
        ),
        bb: inner.map((one) => (one === undefined ? [] : [one])),
        ff: inner.map((one) => (one === undefined ? {} : { only: one })),
      })
      .map(({ choice, ...rest }) => ({ ...rest, ...choice })),
  };
});

const All = protobuf.parse(text, { keepCase: true }).root.lookupType('p.All');
const { encode, decode } = protoPair(protoSchema(text));

/** What protobufjs makes a message of: longs as its Long, by text. */
function forLibrary(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(forLibrary);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const object: Record<string, unknown> = {};
  for (const [name, member] of members) {
    Object.defineProperty(object, name, {
      value: forLibrary(member),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return object;
}

/** Without members that are not set. */
function set(value: unknown): unknown {
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(set);
  const object: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    Object.defineProperty(object, name, {
      value: set(member),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return object;
}

describe('protobufjs and we', () => {
  it('write the same bytes, and what we write we read', () => {
    fc.assert(
      fc.property(message, (value) => {
        const ours = encode(value);
        expect(decode(ours)).toStrictEqual(set(value));
        // The library sorts nothing within a map and writes fields by number, as we do.
        const theirs = Buffer.from(All.encode(All.fromObject(forLibrary(value) as object)).finish());
        expect(ours.equals(theirs)).toBe(true);
      }),
      { numRuns: cases(100) },
    );
  });
});
