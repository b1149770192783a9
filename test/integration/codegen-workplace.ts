/** A folder with generated modules in it, type-checked by the real compiler under the strictest flags. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
const PACKAGES = fileURLToPath(new URL('../node_modules/', import.meta.url));
const TYPES = fileURLToPath(new URL('../../node_modules/@types', import.meta.url));

const COMPILER_OPTIONS = {
  target: 'ES2023',
  lib: ['ES2023', 'ESNext.Disposable'],
  module: 'NodeNext',
  moduleResolution: 'NodeNext',
  typeRoots: [TYPES],
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  isolatedModules: true,
  isolatedDeclarations: true,
  declaration: true,
  skipLibCheck: true,
  forceConsistentCasingInFileNames: true,
  noEmit: true,
  allowImportingTsExtensions: true,
};

export class Workplace implements AsyncDisposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** `options`: of the compiler, where they differ. */
  static async make(options: Readonly<Record<string, unknown>> = {}): Promise<Workplace> {
    const workplace = new Workplace(await mkdtemp(join(tmpdir(), 'ottla-codegen-')));
    await symlink(PACKAGES, join(workplace.folder, 'node_modules'));
    await workplace.write([
      { path: 'package.json', text: '{"type":"module"}' },
      {
        path: 'tsconfig.json',
        text: JSON.stringify({
          compilerOptions: { ...COMPILER_OPTIONS, ...options },
          include: ['src/**/*.ts'],
        }),
      },
    ]);
    return workplace;
  }

  async write(files: readonly { readonly path: string; readonly text: string }[]): Promise<void> {
    for (const { path, text } of files) {
      const file = join(this.folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }

  /** What the compiler says of the files of this folder, one entry for each error. */
  async check(): Promise<string[]> {
    const output = await new Promise<string>((resolve, reject) => {
      const options = { cwd: this.folder, maxBuffer: 64 * 1024 * 1024 };
      execFile(process.execPath, [TSC, '-p', '.', '--pretty', 'false'], options, (error, stdout, stderr) => {
        // 0 is clean, 1 and 2 are diagnostics; anything else is a compiler that did not run.
        if (error !== null && error.code !== 1 && error.code !== 2)
          reject(new Error(stderr, { cause: error }));
        else resolve(stdout);
      });
    });
    // Our packages are checked by their own, less strict, projects; continuation lines are indented.
    return output.split('\n').filter((line) => line.startsWith('src/') || line.startsWith('error '));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
