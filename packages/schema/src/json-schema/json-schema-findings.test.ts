import { describe, expect, it } from 'vitest';
import { jsonSchemaFindings } from './json-schema-findings.ts';
import { parseJsonSchema } from './json-schema-parser.ts';

const old = parseJsonSchema(
  '{\n  "properties": {\n    "code": { "type": "string", "maxLength": 10 }\n  }\n}',
  {
    file: 'v1.json',
  },
);
const tight = parseJsonSchema('{"properties": {"code": {"type": "string",\n  "maxLength": 5}}}', {
  file: 'v2.json',
});

describe('findings about JSON Schemas', () => {
  it('say who reads what who wrote, where on both sides, and what mends it', () => {
    expect(jsonSchemaFindings(old, tight, { direction: 'BACKWARD', policy: 'STRICT' })).toEqual([
      {
        rule: 'JSON_MAX_LENGTH_DECREASED',
        severity: 'error',
        path: '#/properties/code/maxLength',
        message:
          'the new version takes strings of at most 5 characters, the old version lets them be at most 10',
        position: { line: 2, column: 3, file: 'v2.json' },
        other: { line: 3, column: 33, file: 'v1.json' },
        fix: 'set maxLength to 10 again, or higher',
        detail: '10 -> 5',
        direction: 'BACKWARD',
        incompatibility: null,
        inner: [],
      },
    ]);
  });

  it('forward let the old version read, and still stand in the new one', () => {
    const [finding] = jsonSchemaFindings(tight, old, { direction: 'FORWARD', policy: 'STRICT' });
    expect(finding).toMatchObject({
      rule: 'JSON_MAX_LENGTH_DECREASED',
      message:
        'the old version takes strings of at most 5 characters, the new version lets them be at most 10',
      fix: 'set maxLength to 5 again, or lower',
      detail: '5 -> 10',
      position: { file: 'v1.json' },
      other: { file: 'v2.json' },
    });
  });

  it('are none for what loosens', () => {
    expect(jsonSchemaFindings(tight, old, { direction: 'BACKWARD', policy: 'STRICT' })).toEqual([]);
  });

  it('are fewer under the lenient policy', () => {
    const before = parseJsonSchema('{"properties": {}, "type": "object"}');
    const after = parseJsonSchema('{"properties": {"a": {"type": "string"}}, "type": "object"}');
    expect(jsonSchemaFindings(before, after, { direction: 'BACKWARD', policy: 'STRICT' })).toHaveLength(1);
    expect(jsonSchemaFindings(before, after, { direction: 'BACKWARD', policy: 'LENIENT' })).toEqual([]);
  });

  it('name a definition once, however many properties lead to it', () => {
    const text = (type: string): string =>
      `{"properties": {"a": {"$ref": "#/definitions/x"}, "b": {"$ref": "#/definitions/x"}}, "definitions": {"x": {"type": "${type}"}}}`;
    const found = jsonSchemaFindings(parseJsonSchema(text('string')), parseJsonSchema(text('integer')), {
      direction: 'BACKWARD',
      policy: 'STRICT',
    });
    expect(found.map(({ rule, path }) => `${rule} ${path}`)).toEqual(['JSON_TYPE_CHANGED #/properties/a']);
  });
});
