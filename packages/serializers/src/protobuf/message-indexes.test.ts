/** Which message of a file a payload is, counted as Java counts in the same text. */
import { describe, expect, it } from 'vitest';
import { withinCpu } from '../../../kernel/testing/cpu-time.ts';
import { protoFormat, protoPair, protoSchema } from '../../testing/protobuf-schema.ts';
import { ByteWriter } from '@ottla/kernel';
import { writePrefix } from '../framing/prefix.ts';

const text = `// A file with everything between its messages.
  package shop;
  import "more.proto";
  option java_package = "com.shop";
  enum Before { X = 1; }
  message First { }
  extend Third { optional string remark = 100; }
  enum Between { Y = 1; }
  message Second {
    enum Inside { Z = 1; }
    optional group Bunch = 1 { message InGroup { } optional int32 a = 1; }
    message A { }
    extend Third { optional A more = 101; }
    map<string, A> named = 2;
    oneof choice { A a = 3; int32 b = 4; }
    message B { message C { optional int32 n = 1; } enum D { W = 1; } message E { } }
    reserved 7, 9 to 11; reserved "old";
  }
  service Calls { rpc call (First) returns (Second); }
  message Third { extensions 100 to max; message FooEntry { option map_entry = true; optional string key = 1; optional int32 value = 2; } message After { }
    repeated FooEntry foo = 1; }`;
const schema = protoSchema(text, { 'more.proto': 'package shop; message Imported { } message Aaa { }' });

describe('message indexes', () => {
  it.each<[string, readonly number[], string]>([
    ['First', [0], '00'],
    ['Second', [1], '0202'],
    ['Second.A', [1, 0], '040200'],
    ['shop.Second.B', [1, 1], '040202'],
    ['Second.B.C', [1, 1, 0], '06020200'],
    ['Second.B.E', [1, 1, 1], '06020202'],
    ['Third', [2], '0204'],
    // What Java registers may say map entries aloud, and they count there.
    ['Third.After', [2, 1], '040402'],
  ])('of %s are %j, and %s in the frame', (messageType, indexes, hex) => {
    const pair = protoPair(schema, { messageType });
    expect(pair.indexes).toEqual(indexes);
    const writer = new ByteWriter();
    writePrefix(1, pair.indexes, writer);
    expect(Buffer.from(writer.toBytes()).toString('hex')).toBe(`0000000001${hex}`);
    expect(protoFormat({ messageType }).recordName(schema)).toBe(`shop.${messageType.replace('shop.', '')}`);
    expect(pair.decode(Buffer.alloc(0), indexes)).toBeTypeOf('object');
  });

  it('choose the first message where none is named, and no index at all is the first one', () => {
    expect(protoPair(schema).indexes).toEqual([0]);
    expect(protoPair(schema).decode(Buffer.alloc(0), [])).toEqual({});
    expect(protoFormat().recordName(schema)).toBe('shop.First');
  });

  it('are read whichever message they name', () => {
    expect(protoPair(schema).decode(Buffer.from('0807', 'hex'), [1, 1, 0])).toEqual({ n: 7 });
    expect(protoPair(schema).decode(Buffer.from('0a050a01611003', 'hex'), [2])).toEqual({ foo: { a: 3 } });
  });

  it.each<[string, readonly number[]]>([
    ['out of range', [3]],
    ['out of range within', [1, 1, 2]],
    ['in a message without messages', [0, 0]],
    ['a million', Array.from({ length: 1_000_000 }, () => 1)],
    ['negative', [-1]],
  ])('%s are poison', (_name, indexes) => {
    expect(() => withinCpu(1000, () => protoPair(schema).decode(Buffer.alloc(0), indexes))).toThrow(
      expect.objectContaining({
        name: 'SerializationError',
        code: 'FRAME_INDEXES_MALFORMED',
        failure: 'poison',
      }),
    );
  });

  it.each(['Imported', 'shop.Imported', 'Bunch', 'Second.Bunch', 'A', 'Before', 'toString', ''])(
    "never name '%s', which is no message of the file",
    (messageType) => {
      expect(() => protoFormat({ messageType }).writer(schema)).toThrow(
        expect.objectContaining({ code: 'SCHEMA_NOT_USABLE', failure: 'configuration' }),
      );
    },
  );

  it('are chosen for each value by a function', () => {
    const messageType = (value: unknown): string =>
      (value as { n?: number }).n === undefined ? 'First' : 'Second.B.C';
    const format = protoFormat({ messageType });
    const payload = format.writer(schema);
    expect([payload.messageIndexes?.({}), payload.messageIndexes?.({ n: 1 })]).toEqual([[0], [1, 1, 0]]);
    expect(format.recordName(schema)).toBeNull();
  });
});
