import type { SchemaText } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { canBeSameSchema } from './same-schema.ts';

const avro = (schema: string, more: Partial<SchemaText> = {}): SchemaText => ({
  schemaType: 'AVRO',
  schema,
  ...more,
});
const json = (schema: string): SchemaText => ({ schemaType: 'JSON', schema });
const record = '{"type":"record","name":"a.B","fields":[{"name":"f","type":"int"}]}';
const references = [{ name: 'n', subject: 's', version: 1 }];

describe('one id for two texts', () => {
  it.each<[string, SchemaText, SchemaText]>([
    ['one text', avro('"int"'), avro('"int"')],
    [
      'layout and the order of keys',
      avro(record),
      avro(
        '{ "name": "B", "namespace": "a", "fields": [{"type":{"type":"int"},"name":"f"}], "type": "record" }',
      ),
    ],
    ['docs, which a registry may drop', avro(record), avro(record.replace('"a.B"', '"a.B","doc":"d"'))],
    [
      'texts that refer to others by the same names',
      avro('"n"', { references }),
      avro('{"type":"n"}', { references: [{ name: 'n', subject: 's', version: -1 }] }),
    ],
    ['texts that are no Avro as we read it', avro('{"type":"unheard-of"}'), avro('{"type": "unheard-of"}')],
    ['JSON as sent and as stored', json('{"a": 1}'), json('{"a":1}')],
  ])('may stand for %s', (_what, left, right) => {
    expect(canBeSameSchema(left, right, false)).toBe(true);
    expect(canBeSameSchema(right, left, false)).toBe(true);
  });

  it.each<[string, SchemaText, SchemaText]>([
    [
      'keys of JSON in another order',
      json('{"a":1,"b":[{"d":1,"c":2}]}'),
      json('{"b": [{"c": 2, "d": 1}], "a": 1}'),
    ],
    ['numbers written otherwise', json('{"a":1.0}'), json('{"a":1}')],
    [
      'Protobuf with other line breaks',
      { schemaType: 'PROTOBUF', schema: 'message A {}' },
      { schemaType: 'PROTOBUF', schema: 'message A {\n}\n' },
    ],
  ])('may stand for stored texts of %s', (_what, left, right) => {
    expect(canBeSameSchema(left, right, true)).toBe(true);
  });

  it.each<[string, SchemaText, SchemaText, boolean]>([
    ['other types', avro('"int"'), json('"int"'), false],
    ['other fields', avro(record), avro(record.replace('"f"', '"g"')), false],
    ['other names', avro(record), avro(record.replace('a.B', 'a.C')), false],
    ['other references', avro('"n"', { references }), avro('"n"'), false],
    ['two stored texts of JSON', json('{"a":1}'), json('{"a":2}'), true],
    [
      'two stored texts of Protobuf',
      { schemaType: 'PROTOBUF', schema: 'message A {}' },
      { schemaType: 'PROTOBUF', schema: 'message B {}' },
      true,
    ],
  ])('may not stand for %s', (_what, left, right, bothStored) => {
    expect(canBeSameSchema(left, right, bothStored)).toBe(false);
    expect(canBeSameSchema(right, left, bothStored)).toBe(false);
  });

  it('is no matter of how deep or hostile a text is', () => {
    const deep = '['.repeat(50_000);
    expect(canBeSameSchema(avro(deep), avro(`${deep} `), true)).toBe(true);
    const proto = '{"type":"record","name":"R","__proto__":{"type":"int"},"constructor":1,"fields":[]}';
    expect(canBeSameSchema(avro(proto), avro(` ${proto}`), true)).toBe(true);
    expect(canBeSameSchema(avro(proto), avro('"int"'), true)).toBe(false);
  });
});
