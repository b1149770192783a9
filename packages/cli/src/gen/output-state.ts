/**
 * How the output folder compares with what a run made, and what is done about it.
 *
 * What `generate` made and nobody touched may be written over and removed. What was edited is written over,
 * since the schema is the source, and said; but never removed. What is none of ours is neither.
 */
import { checkGenerated, isUpToDate, type GeneratedFile } from '@ottla/codegen';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import type { OutputFolder } from '../output/output-folder.ts';
import { TEMPORARY_NAME } from '../output/replaced-file.ts';
import { printable } from '../terminal.ts';

export interface OutputState {
  /** To be written: missing, or another text. */
  readonly stale: readonly GeneratedFile[];
  /** Of the stale ones: those that were edited, and those that are not ours. */
  readonly edited: readonly string[];
  readonly foreign: readonly string[];
  /** What no schema makes any more: as it was made, and edited since. */
  readonly orphans: readonly string[];
  readonly editedOrphans: readonly string[];
  /** Whatever else stands there. */
  readonly others: readonly string[];
  /** What a killed run left half written. */
  readonly leftovers: readonly string[];
}

export function outputState(files: readonly GeneratedFile[], output: OutputFolder): OutputState {
  const stale: GeneratedFile[] = [];
  const changed = { own: [] as string[], edited: [] as string[], foreign: [] as string[] };
  for (const file of files) {
    const text = output.read(file.path);
    if (text !== null && isUpToDate(text, file.text)) continue;
    stale.push(file);
    if (text !== null) changed[checkGenerated(text)].push(file.path);
  }
  // A disk that is blind to case may show another spelling of what was made.
  const spellings = new Map(files.map(({ path }) => [path.toLowerCase(), path]));
  const unmade = { own: [] as string[], edited: [] as string[], foreign: [] as string[] };
  const leftovers: string[] = [];
  for (const path of output.files()) {
    const spelling = spellings.get(path.toLowerCase());
    if (spelling === path || (spelling !== undefined && output.isOneFile(path, spelling))) continue;
    if (TEMPORARY_NAME.test(path.slice(path.lastIndexOf('/') + 1))) leftovers.push(path);
    else unmade[path.endsWith('.ts') ? checkGenerated(output.read(path) ?? '') : 'foreign'].push(path);
  }
  return {
    stale,
    edited: changed.edited,
    foreign: changed.foreign,
    orphans: unmade.own,
    editedOrphans: unmade.edited,
    others: unmade.foreign,
    leftovers,
  };
}

/** Throws CliError `OUTPUT_FOREIGN` when something stands in the way that is not ours, before anything is written. */
export function refuseForeign({ foreign }: OutputState, output: OutputFolder): void {
  const [first] = foreign;
  if (first === undefined) return;
  const more = foreign.length === 1 ? '' : `, and ${foreign.length - 1} more,`;
  throw new CliError(`${printable(first)}${more} in ${printable(output.path)} was not made by ottla gen`, {
    code: 'OUTPUT_FOREIGN',
    exitCode: EXIT.usage,
    remedy: 'Nothing was written. Move it away, or give another folder with --out.',
  });
}

/** Removes what nothing makes any more. Gives the paths. */
export function removeOrphans({ orphans, leftovers }: OutputState, output: OutputFolder): readonly string[] {
  const removed = [...orphans, ...leftovers];
  for (const path of removed) output.remove(path);
  return removed;
}
