/**
 * Tells when files change, appear or vanish. The port of `ottla gen --watch`, and the real one over chokidar.
 */
import { basename } from 'node:path';
import { watch } from 'chokidar';
import type { WatchScope } from './watch-scope.ts';

export interface WatchEvents {
  /** All is looked at from now on; what changed before is not told. */
  ready(): void;
  changed(): void;
  failed(error: Error): void;
}

export interface FileWatcher {
  close(): Promise<void>;
}

export type OpenFileWatcher = (scope: WatchScope, events: WatchEvents) => FileWatcher;

/** Watches the disk. */
export const watchDisk: OpenFileWatcher = ({ roots, enters, counts }, events) => {
  const watcher = watch([...roots], {
    ignoreInitial: true,
    // Links to folders are not followed when schemas are read, either.
    followSymlinks: false,
    ignored: (path, stats) =>
      stats?.isDirectory() === true ? !enters(basename(path)) : stats !== undefined && !counts(path),
  });
  watcher.on('ready', () => events.ready());
  watcher.on('error', (error) => events.failed(error instanceof Error ? error : new Error(String(error))));
  watcher.on('all', (event) => {
    // A folder that appears tells of its files by itself.
    if (event === 'add' || event === 'change' || event === 'unlink') events.changed();
  });
  return { close: () => watcher.close() };
};
