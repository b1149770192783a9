/**
 * `ottla.lock` of a project: where it is, and what it and its texts say.
 *
 * It stands beside ottla.yaml; without one it is the nearest in the working folder or above, up to the root
 * of the repository, or a new one in the working folder.
 */
import { ConfigError } from '@ottla/kernel';
import { parseLock, readBundle, type SchemaBundle } from '@ottla/registry-client';
import { dirname, join } from 'node:path';
import type { Config } from '../config/read-config.ts';
import { kindOnDisk, projectRoot, readDiskFile } from '../inputs/disk-tree.ts';
import { relativePath } from '../inputs/relative-path.ts';

export const LOCK_NAME = 'ottla.lock';

/** A lock that is not there holds nothing. */
export const EMPTY: SchemaBundle = { lockfileVersion: 1, subjects: {}, schemas: {} };

export interface LockOnDisk {
  /** Absolute. */
  readonly path: string;
  /** Absolute: where it stands, and what its files are relative to. */
  readonly folder: string;
  /** As shown: relative to the working folder. */
  readonly file: string;
  /** Null when it is not there. */
  readonly text: string | null;
  /** What it says; without any text when one of them is missing or altered. */
  readonly bundle: SchemaBundle;
}

/** Where the lock is, or would be; absolute. */
export function lockPath({ file, folder }: Pick<Config, 'file' | 'folder'>, workingFolder: string): string {
  if (file !== null) return join(folder, LOCK_NAME);
  const root = projectRoot(workingFolder);
  for (let at = workingFolder; ; at = dirname(at)) {
    if (kindOnDisk(join(at, LOCK_NAME)) === 'file') return join(at, LOCK_NAME);
    if (at === root || at === dirname(at)) return join(workingFolder, LOCK_NAME);
  }
}

/** Texts that stand in the way of a bundle, and can be had from the registry again. */
const MENDED_BY_PULLING: readonly string[] = ['BUNDLE_TEXT_MISSING', 'BUNDLE_TEXT_ALTERED'];

/** Throws ConfigError for a lock that cannot be read, with what to do. */
export async function readLockOnDisk(
  config: Pick<Config, 'file' | 'folder'>,
  workingFolder: string,
): Promise<LockOnDisk> {
  const path = lockPath(config, workingFolder);
  const file = relativePath(workingFolder, path);
  const place = { path, folder: dirname(path), file };
  if (kindOnDisk(path) === null) return { ...place, text: null, bundle: EMPTY };
  const text = readDiskFile(path, file);
  const lock = parseLock(text, file);
  try {
    return { ...place, text, bundle: await readBundle(path) };
  } catch (error) {
    if (!(error instanceof ConfigError) || !MENDED_BY_PULLING.includes(error.code)) throw error;
    return { ...place, text, bundle: { ...lock, schemas: {} } };
  }
}
