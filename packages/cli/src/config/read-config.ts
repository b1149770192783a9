/**
 * Finds and reads the configuration: `ottla.yaml`, `ottla.yml` or `ottla.json`.
 *
 * It is looked for in the working folder and those above it, up to the root of the repository. Paths in it
 * are relative to its folder. Without one, every key has its default.
 */
import { dirname, join, resolve } from 'node:path';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { kindOnDisk, projectRoot, readDiskFile } from '../inputs/disk-tree.ts';
import { relativePath } from '../inputs/relative-path.ts';
import { printable } from '../terminal.ts';
import { configSection, type ConfigContent } from './config-table.ts';
import { ConfigValue } from './config-value.ts';

export type { AllowEntry, SchemasEntry } from './config-table.ts';

export interface Config extends ConfigContent {
  /** As shown, relative to the working folder; null when there is no file. */
  readonly file: string | null;
  readonly absolutePath: string | null;
  /** Absolute: what its paths are relative to; without a file the root of the repository. */
  readonly folder: string;
}

export const CONFIG_NAMES: readonly string[] = ['ottla.yaml', 'ottla.yml', 'ottla.json'];

const CONFIG_CHARACTERS_MAXIMUM = 1024 * 1024;

/**
 * The configuration that holds for a working folder. Throws CliError `CONFIG_MISSING`, `CONFIG_AMBIGUOUS` or
 * `CONFIG_INVALID`, the last with its place.
 * @example
 * const { check } = await readConfig({}, process.cwd());
 */
export async function readConfig(
  options: { readonly config?: string },
  workingFolder: string,
): Promise<Config> {
  const absolutePath =
    options.config === undefined ? findConfig(workingFolder) : namedConfig(options.config, workingFolder);
  if (absolutePath === null) {
    const content = configSection.read(ConfigValue.parse('ottla.yaml', 'version: 1'));
    return { ...content, file: null, absolutePath, folder: projectRoot(workingFolder) };
  }
  const file = relativePath(workingFolder, absolutePath);
  const text = readDiskFile(absolutePath, file);
  if (text.length > CONFIG_CHARACTERS_MAXIMUM) {
    throw new CliError(`${printable(file)} has more than ${CONFIG_CHARACTERS_MAXIMUM} characters`, {
      code: 'CONFIG_INVALID',
      exitCode: EXIT.usage,
    });
  }
  return { ...parseConfig(file, text), file, absolutePath, folder: dirname(absolutePath) };
}

/** Reads the text of a configuration. Throws CliError `CONFIG_INVALID` with the place. */
export function parseConfig(file: string, text: string): ConfigContent {
  return configSection.read(ConfigValue.parse(file, text));
}

function namedConfig(word: string, workingFolder: string): string {
  const path = resolve(workingFolder, word);
  if (kindOnDisk(path) === 'file') return path;
  throw new CliError(`there is no configuration ${printable(word)}`, {
    code: 'CONFIG_MISSING',
    exitCode: EXIT.usage,
    remedy: 'Give an existing file with --config, or leave it out.',
  });
}

function findConfig(workingFolder: string): string | null {
  const root = projectRoot(workingFolder);
  for (let folder = workingFolder; ; folder = dirname(folder)) {
    const found = CONFIG_NAMES.filter((name) => kindOnDisk(join(folder, name)) === 'file');
    if (found.length > 1) {
      throw new CliError(`${found.join(' and ')} stand side by side in ${printable(folder)}`, {
        code: 'CONFIG_AMBIGUOUS',
        exitCode: EXIT.usage,
        remedy: 'Keep one, or name it with --config.',
      });
    }
    if (found[0] !== undefined) return join(folder, found[0]);
    if (folder === root || folder === dirname(folder)) return null;
  }
}
