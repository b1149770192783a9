/**
 * Where `ottla.lock` of a project is: beside ottla.yaml; without one the nearest in the working folder or
 * above, up to the root of the repository, or a new one in the working folder. Loads nothing of a registry.
 */
import { dirname, join } from 'node:path';
import type { Config } from '../config/read-config.ts';
import { kindOnDisk, projectRoot } from '../inputs/disk-tree.ts';

const LOCK_NAME = 'ottla.lock';

/** Where the lock is, or would be; absolute. */
export function lockPath({ file, folder }: Pick<Config, 'file' | 'folder'>, workingFolder: string): string {
  if (file !== null) return join(folder, LOCK_NAME);
  const root = projectRoot(workingFolder);
  for (let at = workingFolder; ; at = dirname(at)) {
    if (kindOnDisk(join(at, LOCK_NAME)) === 'file') return join(at, LOCK_NAME);
    if (at === root || at === dirname(at)) return join(workingFolder, LOCK_NAME);
  }
}
