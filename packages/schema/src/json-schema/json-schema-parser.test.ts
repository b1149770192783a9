import { describe, expect, it } from 'vitest';
import { SchemaError } from '../schema-error.ts';
import { parseJsonSchema, type ParseJsonSchemaOptions } from './json-schema-parser.ts';
import { followed, type SchemaModel } from './schema-model.ts';

const MODERN = 'https://json-schema.org/draft/2020-12/schema';

function parsed(schema: unknown, options: ParseJsonSchemaOptions = {}): SchemaModel {
  return parseJsonSchema(JSON.stringify(schema), options).schema;
}

function property(model: SchemaModel, name: string): SchemaModel | undefined {
  if (model.kind !== 'object') throw new Error(`not an object but ${model.kind}`);
  const found = model.properties.get(name);
  return found === undefined ? undefined : followed(found);
}

function refusal(text: string, options: ParseJsonSchemaOptions = {}): SchemaError {
  try {
    parseJsonSchema(text, options);
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
  throw new Error('parsed');
}

describe('drafts', () => {
  it.each([
    [undefined, 'draft-07'],
    ['https://example.com/own', 'draft-07'],
    ['http://json-schema.org/draft-04/schema#', 'draft-04'],
    ['http://json-schema.org/draft-06/schema', 'draft-06'],
    ['https://json-schema.org/draft/2019-09/schema', '2019-09'],
    [MODERN, '2020-12'],
  ])('$schema %s is %s', ($schema, dialect) => {
    expect(parseJsonSchema(JSON.stringify({ $schema })).dialect).toBe(dialect);
  });

  it('let what stands beside $ref count from 2019-09 on', () => {
    const beside = { $ref: '#/definitions/a', minLength: 2 };
    const definitions = { a: { type: 'string' } };
    expect(parsed({ properties: { p: beside }, definitions })).toMatchObject({
      properties: new Map([['p', expect.objectContaining({ kind: 'reference' })]]),
    });
    expect(property(parsed({ $schema: MODERN, properties: { p: beside }, definitions }), 'p')).toMatchObject({
      kind: 'combined',
      criterion: 'allOf',
    });
  });
});

describe('references', () => {
  const text = { kind: 'string' };

  it('lead by pointer, with escapes', () => {
    const schema = {
      properties: { p: { $ref: '#/definitions/a~1b~0c%20d' } },
      definitions: { 'a/b~c d': { type: 'string' } },
    };
    expect(property(parsed(schema), 'p')).toMatchObject(text);
  });

  it('lead to identifiers and anchors', () => {
    const schema = {
      $schema: MODERN,
      $id: 'https://example.com/root.json',
      properties: {
        p: { $ref: 'name.json' },
        q: { $ref: '#there' },
        r: { $ref: 'https://example.com/name.json' },
      },
      $defs: { a: { $id: 'name.json', type: 'string' }, b: { $anchor: 'there', type: 'string' } },
    };
    for (const name of ['p', 'q', 'r']) expect(property(parsed(schema), name)).toMatchObject(text);
  });

  it('lead to other texts by their names, as in a registry', () => {
    const references = [
      {
        name: 'name.json',
        text: '{"definitions": {"short": {"$ref": "#/definitions/any"}, "any": {"type": "string"}}}',
      },
      { name: 'com.acme.Code', text: '{"type": "string"}' },
    ];
    const properties = { p: { $ref: 'name.json#/definitions/short' }, q: { $ref: 'com.acme.Code' } };
    for (const $id of [undefined, 'https://example.com/schemas/root.json']) {
      const model = parsed({ $id, properties }, { references });
      for (const name of ['p', 'q']) expect(property(model, name)).toMatchObject(text);
    }
  });

  it('find $defs under definitions', () => {
    const schema = { properties: { p: { $ref: '#/$defs/a' } }, definitions: { a: { type: 'string' } } };
    expect(property(parsed(schema), 'p')).toMatchObject(text);
  });

  it('may go round, and lead to the schema of schemas', () => {
    const model = parsed({
      properties: { next: { $ref: '#' }, schema: { $ref: 'http://json-schema.org/draft-07/schema#' } },
    });
    expect(property(model, 'next')).toBe(model);
    expect(property(model, 'schema')).toMatchObject({ kind: 'metaSchema' });
  });

  it('to nothing are an error with its place', () => {
    const error = refusal('{"properties": {\n  "p": {"$ref": "#/definitions/gone"}}}', {
      file: 'order.json',
    });
    expect(error.code).toBe('REFERENCE_UNRESOLVED');
    expect(error.message).toBe(
      "order.json:2:17: nothing stands at '#/definitions/gone'; define it, or name its subject among the references",
    );
  });

  it('that lead only to each other are an error', () => {
    const schema = {
      $ref: '#/definitions/a',
      definitions: { a: { $ref: '#/definitions/b' }, b: { $ref: '#/definitions/a' } },
    };
    expect(refusal(JSON.stringify(schema))).toMatchObject({ code: 'REFERENCE_UNRESOLVED', line: 1 });
  });
});

describe('what is no schema', () => {
  it.each([
    ['[]', 'SCHEMA_MALFORMED'],
    ['{"properties": []}', 'SCHEMA_MALFORMED'],
    ['{"required": [1]}', 'SCHEMA_MALFORMED'],
    ['{"type": "strin"}', 'TYPE_UNKNOWN'],
    ['{"type": 3}', 'SCHEMA_MALFORMED'],
    ['{"maxLength": "3"}', 'SCHEMA_MALFORMED'],
    ['{"multipleOf": 0}', 'SCHEMA_MALFORMED'],
    ['{"multipleOf": 1e999999999}', 'SCHEMA_MALFORMED'],
    ['{"items": "x"}', 'SCHEMA_MALFORMED'],
    ['{"a": 1, "a": 2}', 'JSON_DUPLICATE_KEY'],
    ['{"not": '.repeat(200_000), 'JSON_TOO_DEEP'],
  ])('%.40s is %s', (text, code) => {
    expect(refusal(text).code).toBe(code);
  });

  it('may still hold any name as a property', () => {
    const names = ['__proto__', 'constructor', 'toString', 'default', 'enum', 'properties'];
    const entries = names.map((name) => `${JSON.stringify(name)}: {"type": "string"}`);
    const model = parseJsonSchema(`{"properties": {${entries.join(', ')}}}`).schema;
    for (const name of names) expect(property(model, name)).toMatchObject({ kind: 'string' });
    expect(property(parsed({ properties: {} }), '__proto__')).toBeUndefined();
  });
});
