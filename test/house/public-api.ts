/** What the packages offer: their entry points, and the names that each lists. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolders, ROOT, withoutComments } from './source-tree.ts';

export interface EntryPoint {
  /** As an import names it. */
  readonly name: string;
  /** From the root. */
  readonly file: string;
}

export interface PublicName {
  readonly name: string;
  readonly isType: boolean;
  /** The module that it comes from, as written; undefined for one of the file itself. */
  readonly from: string | undefined;
}

interface Manifest {
  readonly name: string;
  readonly exports: Record<string, string>;
}

function manifestOf(folder: string): Manifest {
  // Our own package.json files; their shape is checked by the pack tests.
  return JSON.parse(readFileSync(join(ROOT, 'packages', folder, 'package.json'), 'utf8')) as Manifest;
}

export const entryPoints: readonly EntryPoint[] = packageFolders.flatMap((folder) => {
  const { name, exports } = manifestOf(folder);
  return Object.entries(exports).map(([path, file]) => ({
    name: path === '.' ? name : `${name}${path.slice(1)}`,
    file: join('packages', folder, file),
  }));
});

/** The names that a module lists in `export { … }`. */
export function publicNames(text: string): PublicName[] {
  const lists = withoutComments(text).matchAll(
    /export\s+(type\s+)?\{([^}]*)\}(?:\s*from\s*['"]([^'"]+)['"])?/g,
  );
  return [...lists].flatMap(([, allTypes, names = '', from]) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map((name) => ({
        name: name.replace(/^type /, ''),
        isType: allTypes !== undefined || name.startsWith('type '),
        from,
      })),
  );
}
