/**
 * What a project is, as far as `ottla init` needs it: its schemas, its git, its package manager, its editor's schema.
 *
 * Looks, and changes nothing.
 */
import { join, posix } from 'node:path';
import { CliError } from '../cli-error.ts';
import { CONFIG_NAMES } from '../config/read-config.ts';
import { kindOnDisk, projectRoot } from '../inputs/disk-tree.ts';
import { GitRepository } from '../inputs/git-repository.ts';
import { relativePath } from '../inputs/relative-path.ts';
import { toolVersion } from '../version.ts';
import { LIBRARY, packageInstallerOf, type PackageInstaller } from './package-installer.ts';
import { namedRoot } from './schema-roots.ts';
import { findSchemas } from './schema-search.ts';

export interface ProjectSurvey {
  /** Absolute: the root of the repository, or the working folder. */
  readonly root: string;
  /** Relative to the working folder. */
  readonly schemas: readonly string[];
  /** How many more stand in folders of tests. */
  readonly testFiles: number;
  /** Whether the search ended at its bound. */
  readonly stopped: boolean;
  /** What to compare with, as `--against` takes it; null when git has nothing yet. */
  readonly against: string | null;
  readonly packageInstaller: PackageInstaller;
  /** Where ottla is installed, from the working folder; null when it is not. */
  readonly installed: string | null;
  /** Whether what generated code imports is installed. */
  readonly hasLibrary: boolean;
  /** Whether the root has this file or folder. */
  readonly has: (path: string) => boolean;
  /** A configuration above the working folder, which held here until now; null when there is none. */
  readonly above: string | null;
}

const IN_TESTS = /(?:^|\/)(?:tests?|__tests__|__fixtures__|fixtures?|testdata|vectors)\//i;
const REFS: readonly string[] = ['origin/main', 'origin/master', 'HEAD'];

export async function surveyProject(workingFolder: string): Promise<ProjectSurvey> {
  const root = projectRoot(workingFolder);
  const { files, stopped } = findSchemas(workingFolder);
  const meant = files.filter((file) => !IN_TESTS.test(file));
  const schemas = meant.length > 0 ? meant : files;
  const has = (path: string): boolean => kindOnDisk(join(root, path)) !== null;
  const hasHere = (path: string): boolean => kindOnDisk(join(workingFolder, path)) !== null || has(path);
  return {
    root,
    schemas: contractsOf(schemas),
    testFiles: files.length - schemas.length,
    stopped,
    against: await comparableRef(workingFolder),
    packageInstaller: packageInstallerOf(hasHere, toolVersion()),
    installed: installedAt('ottla', workingFolder, root),
    hasLibrary: installedAt(LIBRARY, workingFolder, root) !== null,
    has,
    above: configAbove(workingFolder, root),
  };
}

/** JSON Schema is for much else: what stands beside Avro, or with it below a folder called so, is a contract. */
function contractsOf(files: readonly string[]): readonly string[] {
  const avro = files.filter((file) => !file.endsWith('.json'));
  const folders = new Set(avro.map((file) => posix.dirname(file)));
  const roots = new Set(avro.map(namedRoot));
  const isContract = (file: string): boolean => {
    const root = namedRoot(file);
    return folders.has(posix.dirname(file)) || (root !== null && roots.has(root));
  };
  return files.filter((file) => !file.endsWith('.json') || isContract(file));
}

async function comparableRef(workingFolder: string): Promise<string | null> {
  let repository: GitRepository;
  try {
    repository = await GitRepository.open(workingFolder);
  } catch (error) {
    // No git, or no repository: then versions beside each other are all there is.
    if (error instanceof CliError) return null;
    throw error;
  }
  for (const ref of REFS) {
    if (await knows(repository, ref)) return `git:${ref}`;
  }
  return null;
}

async function knows(repository: GitRepository, ref: string): Promise<boolean> {
  try {
    await repository.files(ref);
    return true;
  } catch (error) {
    if (error instanceof CliError) return false;
    throw error;
  }
}

function configAbove(workingFolder: string, root: string): string | null {
  for (let folder = workingFolder; folder !== root;) {
    folder = join(folder, '..');
    const name = CONFIG_NAMES.find((each) => kindOnDisk(join(folder, each)) === 'file');
    if (name !== undefined) return relativePath(workingFolder, join(folder, name));
  }
  return null;
}

function installedAt(name: string, workingFolder: string, root: string): string | null {
  for (let folder = workingFolder; ; folder = join(folder, '..')) {
    const place = join(folder, 'node_modules', name);
    if (kindOnDisk(join(place, 'package.json')) !== null) return relativePath(workingFolder, place);
    if (folder === root || folder === join(folder, '..')) return null;
  }
}
