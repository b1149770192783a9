/**
 * Which files a change concerns, told by the names that texts define and mention.
 *
 * A mention may mean more names than it does, so more files may be named here than needed, never fewer.
 */
import type { FileNames } from '@ottla/schema';

/** By file. */
export type NamesByFile = ReadonlyMap<string, FileNames>;

/**
 * The files whose types may be others after a change: those that define or mention a name that a changed file
 * defined before or defines now, and those that use these in turn.
 */
export function affectedFiles(
  changed: Iterable<string>,
  { before, after }: { readonly before: NamesByFile; readonly after: NamesByFile },
): ReadonlySet<string> {
  const using = new Map<string, string[]>();
  for (const [file, { defined, mentioned }] of after) {
    for (const name of defined) append(using, name, file);
    for (const name of mentioned) append(using, name, file);
  }
  const affected = new Set(changed);
  // A Set gives what is added while it is walked.
  for (const file of affected) {
    const names = [...(before.get(file)?.defined ?? []), ...(after.get(file)?.defined ?? [])];
    for (const name of names) {
      for (const user of using.get(name) ?? []) affected.add(user);
      using.delete(name);
    }
  }
  return affected;
}

/** These and all files that define a name they define or mention, and so on. */
export function neededFiles(wanted: Iterable<string>, names: NamesByFile): ReadonlySet<string> {
  const defining = new Map<string, string[]>();
  for (const [file, { defined }] of names) for (const name of defined) append(defining, name, file);
  const needed = new Set(wanted);
  for (const file of needed) {
    const own = names.get(file);
    for (const name of own === undefined ? [] : [...own.defined, ...own.mentioned]) {
      for (const other of defining.get(name) ?? []) needed.add(other);
      defining.delete(name);
    }
  }
  return needed;
}

function append(lists: Map<string, string[]>, key: string, item: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
