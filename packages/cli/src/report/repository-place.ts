/**
 * Where a finding stands in the files of the repository, for services that show it beside the source.
 *
 * They know files by the way from the root of the repository. What stands at a git ref (`main:a.avsc`) is
 * no file there: such a place becomes the file that is judged, or the one that was removed, without a line.
 */
import type { Position } from '@ottla/schema';
import type { Report } from './report.ts';

export interface RepositoryPlace {
  /** With '/', from the root of the repository. */
  readonly file: string;
  /** Null for the file as a whole. */
  readonly at: { readonly line: number; readonly column: number } | null;
}

/** Finds places for the findings of one report. */
export class RepositoryPlaces {
  readonly #folder: string;
  /** The file that is judged, by subject. */
  readonly #files: ReadonlyMap<string, string | null>;

  constructor(report: Report, folder: string) {
    this.#folder = folder;
    this.#files = new Map(report.judged.map(({ subject, file }) => [subject, file]));
  }

  /** Null when no file can be shown: a text from stdin. */
  placeOf(position: Position, subject: string): RepositoryPlace | null {
    const { file, line, column } = position;
    if (file !== undefined && isWorkFile(file)) return { file: this.path(file), at: { line, column } };
    const judged = this.#files.get(subject) ?? null;
    if (judged !== null && isWorkFile(judged)) return { file: this.path(judged), at: null };
    // No ref has a colon in it.
    const removed = file?.includes(':') === true ? file.slice(file.indexOf(':') + 1) : '';
    return removed === '' ? null : { file: this.path(removed), at: null };
  }

  /** A file of the working folder as the repository knows it: `../a` from `x/y` is `x/a`. */
  path(file: string): string {
    const steps = this.#folder === '' ? [] : this.#folder.split('/');
    for (const step of file.split('/')) {
      if (step === '..' && steps.length > 0) steps.pop();
      else if (step !== '.') steps.push(step);
    }
    return steps.join('/');
  }
}

/** Files at a git ref carry it, `main:a.avsc`; a file of the working folder is shown by its way alone. */
export function isWorkFile(file: string): boolean {
  return !file.includes(':') && !/^(-|<.*>)$/.test(file);
}
