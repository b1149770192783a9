/**
 * Looks for schema files below a folder, for `ottla init`.
 *
 * Leaves out what nobody wrote there: packages, hidden folders, output of builds. Bounded, so that it ends soon
 * wherever it is started; links to folders are not followed. Reads no file.
 */
import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../cli-error.ts';
import { SCHEMA_EXTENSIONS } from '../inputs/input-file.ts';

export interface FoundSchemas {
  /** Relative to the folder, with '/', sorted. */
  readonly files: readonly string[];
  /** Whether there was more than it looks at. */
  readonly stopped: boolean;
}

const LEFT_OUT = new Set([
  'node_modules',
  'bower_components',
  'vendor',
  'dist',
  'build',
  'out',
  'target',
  'bin',
  'obj',
  'coverage',
  'generated',
  'venv',
]);

const ENTRIES_MAXIMUM = 200_000;
const DEPTH_MAXIMUM = 20;

export function findSchemas(folder: string, entriesMaximum = ENTRIES_MAXIMUM): FoundSchemas {
  const files: string[] = [];
  const open: { readonly path: string; readonly depth: number }[] = [{ path: '', depth: 0 }];
  let seen = 0;
  let stopped = false;
  // Breadth first: what lies near is found before the bound is reached.
  for (const next of open) {
    for (const entry of entriesOf(join(folder, next.path))) {
      if (++seen > entriesMaximum) return { files: files.toSorted(), stopped: true };
      const path = next.path === '' ? entry.name : `${next.path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name.startsWith('.') || LEFT_OUT.has(entry.name)) continue;
        if (next.depth < DEPTH_MAXIMUM) open.push({ path, depth: next.depth + 1 });
        else stopped = true;
      } else if (entry.isFile() && SCHEMA_EXTENSIONS.some((extension) => entry.name.endsWith(extension))) {
        files.push(path);
      }
    }
  }
  return { files: files.toSorted(), stopped };
}

/** What may not be looked into holds no schemas of this project. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return [];
  }
}
