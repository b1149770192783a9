import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { givenJsonSchema } from './json-schema-source.ts';

describe('a JSON Schema', () => {
  it.each<[string, unknown, string]>([
    ['the name of a file', 'schemas/order.json', 'a string that is no such text; name a file as { file }'],
    ['a schema of zod', z.object({}), 'give its JSON Schema, such as z.toJSONSchema(schema)'],
    ['a schema of valibot', v.object({}), 'a schema of zod or the like'],
    ['a number', 7, 'got 7'],
    ['a list', [], 'got an array'],
  ])('is not %s', (_what, given, words) => {
    expect(() => givenJsonSchema(given as never)).toThrow(
      expect.objectContaining({ code: 'SCHEMA_SOURCE_INVALID', message: expect.stringContaining(words) }),
    );
  });

  it.each<[string, string]>([
    ['an object', '{"type":"object"}'],
    ['true', 'true'],
    ['false, with space around', ' false\n'],
  ])('is %s', (_what, schema) => {
    expect(givenJsonSchema(schema)).toEqual({ schemaType: 'JSON', schema });
  });
});
