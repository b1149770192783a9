/**
 * Finds subjects whose file was moved or renamed: the old one is gone, the new one is new, and both are about
 * the same named type.
 */
import type { Against } from './subject-history.ts';
import type { Contracts } from './contracts.ts';
import type { SubjectFile, SubjectTree } from './subject-tree.ts';

/** From the new subject to the old one. Where a name fits twice, nothing is guessed. */
export function movedSubjects(
  tree: SubjectTree,
  own: Contracts,
  against: Against,
): ReadonlyMap<string, string> {
  const gone = uniqueByRoot(missingFrom(tree, against.tree), against.contracts);
  if (gone.size === 0) return new Map();
  const moved = new Map<string, string>();
  for (const [root, added] of uniqueByRoot(missingFrom(against.tree, tree), own)) {
    const before = gone.get(root);
    if (before !== undefined) moved.set(added, before);
  }
  return moved;
}

/** The subjects of `tree` that `other` does not have. */
export function missingFrom(other: SubjectTree, tree: SubjectTree): [string, readonly SubjectFile[]][] {
  return [...tree].filter(([subject]) => !other.has(subject));
}

function uniqueByRoot(
  subjects: readonly (readonly [string, readonly SubjectFile[]])[],
  contracts: Contracts,
): ReadonlyMap<string, string> {
  const byRoot = new Map<string, string | null>();
  contracts.expect(subjects.flatMap(([, versions]) => versions.slice(-1).map(({ file }) => file)));
  for (const [subject, versions] of subjects) {
    const newest = versions.at(-1);
    const [only, ...others] = newest === undefined ? [] : contracts.of(newest.file).contracts;
    if (only === undefined || only.name === null || others.length > 0) continue;
    byRoot.set(only.name, byRoot.has(only.name) ? null : subject);
  }
  const unique = new Map<string, string>();
  for (const [root, subject] of byRoot) if (subject !== null) unique.set(root, subject);
  return unique;
}
