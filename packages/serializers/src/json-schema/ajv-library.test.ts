/** What is seen of ajv from outside the process that has it: that it is loaded late, missed by name, and needs `eval`. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const execute = promisify(execFile);
const index = JSON.stringify(new URL('index.ts', import.meta.url).href);
const kernel = JSON.stringify(import.meta.resolve('@ottla/kernel'));

async function program(flags: readonly string[], text: string): Promise<string> {
  const { stdout } = await execute(process.execPath, [...flags, '--input-type=module', '-e', text]);
  return stdout.trim();
}

const setting = `
  import { registerHooks } from 'node:module';
  const schema = { type: 'object', properties: { n: { type: 'integer' } } };
  const stored = { id: 5, schemaType: 'JSON', schema: JSON.stringify(schema) };
  const registry = { knownSchemaId: () => 5, schemaId: async () => 5, knownSchema: () => stored, schema: async () => stored,
    latest: async () => stored, version: async () => stored, latestWithMetadata: async () => stored, references: async () => [], associations: async () => [] };
  const { jsonSchemaSerializer, jsonSchemaDeserializer } = await import(${index});
  const { serializeValue, deserializeValue } = await import(${kernel});
  const context = { topic: 't', isKey: false, headers: [] };
  const told = (error) => console.log(error.name, error.code, error.message);`;

describe('ajv', () => {
  it.each(['ajv', 'ajv-formats'])(
    'is not needed where nothing is checked, and %s is asked for by name where it is not there',
    async (missing) => {
      const text = `${setting}
        registerHooks({ resolve(specifier, context, next) {
          if (specifier !== '${missing}') return next(specifier, context);
          throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
        } });
        const bytes = await serializeValue(jsonSchemaSerializer(schema, { registry, validate: false }), { n: 1 }, context);
        console.log(JSON.stringify(await deserializeValue(jsonSchemaDeserializer({ registry }), bytes, context)));
        try { jsonSchemaSerializer(schema, { registry }); } catch (error) { told(error); }
        try { jsonSchemaDeserializer({ registry, validate: true }); } catch (error) { told(error); }`;
      const [read, ...errors] = (await program([], text)).split('\n');
      expect(read).toBe('{"n":1}');
      expect(errors).toHaveLength(2);
      for (const error of errors) {
        expect(error).toMatch(
          /^ConfigError PEER_MISSING .*: npm install ajv ajv-formats; without checks, set validate: false$/,
        );
      }
    },
  );

  it('says why where functions cannot be made from text', async () => {
    const text = `${setting}
      await serializeValue(jsonSchemaSerializer(schema, { registry }), { n: 1 }, context).catch(told);
      console.log((await serializeValue(jsonSchemaSerializer(schema, { registry, validate: false }), { n: 1 }, context)).length);`;
    const [error, length] = (await program(['--disallow-code-generation-from-strings'], text)).split('\n');
    expect(error).toMatch(
      /^SerializationError SCHEMA_NOT_USABLE .*forbids to make code from text.*validate: false$/,
    );
    expect(length).toBe('12');
  });
});
