/**
 * The files of one tree - the working tree, or one to compare with - as subjects with their versions.
 */
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import type { InputFile } from '../inputs/input-file.ts';
import { printable } from '../terminal.ts';
import type { SubjectName, SubjectNamer } from './subject-namer.ts';

export interface SubjectFile extends SubjectName {
  readonly file: InputFile;
}

/** The versions of each subject, oldest first. */
export type SubjectTree = ReadonlyMap<string, readonly SubjectFile[]>;

/** Groups the named files. Throws CliError `VERSION_AMBIGUOUS` for two files that are one version. */
export function subjectTree(files: readonly InputFile[], namer: SubjectNamer): SubjectTree {
  const tree = new Map<string, SubjectFile[]>();
  for (const file of files) {
    if (!file.named) continue;
    const name = namer.nameOf(file.path);
    const versions = tree.get(name.subject) ?? [];
    versions.push({ ...name, file });
    tree.set(name.subject, versions);
  }
  for (const versions of tree.values()) {
    versions.sort((left, right) => orderOf(left) - orderOf(right));
    const twice = versions.find((one, index) => orderOf(one) === orderOf(versions[index + 1]));
    if (twice !== undefined) throw ambiguous(twice, versions);
  }
  return tree;
}

/** Later versions have higher numbers; the one without a number is the newest. */
export function orderOf(version: SubjectName | undefined): number {
  return version === undefined ? -1 : (version.version ?? Infinity);
}

/** How reports name a version of the tree. */
export function labelOf({ version }: SubjectName): string {
  return version === null ? 'newest' : `v${version}`;
}

function ambiguous(one: SubjectFile, versions: readonly SubjectFile[]): CliError {
  const files = versions
    .filter((each) => orderOf(each) === orderOf(one))
    .map(({ file }) => printable(file.file));
  const which = one.version === null ? 'the newest version' : `version ${one.version}`;
  return new CliError(`${files.join(' and ')} are each ${which} of the subject '${printable(one.subject)}'`, {
    code: 'VERSION_AMBIGUOUS',
    exitCode: EXIT.usage,
    remedy: 'Number the versions (NAME.v1.avsc), or give each file a subject of its own in ottla.yaml.',
  });
}
