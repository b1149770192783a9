/** `ottla.lock` of a project with its texts, as they are on disk. */
import { ConfigError } from '@ottla/kernel';
import { parseLock, readBundle, type SchemaBundle } from '@ottla/registry-client';
import { dirname } from 'node:path';
import type { Config } from '../config/read-config.ts';
import { kindOnDisk, readDiskFile } from '../inputs/disk-tree.ts';
import { relativePath } from '../inputs/relative-path.ts';
import { lockPath } from './lock-path.ts';

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
