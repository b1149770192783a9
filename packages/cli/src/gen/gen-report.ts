/**
 * Carries out what a run of `ottla gen` found, and tells it: paths on stdout, the rest on stderr.
 */
import { relative, resolve } from 'node:path';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { plural } from '../plural.ts';
import { printable, type Terminal } from '../terminal.ts';
import type { GenResult } from './gen-run.ts';
import { refuseForeign, removeOrphans } from './output-state.ts';
import { someOf } from './schema-texts.ts';

export interface ReportPlace {
  readonly terminal: Terminal;
  /** Paths are shown as seen from here. */
  readonly workingFolder: string;
}

/** Writes what is stale, and with `clean` removes what nothing makes any more. Gives the summary. */
export function settleOutput(
  { schemas, files, output, state }: GenResult,
  { clean }: { readonly clean: boolean },
  { terminal, workingFolder }: ReportPlace,
): { readonly changed: number; readonly summary: string } {
  const shown = shownIn(output.path, workingFolder);
  refuseForeign(state, output);
  for (const { path, text } of state.stale) {
    output.write(path, text);
    terminal.print(shown(path));
  }
  const removed = clean ? removeOrphans(state, output) : [];
  for (const path of state.edited) {
    terminal.note(`${shown(path)} was edited by hand; it is generated again, since the schema is the source`);
  }
  if (removed.length > 0) terminal.note(`removed ${someOf(removed.map(shown))}`);
  if (clean) noteLeft(state.editedOrphans.map(shown), 'edited by hand, so it stays', terminal);
  if (clean) noteLeft(state.others.map(shown), 'not made by ottla gen, so it stays', terminal);
  if (!clean && state.orphans.length > 0) {
    const kept = someOf(state.orphans.map(shown));
    terminal.note(
      `${kept}: no schema makes ${state.orphans.length === 1 ? 'it' : 'them'} any more; --clean removes what is left over`,
    );
  }
  const counted = `${state.stale.length} of ${plural(files.length, 'file')}`;
  const andRemoved = removed.length === 0 ? '' : `, ${plural(removed.length, 'file')} removed`;
  return {
    changed: state.stale.length + removed.length,
    summary: `${counted} written from ${schemas.counted}${andRemoved}`,
  };
}

function noteLeft(paths: readonly string[], why: string, terminal: Terminal): void {
  if (paths.length > 0) terminal.note(`${someOf(paths)}: ${why}`);
}

/** Lists what is stale, and what nothing makes any more. */
export function checkOutput(
  { files, output, state }: GenResult,
  { terminal, workingFolder }: ReportPlace,
): ExitCode {
  const shown = shownIn(output.path, workingFolder);
  const unmade = [...state.orphans, ...state.editedOrphans];
  const stale = [...state.stale.map(({ path }) => path), ...unmade].toSorted();
  if (stale.length === 0) {
    terminal.note(terminal.paint('green', `${plural(files.length, 'file')} up to date`));
    return EXIT.ok;
  }
  for (const path of stale) terminal.print(shown(path));
  noteLeft(
    [...state.edited, ...state.editedOrphans].map(shown),
    'edited by hand; change the schema instead',
    terminal,
  );
  noteLeft(unmade.map(shown), 'made by no schema any more', terminal);
  const counted = `${state.stale.length} of ${plural(files.length, 'file')} stale`;
  const left = unmade.length === 0 ? '' : `, ${unmade.length} left over`;
  const instead = state.orphans.length === 0 ? 'without --check' : 'with --clean in place of --check';
  terminal.note(terminal.paint('red', `${counted}${left}; run the same command ${instead}`));
  return EXIT.findings;
}

function shownIn(folder: string, workingFolder: string): (path: string) => string {
  return (path) => printable(relative(workingFolder, resolve(folder, path)));
}
