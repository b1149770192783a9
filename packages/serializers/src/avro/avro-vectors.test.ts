import { ByteWriter, SerializationError } from '@ottla/kernel';
import { fingerprint, parseSchema } from '@ottla/schema';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSingleObject, SINGLE_OBJECT_BYTES, singleObjectFrame } from '../framing/single-object.ts';
import { avroCodec } from './avro-codec.ts';
import { readContainer } from './container/read-container.ts';
import { fromAvroJson, toAvroJson } from './json-encoding/avro-json.ts';

const vector = (name: string): Buffer => readFileSync(new URL(`../../vectors/avro/${name}`, import.meta.url));
const lines = (name: string): string[] => vector(name).toString().trimEnd().split('\n');

describe("Java's single-object message", () => {
  const schema = parseSchema(vector('message-v1.avsc').toString());
  const message = vector('message-v1.bin');
  const value = { id: 42, name: 'Bill', tags: ['dog_lover', 'cat_hater'] };

  it('names the schema by its fingerprint', () => {
    expect(message.subarray(0, 10).toString('hex')).toBe('c301a92de1f8a242f53d');
    expect(readSingleObject(message)).toBe(fingerprint(schema));
  });

  it('is read and written, byte for byte', () => {
    expect(avroCodec(schema).decode(message.subarray(SINGLE_OBJECT_BYTES))).toEqual(value);
    const writer = new ByteWriter();
    writer.writeBytes(singleObjectFrame(fingerprint(schema)));
    avroCodec(schema).encodeInto(value, writer);
    expect(writer.view().equals(message)).toBe(true);
  });
});

describe('the record with a field of every type', () => {
  const schema = parseSchema(vector('interop.avsc').toString());
  const [json = ''] = lines('interop.jsonl');
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
  const value = {
    intField: 12,
    longField: 15_234_324,
    stringField: 'hey',
    boolField: true,
    floatField: 1234,
    doubleField: -1234,
    bytesField: bytes('12312adf'),
    nullField: null,
    arrayField: [5, 0, 12],
    mapField: { a: { label: 'a' }, bee: { label: 'cee' } },
    unionField: 12,
    enumField: 'C',
    fixedField: bytes('1019181716151413'),
    recordField: { label: 'blah', children: [{ label: 'inner', children: [] }] },
  };

  it.each(['interop-java.avro', 'interop-python.avro'])('is read from %s', (name) => {
    const file = readContainer(vector(name));
    expect(file.codec).toBe('deflate');
    expect([...file.values()]).toEqual([value]);
    expect([...readContainer(vector(name), { schema }).values()]).toEqual([value]);
  });

  it('is read from JSON and written to it as Java writes it', () => {
    expect(fromAvroJson(json, schema)).toEqual(value);
    expect(toAvroJson(value, schema)).toBe(json);
  });
});

interface LogicalRow {
  readonly group: string;
  readonly schema: unknown;
  readonly value: string;
  readonly bytes?: string;
  readonly read?: string;
  readonly refused?: string;
}

describe("Java's logical types", () => {
  // The file is ours.
  const rows = lines('logical-types.jsonl').map((line) => JSON.parse(line) as LogicalRow);
  const refused = rows.filter((row) => row.refused !== undefined);

  it('are all of the file', () => {
    expect(rows).toHaveLength(76);
    expect(refused).toHaveLength(8);
  });

  it.each(rows.filter((row) => row.refused === undefined))(
    '$group $value',
    ({ schema, value, bytes, read }) => {
      const codec = avroCodec(parseSchema(JSON.stringify(schema)));
      const writer = new ByteWriter();
      codec.encodeInto(value, writer);
      expect(writer.view().toString('hex')).toBe(bytes);
      expect(codec.decode(Buffer.from(bytes ?? '', 'hex'))).toBe(read);
    },
  );

  it.each(refused)('$group $value is refused', ({ schema, value }) => {
    const codec = avroCodec(parseSchema(JSON.stringify(schema)));
    expect(() => codec.encodeInto(value, new ByteWriter())).toThrow(SerializationError);
  });
});
