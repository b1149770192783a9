/**
 * The tsconfig.json that governs generated files, and what it asks of them.
 *
 * The nearest one at or above the output folder; where that one only refers to others, the first of these that
 * includes the folder. What it extends counts. Reads nothing else, and compiles nothing.
 */
import { dirname, join, resolve } from 'node:path';
import type { ImportExtension } from '@ottla/codegen';
import {
  createFilesMatcher,
  getTsconfig,
  parseTsconfig,
  type TsConfigJsonResolved,
  type TsConfigResult,
} from 'get-tsconfig';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { kindOnDisk } from '../inputs/disk-tree.ts';
import { printable } from '../terminal.ts';

export interface OutputTsconfig {
  /** Absolute. */
  readonly file: string;
  /** How relative imports must end. */
  readonly importExtension: ImportExtension;
  /** Whether syntax that leaves code behind, such as `enum`, is refused. */
  readonly erasableSyntaxOnly: boolean;
}

/** Null when there is none. Throws CliError `TSCONFIG_INVALID`. */
export function outputTsconfig(outputFolder: string): OutputTsconfig | null {
  // Folders of the way that are not there yet hold no tsconfig.json.
  let folder = outputFolder;
  while (kindOnDisk(folder) === null && folder !== dirname(folder)) folder = dirname(folder);
  const nearest = reading(folder, () => getTsconfig(folder));
  if (nearest === null) return null;
  const { path, config } = governing(nearest, outputFolder);
  const { compilerOptions = {} } = config;
  return {
    file: path,
    importExtension: extensionOf(compilerOptions),
    erasableSyntaxOnly: compilerOptions.erasableSyntaxOnly === true,
  };
}

function governing(nearest: TsConfigResult, outputFolder: string): TsConfigResult {
  const references = nearest.config.references ?? [];
  const generated = join(outputFolder, 'generated.ts');
  if (references.length === 0 || includes(nearest, generated)) return nearest;
  for (const { path } of references) {
    const named = resolve(dirname(nearest.path), path);
    const file = kindOnDisk(named) === 'folder' ? join(named, 'tsconfig.json') : named;
    if (kindOnDisk(file) !== 'file') continue;
    const candidate = { path: file, config: reading(file, () => parseTsconfig(file)) };
    if (includes(candidate, generated)) return candidate;
  }
  return nearest;
}

function includes(tsconfig: TsConfigResult, file: string): boolean {
  const { files, include } = tsconfig.config;
  // Of `"files": []` alone nothing is meant, whatever stands below.
  if (files?.length === 0 && include === undefined) return false;
  return createFilesMatcher(tsconfig)(file) !== undefined;
}

const NODE_MODULES: ReadonlySet<string> = new Set(['node16', 'node18', 'node20', 'nodenext']);

function extensionOf(options: NonNullable<TsConfigJsonResolved['compilerOptions']>): ImportExtension {
  const module = options.module?.toLowerCase() ?? '';
  const resolution = options.moduleResolution?.toLowerCase();
  const isBundled = resolution === undefined ? module === 'preserve' : resolution === 'bundler';
  if (isBundled) return 'none';
  const isNode = NODE_MODULES.has(resolution ?? module);
  const takesTs =
    options.allowImportingTsExtensions === true || options.rewriteRelativeImportExtensions === true;
  return isNode && takesTs ? '.ts' : '.js';
}

function reading<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError(`the tsconfig.json for ${printable(place)} cannot be read: ${printable(why)}`, {
      code: 'TSCONFIG_INVALID',
      exitCode: EXIT.usage,
      remedy: 'Mend it, or say --import-extension.',
      cause: error,
    });
  }
}
