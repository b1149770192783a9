import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, packageFolders, withoutComments } from './source-tree.ts';

interface Manifest {
  readonly name: string;
  readonly exports: Record<string, string>;
}

function manifestOf(folder: string): Manifest {
  // Our own package.json files; their shape is checked by the pack tests.
  return JSON.parse(readFileSync(join(ROOT, 'packages', folder, 'package.json'), 'utf8')) as Manifest;
}

/** The names an entry point lists, types marked as such. */
function exportedNames(text: string): string[] {
  const lists = withoutComments(text).matchAll(/export\s+(type\s+)?\{([^}]*)\}/g);
  return [...lists]
    .flatMap(([, allTypes, names = '']) =>
      names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '')
        .map((name) => (allTypes === undefined || name.startsWith('type ') ? name : `type ${name}`)),
    )
    .toSorted();
}

describe('the public API', () => {
  const entries = packageFolders.flatMap((folder) => {
    const { name, exports } = manifestOf(folder);
    return Object.entries(exports).map(([path, file]) => ({
      entry: path === '.' ? name : `${name}${path.slice(1)}`,
      file: join(ROOT, 'packages', folder, file),
    }));
  });

  it.each(entries)('of $entry is listed name by name', ({ file }) => {
    expect(readFileSync(file, 'utf8')).not.toMatch(/export\s+\*/);
  });

  it.each(entries)('of $entry is what was agreed', async ({ entry, file }) => {
    const names = exportedNames(readFileSync(file, 'utf8'));
    const snapshot = `./api/${entry.replaceAll('/', '-').replace('@', '')}.txt`;
    await expect(`${names.join('\n')}\n`).toMatchFileSnapshot(snapshot);
  });
});
