/**
 * Which file of one input stands against which of another: the only two, those of one path, those of one
 * place below the folders that were named. Pure.
 */
import { resolve } from 'node:path';
import type { InputFile } from '../inputs/input-file.ts';
import { belowOf, type Input } from '../inputs/input.ts';

export interface Side {
  readonly input: Input;
  readonly files: readonly InputFile[];
}

/** At least one of them is there. */
export interface FilePair {
  readonly before: InputFile | null;
  readonly after: InputFile | null;
}

/** Sorted by path. What a whole git ref holds beside the other input was not asked for. */
export function pairFiles(before: Side, after: Side, workingFolder: string): readonly FilePair[] {
  const olds = asked(before, after, workingFolder);
  const news = asked(after, before, workingFolder);
  const [old, now] = [olds[0], news[0]];
  if (old !== undefined && now !== undefined && olds.length === 1 && news.length === 1) {
    return [{ before: old, after: now }];
  }
  const pairs = new Map<InputFile, FilePair>();
  const free = new Set(olds);
  for (const keyOf of [(file: InputFile) => file.path, (file: InputFile) => file.below]) {
    const byKey = new Map([...free].map((file) => [keyOf(file), file]));
    for (const file of news) {
      const partner = pairs.has(file) ? undefined : byKey.get(keyOf(file));
      if (partner === undefined || !free.delete(partner)) continue;
      pairs.set(file, { before: partner, after: file });
    }
  }
  const all = [
    ...news.map((file) => pairs.get(file) ?? { before: null, after: file }),
    ...[...free].map((file) => ({ before: file, after: null })),
  ];
  return all.toSorted((left, right) => (pathOf(left) < pathOf(right) ? -1 : 1));
}

/** The files that were named, and that the other input can have. */
function asked({ input, files }: Side, other: Side, workingFolder: string): readonly InputFile[] {
  const named = files.filter((file) => file.named);
  if (input.kind !== 'git' || !input.wholeRef || other.input.kind !== 'disk') return named;
  const { selection } = other.input;
  return named.filter(({ path }) => belowOf(selection, resolve(workingFolder, path)) !== null);
}

function pathOf({ before, after }: FilePair): string {
  return after?.path ?? before?.path ?? '';
}
