import { ByteWriter, SerializationError, type RecordHeader } from '@ottla/kernel';
import { parseSchema } from '@ottla/schema';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { avroCodec } from '../avro/avro-codec.ts';
import { readPrefix, writePrefix } from './prefix.ts';
import { headerOfGuid, readSchemaId } from './schema-id-header.ts';

interface Payload {
  readonly schema?: unknown;
  readonly value?: unknown;
  readonly schemaId?: number;
  readonly bytes: string;
}

const file = new URL('../../vectors/kcsr-payloads.json', import.meta.url);
// The file is ours.
const payloads = JSON.parse(readFileSync(file, 'utf8')) as Record<
  'avro' | 'json' | 'protobuf' | 'protobufNested' | 'wrongMagicByte',
  Payload
>;
const bytesOf = ({ bytes }: Payload): Buffer => Buffer.from(bytes, 'hex');

function framed(payload: Payload, write: (writer: ByteWriter) => void): string {
  const writer = new ByteWriter();
  writePrefix(payload.schemaId ?? 0, null, writer);
  write(writer);
  return writer.view().toString('hex');
}

describe('payloads of KafkaJS', () => {
  it.each(['avro', 'json', 'protobuf', 'protobufNested'] as const)('%s carries its id', (name) => {
    const { ref, payloadStart } = readPrefix(bytesOf(payloads[name]), false);
    expect(ref.id).toBe(payloads[name].schemaId);
    expect(payloadStart).toBe(5);
  });

  it('of Avro are ours, byte for byte', () => {
    const { avro } = payloads;
    const codec = avroCodec(parseSchema(JSON.stringify(avro.schema)));
    expect(framed(avro, (writer) => codec.encodeInto(avro.value, writer))).toBe(avro.bytes);
    expect(framed(avro, (writer) => codec.encodeInto({ fullName: 'John Doe' }, writer))).toBe(avro.bytes);
    expect(codec.decode(bytesOf(avro).subarray(5))).toEqual(avro.value);
  });

  it('of JSON are ours, byte for byte', () => {
    const { json } = payloads;
    expect(framed(json, (writer) => writer.writeUtf8(JSON.stringify(json.value)))).toBe(json.bytes);
  });

  it('of Protobuf have no message indexes, which is told where they must be', () => {
    const { ref } = readPrefix(bytesOf(payloads.protobuf), false);
    expect(ref.id).toBe(3);
    expect(() => readPrefix(bytesOf(payloads.protobuf), true)).toThrow(
      expect.objectContaining({ code: 'FRAME_INDEXES_MALFORMED' }),
    );
  });

  it('with another first byte are refused', () => {
    expect(() => readPrefix(bytesOf(payloads.wrongMagicByte), false)).toThrow(SerializationError);
  });
});

describe("headers of Confluent's serializers", () => {
  const GUIDS = ['89791762-2336-186f-74b1-5f9a9b5e2f8d', '00000000-0000-4000-8000-0000000000ff'];
  const header = (guid: string | undefined, isKey: boolean): RecordHeader => {
    const made = headerOfGuid({ isKey, guid: guid ?? '', messageIndexes: null });
    if (made === null) throw new Error('no GUID');
    return made;
  };
  const read = (isKey: boolean, headers: readonly RecordHeader[], payload = Buffer.of(1, 2, 3)): string =>
    readSchemaId(payload, { isKey, headers }, false).ref.guid ?? 'an id';

  it('are equal for one schema, so that a second is not added', () => {
    expect(header(GUIDS[0], false)).toEqual(header(GUIDS[0], false));
    expect(header(GUIDS[0], false)).not.toEqual(header(GUIDS[1], false));
  });

  it('have names of their own for key and value', () => {
    expect(header(GUIDS[0], true).key).toBe('__key_schema_id');
    expect(header(GUIDS[0], false).key).toBe('__value_schema_id');
    expect(header(GUIDS[0], true).value).toEqual(header(GUIDS[0], false).value);
  });

  it('hold a byte 1 and the GUID, and leave the payload as it is', () => {
    const { value } = header(GUIDS[0], false);
    expect(Buffer.from(value ?? []).toString('hex')).toBe(`01${GUIDS[0]?.replaceAll('-', '')}`);
    const payload = Buffer.of(1, 2, 3);
    expect(
      readSchemaId(payload, { isKey: false, headers: [header(GUIDS[0], false)] }, false).payloadStart,
    ).toBe(0);
  });

  it('of which the last counts, and only that of the same part', () => {
    const headers = [header(GUIDS[0], false), header(GUIDS[1], false), header(GUIDS[0], true)];
    expect(read(false, headers)).toBe(GUIDS[1]);
    expect(read(true, headers)).toBe(GUIDS[0]);
  });

  it('may be absent, where the prefix says it', () => {
    expect(read(false, [header(GUIDS[0], true)], Buffer.of(0, 0, 0, 0, 7, 1))).toBe('an id');
    expect(read(false, [], Buffer.from(`01${GUIDS[1]?.replaceAll('-', '')}02`, 'hex'))).toBe(GUIDS[1]);
  });
});
