import { describe, expect, it } from 'vitest';
import type { CompatibilityLevel } from '../compatibility/compatibility-level.ts';
import { parseJsonSchema } from '../json-schema/json-schema-parser.ts';
import { parseSchema } from '../parse/schema-parser.ts';
import { confluentMessages } from './confluent-messages.ts';
import type { Contract } from './history-report.ts';

function contract(text: string): Contract {
  return text.includes('properties')
    ? { type: 'JSON', schema: parseJsonSchema(text) }
    : { type: 'AVRO', schema: parseSchema(text) };
}

function messages(
  candidate: string,
  history: readonly string[],
  level: CompatibilityLevel,
): readonly string[] {
  const versions = history.map((text, place) => ({ version: place + 1, text, contract: contract(text) }));
  return confluentMessages(contract(candidate), versions, { level });
}

const record = (fields: string): string => `{"type":"record","name":"R","fields":[${fields}]}`;
const MISMATCH =
  "{errorType:'TYPE_MISMATCH', description:'The type (path '/') of a field in the new schema does not match with the old schema', additionalInfo:'reader type: INT not compatible with writer type: LONG'}";

describe('the answer of a registry', () => {
  it('tells each difference, then the version, its text and the level', () => {
    expect(messages('"int"', ['"long"'], 'BACKWARD')).toEqual([
      MISMATCH,
      '{oldSchemaVersion: 1}',
      `{oldSchema: '"long"'}`,
      "{validateFields: 'false', compatibility: 'BACKWARD'}",
    ]);
  });

  it('is empty when all is well, and at NONE', () => {
    expect(messages('"long"', ['"int"'], 'BACKWARD')).toEqual([]);
    expect(messages('"string"', ['"int"'], 'NONE')).toEqual([]);
    expect(messages('"string"', [], 'FULL_TRANSITIVE')).toEqual([]);
  });

  it('stops at the newest version that fails', () => {
    const told = messages('"int"', ['"long"', '"float"', '"int"'], 'BACKWARD_TRANSITIVE');
    expect(told).toContain('{oldSchemaVersion: 2}');
    expect(told).not.toContain('{oldSchemaVersion: 1}');
  });

  it('in FULL begins with the old reader, and leaves the text out when only that fails', () => {
    const both = messages('"int"', ['"string"'], 'FULL');
    expect(both[0]).toContain('a field in the old schema does not match with the new schema');
    expect(both[1]).toContain('a field in the new schema does not match with the old schema');
    expect(both[2]).toBe('{oldSchemaVersion: 1}');
    expect(messages('"long"', ['"int"'], 'FULL')).toEqual([
      expect.stringContaining("additionalInfo:'reader type: INT not compatible with writer type: LONG'"),
      "{validateFields: 'false', compatibility: 'FULL'}",
    ]);
  });

  it('cuts a long text', () => {
    const long = record(`{"name":"${'x'.repeat(20_000)}","type":"int"}`);
    const shown = messages('"int"', [long], 'BACKWARD')[2];
    expect(shown).toBe(`{oldSchema: <truncated> '${long.slice(0, 10_240)}...'}`);
  });

  it.each([
    [
      record('{"name":"a","type":"int"}'),
      record(''),
      "The field 'a' at path '/fields/0' in the new schema has no default value and is missing in the old schema",
    ],
    [
      '{"type":"enum","name":"E","symbols":["A"]}',
      '{"type":"enum","name":"E","symbols":["A","B"]}',
      "The new schema is missing enum symbols '[B]' at path '/symbols' in the old schema",
    ],
    [
      '{"type":"fixed","name":"F","size":1}',
      '{"type":"fixed","name":"F","size":2}',
      "The size of FIXED type field at path '/size' in the new schema does not match with the old schema",
    ],
    [record(''), record('').replace('"R"', '"S"'), "The name of the schema has changed (path '/name')"],
    [
      '["null"]',
      '"int"',
      "The new schema is missing a type inside a union field at path '/' in the old schema",
    ],
  ])('describes %s after %s', (candidate, before, description) => {
    expect(messages(candidate, [before], 'BACKWARD')[0]).toContain(`description:'${description}'`);
  });

  it('tells where Java throws', () => {
    const before = record('{"name":"a","type":"int"},{"name":"b","type":"int"}');
    const after = record('{"name":"a","type":"int","aliases":["b"]}');
    expect(messages(after, [before], 'BACKWARD')[0]).toMatch(
      /^Unexpected exception during compatibility check: /,
    );
  });

  it('tells another type of schema without its text', () => {
    expect(messages('{"properties":{}}', ['"int"'], 'BACKWARD')).toEqual([
      'Incompatible because of different schema type',
      "{validateFields: 'false', compatibility: 'BACKWARD'}",
    ]);
  });

  it('of JSON Schema has quotes of its own and no more to say', () => {
    const text = (length: number): string => `{"properties":{"id":{"type":"string","maxLength":${length}}}}`;
    expect(messages(text(5), [text(10)], 'BACKWARD')[0]).toBe(
      `{errorType:"MAX_LENGTH_DECREASED", description:"The value at path '#/properties/id/maxLength' in the new schema is less than its value in the old schema'}`,
    );
    expect(messages(text(5), [text(10)], 'FORWARD')).toEqual([]);
  });
});
