/**
 * How many bytes the generated code of a schema adds to a minified bundle that has the serializers already.
 *
 * Two bundles are made, one with the code and one without; both hold all that generated code may import, so that what
 * differs is the code alone. All that the code exports is used, as by a program that sends, reads and guards. Nothing
 * is written to disk.
 */
import { generate, type GenerateOptions } from '@ottla/codegen';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown, type Plugin } from 'rolldown';

/** Where the imports of the code resolve from. */
const FOLDER = fileURLToPath(new URL('.generated', import.meta.url));
const PROGRAM = join(FOLDER, 'program.ts');
const SERIALIZERS = `
  export * from '@ottla/serializers/avro';
  export * as compiled from '@ottla/serializers/avro/compiled';`;

/** `schema`: the text of an .avsc file, which stands alone. */
export async function addedBytes(
  schema: string,
  codecs: 'interpreted' | 'compiled',
  options: GenerateOptions = {},
): Promise<number> {
  const { files } = generate([{ file: 'schema.avsc', text: schema }], {
    ...options,
    codecs,
    importExtension: '.ts',
  });
  const modules = new Map(files.map(({ path, text }) => [join(FOLDER, path), text]));
  const { names } = await bundled(new Map(modules).set(PROGRAM, `export * from './index.ts';`));
  const values = names.join(', ');
  const imported = `import { ${values} } from './index.ts';`;
  const withIt = await bundled(
    new Map(modules).set(PROGRAM, `${SERIALIZERS}\n${imported}\nglobalThis.used = [${values}];`),
  );
  const without = await bundled(new Map([[PROGRAM, `${SERIALIZERS}\nglobalThis.used = [];`]]));
  return withIt.bytes - without.bytes;
}

/** `names`: what the program exports. */
async function bundled(
  modules: ReadonlyMap<string, string>,
): Promise<{ readonly bytes: number; readonly names: readonly string[] }> {
  const inMemory: Plugin = {
    name: 'modules-in-memory',
    resolveId(specifier, importer) {
      const path = importer === undefined ? specifier : join(importer, '..', specifier);
      return modules.has(path) ? path : undefined;
    },
    load: (path) => modules.get(path),
  };
  const build = await rolldown({
    input: PROGRAM,
    platform: 'browser',
    external: ['avsc'],
    plugins: [inMemory],
  });
  try {
    const { output } = await build.generate({ format: 'esm', minify: true });
    const chunks = output.filter((part) => part.type === 'chunk');
    const bytes = chunks.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
    return { bytes, names: output[0].exports };
  } finally {
    await build.close();
  }
}
