/** Which package manager a project uses, by its lock file, and its words. Pure. */

export interface PackageInstaller {
  /** What stands before `ottla` in a shell; with its options behind it. */
  readonly runs: string;
  /** Adds ottla to the project; null where there is no package.json to add it to. */
  readonly adds: string | null;
  /** Adds what generated code imports. */
  readonly addsLibrary: string | null;
  /** The steps of a job that install what the lock file says, in a shell. */
  readonly installs: readonly string[];
}

/** What generated code imports. */
export const LIBRARY = '@ottla/serializers';

const NPM = {
  runs: 'npx ottla',
  adds: 'npm install --save-dev ottla',
  addsLibrary: `npm install ${LIBRARY}`,
};

const BY_LOCK_FILE: Readonly<Record<string, PackageInstaller>> = {
  'pnpm-lock.yaml': {
    runs: 'pnpm exec ottla',
    adds: 'pnpm add --save-dev ottla',
    addsLibrary: `pnpm add ${LIBRARY}`,
    installs: ['npm install --global corepack', 'corepack enable', 'pnpm install --frozen-lockfile'],
  },
  'yarn.lock': {
    runs: 'yarn ottla',
    adds: 'yarn add --dev ottla',
    addsLibrary: `yarn add ${LIBRARY}`,
    installs: ['npm install --global corepack', 'corepack enable', 'yarn install --immutable'],
  },
  'package-lock.json': { ...NPM, installs: ['npm ci'] },
  'package.json': { ...NPM, installs: ['npm install'] },
};

/** `exists` tells whether the project has a file; `version` is that of this program. */
export function packageInstallerOf(exists: (file: string) => boolean, version: string): PackageInstaller {
  const lockFile = Object.keys(BY_LOCK_FILE).find(exists);
  const known = lockFile === undefined ? undefined : BY_LOCK_FILE[lockFile];
  return known ?? { runs: `npx --yes ottla@${version}`, adds: null, addsLibrary: null, installs: [] };
}
