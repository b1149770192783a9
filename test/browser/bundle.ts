/**
 * Programs as one minified bundle for browsers, as docs/guides/browsers.md tells to make it.
 *
 * What the bundler has to say is given back, since a module of Node that it could not find is only a warning to it.
 */
import { rolldown } from 'rolldown';

export interface Bundle {
  /** Of the folder, that of the program first. */
  readonly files: readonly string[];
  /** What the files still import from elsewhere. */
  readonly imports: readonly string[];
  readonly warnings: readonly string[];
}

/** The files are modules, `<name>.mjs`, so that Node takes them as such too. */
export async function bundleProgram(program: string, folder: string): Promise<Bundle> {
  const warnings: string[] = [];
  const build = await rolldown({
    input: program,
    platform: 'browser',
    // Optional, and of no use where eval is forbidden: it is only asked for by `engine: 'avsc'`.
    external: ['avsc'],
    onLog: (_level, { message }) => void warnings.push(message),
  });
  try {
    const { output } = await build.write({
      dir: folder,
      format: 'esm',
      minify: true,
      entryFileNames: '[name].mjs',
      chunkFileNames: '[name].mjs',
    });
    const chunks = output.filter((part) => part.type === 'chunk');
    const files = chunks.map(({ fileName }) => fileName);
    const imports = chunks.flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports]);
    return { files, imports: [...new Set(imports)].filter((name) => !files.includes(name)), warnings };
  } finally {
    await build.close();
  }
}
