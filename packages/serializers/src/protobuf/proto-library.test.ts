/** What our codec needs of the library, and of the engine. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const index = JSON.stringify(new URL('index.ts', import.meta.url).href);
const program = async (flags: readonly string[], text: string): Promise<string> => {
  const { stdout } = await run(process.execPath, [...flags, '--input-type=module', '-e', text]);
  return stdout.trim();
};
const registry = `const schema = 'syntax = "proto3"; message M { int64 n = 1; map<string, M> m = 2; }';
  const stored = { id: 1, schemaType: 'PROTOBUF', schema };
  const registry = { knownSchemaId: () => 1, schemaId: async () => 1, knownSchema: () => stored, schema: async () => stored,
    latest: async () => stored, version: async () => stored, latestWithMetadata: async () => stored, references: async () => [], associations: async () => [] };`;

describe('protobufjs', () => {
  it('is asked for no generated code: values pass where eval is forbidden', async () => {
    const text = `import { protobufSerializer, protobufDeserializer } from ${index};
      ${registry}
      const context = { topic: 't', isKey: false, headers: [] };
      const { serializeValue, deserializeValue } = await import(${JSON.stringify(import.meta.resolve('@ottla/kernel'))});
      let refused = false;
      try { new Function('return 1'); } catch { refused = true; }
      const bytes = await serializeValue(protobufSerializer({ schema }, { registry }), { n: 5, m: { a: {} } }, context);
      const value = await deserializeValue(protobufDeserializer({ registry }), bytes, context);
      console.log(refused, String(value.n), Object.keys(value.m).join());`;
    expect(await program(['--disallow-code-generation-from-strings'], text)).toBe('true 5 a');
  });

  it('is loaded when a serializer is made, and asked for by name when it is not there', async () => {
    const text = `import { registerHooks } from 'node:module';
      const asked = [];
      registerHooks({ resolve(specifier, context, next) {
        if (specifier !== 'protobufjs') return next(specifier, context);
        asked.push(specifier);
        throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
      } });
      const { protobufSerializer } = await import(${index});
      ${registry}
      const before = asked.length;
      try { protobufSerializer({ schema }, { registry }); } catch (error) { console.log(before, error.name, error.code, error.message); }`;
    expect(await program([], text)).toMatch(/^0 ConfigError PEER_MISSING .*npm install protobufjs$/);
  });
});
