import { parseJsonSchema, type Contract } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { isComparable, schemaContent } from './schema-content.ts';
import { SchemaIds } from './schema-ids.ts';

const jsonContent = (schema: string, references: readonly { name: string; text: string }[]) => {
  const contract: Contract = { type: 'JSON', schema: parseJsonSchema(schema, { references }) };
  const named = references.map(({ name }) => ({ name, subject: name, version: 1 }));
  return schemaContent({ contract, schema, references: named, metadata: undefined, ruleSet: undefined });
};

describe('what is remembered of a JSON Schema', () => {
  it('leaves out the models of what it refers to, which would add up along a chain', () => {
    const content = jsonContent('{"$ref":"a"}', [{ name: 'a', text: '{"type":"string"}' }]);
    const stored = new SchemaIds().identified(content, undefined);
    expect(isComparable(content.contract)).toBe(true);
    expect(isComparable(stored.contract)).toBe(false);
    expect(stored).toMatchObject({ id: 1, guid: content.guid, schema: content.schema });
  });

  it('is all of it when it refers to nothing', () => {
    const content = jsonContent('{"type":"string"}', []);
    expect(new SchemaIds().identified(content, undefined).contract).toBe(content.contract);
  });
});
