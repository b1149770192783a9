/**
 * Which earlier versions a subject's newest one is compared with.
 *
 * Those of the working tree, and those of one tree to compare with: what is published counts more than what
 * a file says now. A text is compared once, and what is unchanged not at all. Pure.
 */
import type { InputFile } from '../inputs/input-file.ts';
import type { Contracts } from './contracts.ts';
import { sameContracts } from './same-contracts.ts';
import { labelOf, orderOf, type SubjectFile, type SubjectTree } from './subject-tree.ts';

/** A tree to compare with. */
export interface Against {
  /** `git:main`, or the word that named it. */
  readonly label: string;
  readonly tree: SubjectTree;
  readonly contracts: Contracts;
  /** Its files, named ones and others, by the path they are compared at. */
  readonly files: ReadonlyMap<string, InputFile>;
}

/** An earlier version. */
export interface PastVersion {
  readonly label: string;
  readonly file: InputFile;
  readonly contracts: Contracts;
}

export interface SubjectHistory {
  /** The oldest first. */
  readonly past: readonly PastVersion[];
  /** Earlier versions whose file says something else than the published one; layout does not count. */
  readonly rewritten: readonly { readonly now: SubjectFile; readonly before: SubjectFile }[];
  /** Published versions newer than the newest file. */
  readonly gone: readonly SubjectFile[];
  /** Whether the newest version is as it was, with all it uses. */
  readonly unchanged: boolean;
}

/** The history of a subject in the working tree alone. */
export function ownHistory(versions: readonly SubjectFile[], contracts: Contracts): SubjectHistory {
  const past = versions
    .slice(0, -1)
    .map((version) => ({ label: labelOf(version), file: version.file, contracts }));
  return { past, rewritten: [], gone: [], unchanged: false };
}

/**
 * The history of a subject with what was published of it. `isSame` tells whether a file, and all it uses, is
 * as it was.
 */
export function publishedHistory(
  versions: readonly SubjectFile[],
  own: Contracts,
  published: {
    readonly versions: readonly SubjectFile[];
    readonly against: Against;
    readonly isSame: (now: InputFile, before: InputFile) => boolean;
  },
): SubjectHistory {
  const { against, isSame } = published;
  const newest = versions.at(-1);
  const byOrder = new Map(versions.map((version) => [orderOf(version), version]));
  const past = new Map<number, PastVersion>();
  for (const version of versions.slice(0, -1)) {
    past.set(orderOf(version), { label: labelOf(version), file: version.file, contracts: own });
  }
  const rewritten: { now: SubjectFile; before: SubjectFile }[] = [];
  const gone: SubjectFile[] = [];
  let unchanged = false;
  for (const before of published.versions) {
    const now = byOrder.get(orderOf(before));
    const { contracts } = against;
    if (now === newest && now !== undefined) {
      unchanged = isSame(now.file, before.file);
      if (!unchanged) past.set(orderOf(before), { label: against.label, file: before.file, contracts });
      continue;
    }
    if (now?.file.text === before.file.text) continue;
    if (now !== undefined) {
      const told = { file: now.file, contracts: own };
      if (!sameContracts(told, { file: before.file, contracts })) rewritten.push({ now, before });
    } else if (before.version !== null && orderOf(before) > orderOf(newest)) gone.push(before);
    // The same text under another number: it got one, or got another one.
    if (now === undefined && versions.some(({ file }) => file.text === before.file.text)) continue;
    const label = before.version === null ? against.label : labelOf(before);
    past.set(orderOf(before), { label, file: before.file, contracts });
  }
  const sorted = [...past].toSorted(([left], [right]) => left - right).map(([, version]) => version);
  return { past: unchanged ? [] : sorted, rewritten, gone, unchanged };
}
