/** Compares all that two inputs hold, file by file. */
import { SchemaError } from '@ottla/schema';
import type { InputFile } from '../inputs/input-file.ts';
import type { FileContracts, NamedContract } from '../subjects/contracts.ts';
import { pairFiles, type FilePair, type Side } from './file-pairs.ts';
import { schemaChanges, type FileChange } from './schema-change.ts';
import { contractsOf, type DiffPlace } from './side-contracts.ts';

export interface Comparison {
  /** Those in which something differs, or that could not be read. */
  readonly files: readonly FileChange[];
  /** How many were looked at, on either side. */
  readonly compared: number;
}

export async function compareSides(before: Side, after: Side, diffPlace: DiffPlace): Promise<Comparison> {
  const [oldOf, newOf] = [await contractsOf(before, diffPlace), await contractsOf(after, diffPlace)];
  const read = ({ before: old, after: now }: FilePair): ReadPair => ({
    before: old === null ? null : readFile(old, oldOf),
    after: now === null ? null : readFile(now, newOf),
  });
  const pairs = joinMoved(pairFiles(before, after, diffPlace.place.workingFolder).map(read));
  const files = pairs.map(changeOf);
  return { files: files.filter(isWorthTelling), compared: pairs.length };
}

/** A file and what it says. */
interface ReadFile {
  readonly file: InputFile;
  readonly content: readonly NamedContract[] | SchemaError;
}

interface ReadPair {
  readonly before: ReadFile | null;
  readonly after: ReadFile | null;
  readonly moved?: boolean;
}

function readFile(file: InputFile, of: (file: InputFile) => FileContracts): ReadFile {
  const { contracts, error } = of(file);
  return { file, content: error ?? contracts };
}

/** A file that is gone and one that is new are one when both hold the same named type, and no others do. */
function joinMoved(pairs: readonly ReadPair[]): readonly ReadPair[] {
  const gone = uniqueByName(pairs.filter(({ after }) => after === null));
  const came = uniqueByName(pairs.filter(({ before }) => before === null));
  const joined = new Map<ReadPair, ReadPair | null>();
  for (const [name, old] of gone) {
    const now = came.get(name);
    if (old === null || now === undefined || now === null) continue;
    joined.set(now, { before: old.before, after: now.after, moved: true });
    joined.set(old, null);
  }
  return pairs.flatMap((pair) => {
    const other = joined.get(pair);
    return other === null ? [] : [other ?? pair];
  });
}

/** Null for what several hold. */
function uniqueByName(pairs: readonly ReadPair[]): ReadonlyMap<string, ReadPair | null> {
  const byName = new Map<string, ReadPair | null>();
  for (const pair of pairs) {
    const name = onlyName(pair.before ?? pair.after);
    if (name !== null) byName.set(name, byName.has(name) ? null : pair);
  }
  return byName;
}

function onlyName(side: ReadFile | null): string | null {
  if (side === null || side.content instanceof SchemaError || side.content.length !== 1) return null;
  return side.content[0]?.name ?? null;
}

function changeOf({ before, after, moved = false }: ReadPair): FileChange {
  const contents = [before?.content ?? [], after?.content ?? []] as const;
  const failures = contents.filter((content) => content instanceof SchemaError);
  const [old, now] = contents.map((content) => (content instanceof SchemaError ? [] : content));
  return {
    before: before?.file.file ?? null,
    after: after?.file.file ?? null,
    moved,
    schemas: failures.length > 0 ? [] : schemaChanges(old ?? [], now ?? []),
    failures,
  };
}

function isWorthTelling({ before, after, moved, schemas, failures }: FileChange): boolean {
  return before === null || after === null || moved || schemas.length + failures.length > 0;
}
