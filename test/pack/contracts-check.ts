/**
 * The generated code of `schemas` as its users have it: compiled by them against the packed packages, run as JavaScript
 * on the oldest Node that is served and on the one of today, also where code from text is forbidden.
 *
 * `project` has the packages and TypeScript installed. Throws at the first that does not run well.
 */
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.ts';
import { compile, configure, NODES } from './user-project.ts';

const EXAMPLE = fileURLToPath(new URL('../../examples/contracts/', import.meta.url));
const RUNS = [...NODES.map((node) => [node]), [process.execPath, '--disallow-code-generation-from-strings']];

const compilerOptions = {
  module: 'NodeNext',
  rewriteRelativeImportExtensions: true,
  rootDir: '.',
  outDir: 'dist',
};

/** What the program printed; the same on each Node. */
export async function checkContracts(project: string): Promise<string> {
  const folder = join(project, 'contracts');
  for (const name of readdirSync(EXAMPLE).filter((file) => file.endsWith('.ts') || file === 'generated')) {
    cpSync(join(EXAMPLE, name), join(folder, name), { recursive: true });
  }
  configure(folder, { compilerOptions });
  await compile(project, 'contracts/tsconfig.json');
  const printed = new Set<string>();
  for (const [node = '', ...flags] of RUNS) {
    const { stdout } = await run(node, [...flags, 'dist/main.js'], { cwd: folder });
    printed.add(stdout);
  }
  const [lines = '', ...others] = printed;
  if (others.length > 0 || !lines.includes('compiled as interpreted')) {
    throw new Error(`the example of contracts printed:\n${[...printed].join('\n')}`);
  }
  return lines;
}
