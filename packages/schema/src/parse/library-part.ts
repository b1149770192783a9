/**
 * Some files of a library, and of the others as many as these need: to be put together as if all were there.
 *
 * A file needs those that define a name it mentions, those that define a name it defines too, and those it
 * imports; these need others in turn. What a file defines is known without reading it when another library
 * holds the same text. A file of which nothing is known is always read, and its needs are met.
 */
import { namesOf, type FileNames } from './file-names.ts';
import { readText, textsOf, type ReadText } from './linked-texts.ts';
import { importedFile, normalizedPath, type SchemaFile } from './schema-source.ts';

/** Which part of a library is wanted. */
export interface LibraryPart {
  /** The files that will be asked for. */
  readonly wanted: Iterable<string>;
  /** The names of files whose text is known from another library. */
  readonly names: ReadonlyMap<string, FileNames>;
}

/** The texts that the wanted files need, themselves included, in the order given. */
export function readPart(files: readonly SchemaFile[], part: LibraryPart, lenient: boolean): ReadText[] {
  const texts = new Map(textsOf(files).map((text) => [text.file ?? '', text]));
  const read = new Map<string, ReadText>();
  const names = new Map(part.names);
  const needed = new Set(part.wanted);
  for (const [file, text] of texts) {
    if (names.has(file)) continue;
    const known = readText(text, lenient);
    read.set(file, known);
    if (known.source !== null) names.set(file, namesOf(known.source));
    needed.add(file);
  }
  addNeeded(needed, names);
  return [...texts].flatMap(([file, text]) =>
    needed.has(file) ? [read.get(file) ?? readText(text, lenient)] : [],
  );
}

function addNeeded(needed: Set<string>, names: ReadonlyMap<string, FileNames>): void {
  const defining = new Map<string, string[]>();
  const byPath = new Map<string, string>();
  for (const [file, { defined }] of names) {
    byPath.set(normalizedPath(file), file);
    for (const name of defined) {
      const list = defining.get(name);
      if (list === undefined) defining.set(name, [file]);
      else list.push(file);
    }
  }
  const addDefining = (name: string): void => {
    for (const file of defining.get(name) ?? []) needed.add(file);
    // Added once; a name that thousands mention is not gone through thousands of times.
    defining.delete(name);
  };
  // A Set gives what is added while it is walked.
  for (const file of needed) {
    const own = names.get(file);
    if (own === undefined) continue;
    for (const name of own.defined) addDefining(name);
    for (const name of own.mentioned) addDefining(name);
    for (const path of own.imports) {
      const imported = byPath.get(importedFile(file, path));
      if (imported !== undefined) needed.add(imported);
    }
  }
}
