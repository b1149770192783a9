import { ByteWriter, deserializeValue, serializeValue } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { avroDeserializer } from './avro-deserializer.ts';
import { avroSerializer } from './avro-serializer.ts';
import type { AvroJson } from './schema-source.ts';

const context = { topic: 'visits', isKey: false, headers: [] };
const older = { type: 'record', name: 'Visit', fields: [{ name: 'at', type: 'int' }] };
const newer = { ...older, fields: [...older.fields, { name: 'by', type: 'string', default: '?' }] };
const bytesOf = async (schema: AvroJson, framing: 'single-object' | 'raw', value: unknown): Promise<Buffer> =>
  Buffer.from((await serializeValue(avroSerializer(schema, { framing }), value, context)) ?? []);

describe('a single object', () => {
  // Fingerprint and datum as the specification composes them for "int".
  it('is marker, fingerprint and datum', async () => {
    expect((await bytesOf({ type: 'int' }, 'single-object', 3)).toString('hex')).toBe(
      'c3018f5c393f1ad5757206',
    );
  });

  it('is read with the schema of its fingerprint, without a wait', async () => {
    const target = avroDeserializer(newer, { framing: 'single-object', writerSchemas: [older] });
    expect(target.deserialize(await bytesOf(older, 'single-object', { at: 1 }), context)).toEqual({
      at: 1,
      by: '?',
    });
    const written = await bytesOf(newer, 'single-object', { at: 1, by: 'Ada' });
    expect(target.deserialize(written, context)).toEqual({ at: 1, by: 'Ada' });
    const anything = avroDeserializer({ framing: 'single-object', writerSchemas: [older, newer] });
    expect(anything.deserialize(written, context)).toEqual({ at: 1, by: 'Ada' });
  });

  it('is asked for by a name that there is, before a registry is missed', () => {
    expect(() => avroSerializer(older, { framing: 'singleobject' as never })).toThrow(
      expect.objectContaining({
        code: 'OPTION_INVALID',
        message: expect.stringContaining("option 'framing'"),
      }),
    );
  });

  it.each<[string, string, string]>([
    ['no bytes', '', 'FRAME_EMPTY'],
    ['a schema id', '000000000106', 'FRAME_MAGIC_UNKNOWN'],
    ['a schema nobody gave', 'c301000000000000000006', 'FINGERPRINT_UNKNOWN'],
    ['a datum cut short', 'c3018f5c393f1ad5757280', 'BYTES_MALFORMED'],
  ])('that is %s is poison, and onPoison may take it', (_what, hex, code) => {
    const strict = avroDeserializer('"int"', { framing: 'single-object' });
    const bytes = Buffer.from(hex, 'hex');
    expect(() => strict.deserialize(bytes, context)).toThrow(
      expect.objectContaining({ code, failure: 'poison', topic: 'visits', isKey: false }),
    );
    const seen: string[] = [];
    const lenient = avroDeserializer<number>('"int"', {
      framing: 'single-object',
      onPoison: ({ error }) => {
        seen.push(error.code);
        return -1;
      },
    });
    expect(lenient.deserialize(bytes, context)).toBe(-1);
    expect(seen).toEqual([code]);
  });
});

describe('a raw datum', () => {
  it('has nothing before it, and is read with the one schema there is', async () => {
    const bytes = await bytesOf(older, 'raw', { at: 1 });
    expect(bytes.toString('hex')).toBe('02');
    expect(await deserializeValue(avroDeserializer(older, { framing: 'raw' }), bytes, context)).toEqual({
      at: 1,
    });
    const target = avroDeserializer(newer, { framing: 'raw', writerSchemas: [older] });
    expect(target.deserialize(bytes, context)).toEqual({ at: 1, by: '?' });
    expect(() => avroDeserializer({ framing: 'raw', writerSchemas: [older, newer] })).toThrow(
      expect.objectContaining({ code: 'OPTIONS_CONTRADICT' }),
    );
  });

  it('of a value that does not fit leaves nothing behind', () => {
    const writer = new ByteWriter();
    writer.writeInt8(1);
    const target = avroSerializer(older, { framing: 'single-object', showValues: true });
    expect(() => target.serializeInto({ at: 'x' }, writer, context)).toThrow(
      expect.objectContaining({ code: 'VALUE_MISFIT', topic: 'visits', found: 'a string: "x"' }),
    );
    expect(writer.position).toBe(1);
  });
});
