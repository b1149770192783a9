import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { ConfluentSchemaRegistryValidationError } from '../errors.ts';
import type { JsonConfluentSchema, JsonOptions } from '../schema-types.ts';
import { parseJsonSchema } from './json-schema.ts';

const json = (schema: unknown): JsonConfluentSchema => ({ type: 'JSON', schema: JSON.stringify(schema) });
const age = { type: 'object', properties: { age: { type: 'number', default: 18 } } };
const leaf = { $id: 'https://example.com/leaf', type: 'object', properties: { n: { type: 'number' } } };
const root = { $id: 'https://example.com/root', type: 'object', properties: { leaf: { $ref: leaf.$id } } };

describe('a JSON Schema', () => {
  it('checks values when they are written and when they are read', async () => {
    const schema = await parseJsonSchema(json(age), {});
    expect(schema.toBuffer({ age: 3 }).toString()).toBe('{"age":3}');
    expect(schema.fromBuffer(Buffer.from('{"age":3}'))).toEqual({ age: 3 });
    expect(() => schema.toBuffer({ age: 'x' })).toThrow(ConfluentSchemaRegistryValidationError);
    expect(() => schema.fromBuffer(Buffer.from('{"age":"x"}')) as unknown).toThrow('invalid payload');
    expect(() => schema.fromBuffer(Buffer.from('{')) as unknown).toThrow(SyntaxError);
  });

  it('tells whether a value fits, with a hook or without', async () => {
    const schema = await parseJsonSchema(json(age), {});
    const found: unknown[] = [];
    expect(schema.isValid({ age: 'x' }, { errorHook: (...finding) => found.push(finding) })).toBe(false);
    expect(found).toEqual([[['/age'], 'must be number', undefined]]);
    expect([schema.isValid({ age: 'x' }), schema.isValid({ age: 1 })]).toEqual([false, true]);
  });

  it('passes options to ajv and leaves the object as it is', async () => {
    const options: JsonOptions = Object.freeze({ useDefaults: true, detailedErrorPaths: true });
    const schema = await parseJsonSchema(json(age), options);
    expect(schema.toBuffer({}).toString()).toBe('{"age":18}');
    expect(() => schema.toBuffer({ age: 'x' })).toThrow(
      expect.objectContaining({ paths: [{ path: ['/age'], message: 'must be number' }] }),
    );
  });

  it('understands what ajv 6 says of a wrong value', async () => {
    const validate = Object.assign(() => false, {
      errors: [{ dataPath: '.age', message: 'should be number' }],
    });
    const old = { addSchema: () => new Ajv(), compile: () => validate };
    const schema = await parseJsonSchema(json(age), { ajvInstance: old });
    expect(() => schema.toBuffer({})).toThrow(expect.objectContaining({ paths: [['.age']] }));
  });

  it('refers to others by their $id, or by the name of the reference when they have none', async () => {
    const { $id, ...anonymous } = leaf;
    for (const referenced of [leaf, anonymous]) {
      const references = [{ name: $id, schema: json(referenced) }];
      const schema = await parseJsonSchema(json(root), {}, references);
      expect([schema.isValid({ leaf: { n: 1 } }), schema.isValid({ leaf: { n: 'x' } })]).toEqual([
        true,
        false,
      ]);
    }
  });

  it('takes the same reference twice', async () => {
    const references = [{ schema: json(leaf) }, { schema: json(leaf) }];
    const schema = await parseJsonSchema(json(root), {}, references);
    expect(schema.isValid({ leaf: { n: 'x' } })).toBe(false);
  });

  it('takes references from the options when it has none of its own', async () => {
    const schema = await parseJsonSchema(json(root), { referencedSchemas: [json(leaf)] });
    expect(schema.isValid({ leaf: { n: 'x' } })).toBe(false);
  });
});

describe('an ajv of the user', () => {
  it('may meet the same schema again, as a reference and by itself', async () => {
    const ajvInstance = new Ajv();
    const references = [{ schema: json(leaf) }];
    for (let turn = 0; turn < 2; turn++) {
      const whole = await parseJsonSchema(json(root), { ajvInstance }, references);
      const part = await parseJsonSchema(json(leaf), { ajvInstance });
      expect([whole.isValid({ leaf: { n: 'x' } }), part.isValid({ n: 'x' }), part.isValid({ n: 1 })]).toEqual(
        [false, false, true],
      );
    }
  });

  it('may meet a schema by itself first', async () => {
    const ajvInstance = new Ajv();
    await parseJsonSchema(json(leaf), { ajvInstance });
    const whole = await parseJsonSchema(json(root), { ajvInstance }, [{ schema: json(leaf) }]);
    expect(whole.isValid({ leaf: { n: 'x' } })).toBe(false);
  });

  it('refuses another schema of the same $id', async () => {
    const ajvInstance = new Ajv();
    await parseJsonSchema(json(leaf), { ajvInstance });
    const other = { ...leaf, properties: { n: { type: 'string' } } };
    await expect(parseJsonSchema(json(other), { ajvInstance })).rejects.toThrow('already exists');
  });

  it('may keep no schemas', async () => {
    const ajvInstance = new Ajv({ addUsedSchema: false });
    for (const type of ['number', 'string', 'number']) {
      const schema = await parseJsonSchema(json({ ...leaf, properties: { n: { type } } }), { ajvInstance });
      expect(schema.isValid({ n: 1 })).toBe(type === 'number');
    }
  });
});
