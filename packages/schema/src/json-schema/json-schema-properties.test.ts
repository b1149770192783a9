/** What holds of any JSON Schema. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonSchemaDifferences } from './json-schema-differences.ts';
import { parseJsonSchema } from './json-schema-parser.ts';
import { normalizedJsonSchemaText } from './normalized-json-schema.ts';

const limit = fc.nat(20);
const names = fc.constantFrom('a', 'b', '__proto__', 'x/y');

const leaf = fc.oneof(
  fc.constantFrom<unknown>(true, false, {}, { $ref: '#' }, { $ref: '#/definitions/d' }),
  fc.record(
    {
      type: fc.constantFrom('string', ['string', 'null']),
      maxLength: limit,
      pattern: fc.constantFrom('^a', 'b'),
    },
    { requiredKeys: [] },
  ),
  fc.record(
    { type: fc.constantFrom('integer', 'number'), minimum: limit, multipleOf: fc.constantFrom(1, 2, 0.1) },
    { requiredKeys: ['type'] },
  ),
  fc.record({
    enum: fc.uniqueArray(fc.constantFrom('a', 'b', 1, null), { minLength: 1 }),
    default: fc.jsonValue(),
  }),
  fc.record({ const: fc.jsonValue() }),
);

/** Schemas whose references all lead somewhere. */
const { schema } = fc.letrec<{ schema: unknown; nested: unknown }>((tie) => ({
  nested: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf, tie('schema')),
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.record(
      {
        type: fc.constantFrom('object', ['object', 'string']),
        properties: fc.dictionary(names, tie('nested')),
        required: fc.uniqueArray(names),
        additionalProperties: fc.oneof(fc.boolean(), tie('nested')),
        patternProperties: fc.dictionary(fc.constantFrom('^a', '[xy]$'), tie('nested')),
        maxProperties: limit,
      },
      { requiredKeys: [] },
    ),
    fc.record({ type: fc.constant('array'), items: tie('nested'), minItems: limit }, { requiredKeys: [] }),
    fc.record({ anyOf: fc.array(tie('nested'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ allOf: fc.array(tie('nested'), { minLength: 1, maxLength: 3 }), title: fc.string() }),
    fc.record({ oneOf: fc.array(tie('nested'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('nested') }),
  ),
}));
const documents = fc
  .record({
    root: schema,
    definition: schema,
    draft: fc.constantFrom(
      'http://json-schema.org/draft-07/schema#',
      'https://json-schema.org/draft/2020-12/schema',
    ),
  })
  .map(({ root, definition, draft }) => {
    const properties = { root };
    // A definition that is only a reference would lead nowhere.
    const d = { type: 'object', properties: { inner: definition } };
    return JSON.stringify({ $schema: draft, properties, definitions: { d } }, null, 1);
  });

describe('any JSON Schema', () => {
  it('does not differ from itself, nor from its normalized text', () => {
    fc.assert(
      fc.property(documents, (text) => {
        for (const policy of ['STRICT', 'LENIENT'] as const) {
          expect(jsonSchemaDifferences(parseJsonSchema(text), parseJsonSchema(text), policy)).toEqual([]);
          const normalized = parseJsonSchema(normalizedJsonSchemaText(text));
          expect(jsonSchemaDifferences(parseJsonSchema(text), normalized, policy)).toEqual([]);
        }
      }),
    );
  });

  it('differs from any other at places that are in both texts, and less under the lenient policy', () => {
    fc.assert(
      fc.property(documents, documents, (before, after) => {
        const pair = [parseJsonSchema(before, { file: 'b' }), parseJsonSchema(after, { file: 'a' })] as const;
        const found = jsonSchemaDifferences(...pair);
        for (const difference of found) {
          for (const [text, { line, column, file }] of [
            [before, difference.before],
            [after, difference.after],
          ] as const) {
            expect(file).toBe(text === before ? 'b' : 'a');
            // A schema begins with a bracket or true and false, a key or a name with a quote, a number as such.
            expect(text.split('\n')[line - 1]?.slice(column - 1)).toMatch(/^[{["tf\d-]/);
          }
        }
        const lenient = jsonSchemaDifferences(...pair, 'LENIENT').every(({ compatible }) => compatible);
        if (found.every(({ compatible }) => compatible)) expect(lenient).toBe(true);
      }),
    );
  });

  it('has a normalized text that is its own', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const normalized = normalizedJsonSchemaText(text);
        expect(normalizedJsonSchemaText(normalized)).toBe(normalized);
        expect(JSON.parse(normalized)).toEqual(JSON.parse(text));
      }),
    );
  });
});
