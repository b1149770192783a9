/** The files of the house as the style tests see them: paths from the root, text, imports. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'generated', '.git', '.cache', 'coverage']);

export interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Every file below a folder whose name ends so, sorted by path. */
export function filesBelow(folder: string, ending: string): SourceFile[] {
  const found: SourceFile[] = [];
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(entry.name)) found.push(...filesBelow(path, ending));
    } else if (entry.name.endsWith(ending)) {
      found.push({ path, text: readFileSync(join(ROOT, path), 'utf8') });
    }
  }
  return found.toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

export const packageFolders: readonly string[] = readdirSync(join(ROOT, 'packages')).toSorted();

export const isTest = (path: string): boolean => /\.(test|spec)\.ts$/.test(path);

/** What packages ship: `packages/<name>/src`, tests left out. */
export function shippedSources(): SourceFile[] {
  return packageFolders
    .flatMap((folder) => filesBelow(`packages/${folder}/src`, '.ts'))
    .filter(({ path }) => !isTest(path));
}

/** Everything written by hand in TypeScript. */
export function allSources(): SourceFile[] {
  return ['packages', 'test', 'bench', 'examples'].flatMap((folder) => filesBelow(folder, '.ts'));
}

/** The text without comments, template literals left alone. */
export function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

/** What a file imports or re-exports, type-only imports included, as written. */
export function importsOf(text: string): string[] {
  const code = withoutComments(text);
  const statements = code.matchAll(/(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]/g);
  const bare = code.matchAll(/(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g);
  const dynamic = code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g);
  return [...statements, ...bare, ...dynamic].map((match) => match[1] ?? '');
}

/** The path from the root that a relative import names. */
export function resolveImport(from: string, specifier: string): string {
  return relative(ROOT, resolve(ROOT, dirname(from), specifier)).replaceAll('\\', '/');
}
