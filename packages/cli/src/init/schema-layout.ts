/**
 * Rows of `schemas` for files that were found: which patterns name them, and which subjects they belong to.
 *
 * Knows how people lay schemas out: flat or in a folder for each topic, versions in the names of files
 * (`order.v1.avsc`, `order-v1.avsc`) or folders (`v1/order.avsc`, `order/1.avsc`), keys beside values, packages as folders.
 * A guess is taken only when no two files become the same version of one subject. Pure.
 */
import { grouped } from './grouped.ts';
import { schemasEntry, type SchemasRow } from './schemas-row.ts';
import { schemaRoots } from './schema-roots.ts';
import { subjectNames, uniqueVersions } from './unique-versions.ts';

export type { SchemasRow } from './schemas-row.ts';

/** A file below its root. */
interface Placed {
  readonly path: string;
  /** From the root, without the file. */
  readonly folders: readonly string[];
  /** Without version, where the name of the file has one, and extension. */
  readonly name: string;
  /** How the version is written behind the name: '.v', '-v', '_v'; '' where the name is a number, null without one. */
  readonly mark: string | null;
  readonly extension: string;
}

const EXTENSION = /(?:\.schema)?\.[^./]+$/;
const VERSIONED = /^(.+)([.\-_]v)\d{1,9}$/;
const NUMBER = /^(v?)\d{1,9}$/;

interface Group {
  /** The front of the pattern. */
  readonly root: string;
  /** How many folders below it; 2 for more. */
  readonly depth: number;
  readonly files: readonly Placed[];
}

/** Rows that fit all of these files, in the order in which they must stand. */
export function schemaRows(paths: readonly string[]): readonly SchemasRow[] {
  const groups = schemaRoots(paths).flatMap(({ pattern, files }): Group[] => {
    const placed = files.map(({ path, below }) => placedAt(path, below));
    const depths = grouped(placed, ({ folders }) => Math.min(folders.length, 2));
    return [...depths]
      .toSorted(([left], [right]) => left - right)
      .map(([depth, alike]) => ({ root: pattern, depth, files: alike }));
  });
  return withoutClashes(groups);
}

interface Proposal {
  readonly group: Group;
  readonly row: SchemasRow;
}

/**
 * What two groups would give one name is named by its path, and what that clashes with too. A pattern may take files of
 * another group, whose name then depends on it: where only names by path clash, all groups are named so.
 */
function withoutClashes(groups: readonly Group[]): readonly SchemasRow[] {
  let guessed = groups;
  let proposals = groups.map((group): Proposal => ({ group, row: rowOf(group) }));
  for (;;) {
    const clashing = clashingGroups(proposals);
    if (clashing.size === 0 || guessed.length === 0) return proposals.map(({ row }) => row);
    const guilty = guessed.filter((group) => clashing.has(group));
    const now = new Set(guilty.length > 0 ? guilty : guessed);
    guessed = guessed.filter((group) => !now.has(group));
    proposals = proposals.flatMap((proposal) =>
      now.has(proposal.group) ? rowsByPath(proposal.group).map((row) => ({ ...proposal, row })) : [proposal],
    );
  }
}

function clashingGroups(proposals: readonly Proposal[]): ReadonlySet<Group> {
  const names = subjectNames(
    proposals.map(({ row }) => schemasEntry(row)),
    proposals.flatMap(({ row }) => row.files),
  );
  const owners = new Map<string, Set<Group>>();
  for (const { row, group } of proposals) {
    for (const file of row.files) {
      const subject = names.get(file)?.subject ?? file;
      owners.set(subject, (owners.get(subject) ?? new Set()).add(group));
    }
  }
  const shared = [...owners.values()].filter(({ size }) => size > 1).flatMap((each) => [...each]);
  const unsure = proposals
    .filter(({ row }) => !uniqueVersions(schemasEntry(row), row.files))
    .map(({ group }) => group);
  return new Set([...shared, ...unsure]);
}

function placedAt(path: string, below: string): Placed {
  const folders = below.split('/');
  const file = folders.pop() ?? '';
  const extension = EXTENSION.exec(file)?.[0] ?? '';
  const stem = file.slice(0, file.length - extension.length);
  const versioned = VERSIONED.exec(stem);
  if (NUMBER.test(stem) && folders.length > 0) return { path, folders, name: stem, mark: '', extension };
  return { path, folders, name: versioned?.[1] ?? stem, mark: versioned?.[2] ?? null, extension };
}

/** The first guess under which every file is a version of its own. */
function rowOf(group: Group): SchemasRow {
  const files = group.files.map(({ path }) => path);
  const guesses = [guessesFlat, guessesByFolder, guessesDeep][group.depth]?.(group.files) ?? [];
  for (const { path, subject } of guesses) {
    const row = { path: `${frontOf(group)}${path}${extensionPattern(group.files)}`, subject, files };
    if (uniqueVersions(schemasEntry(row), files)) return row;
  }
  return rowByPath(group, group.files);
}

/** Files that differ in the extension alone are told apart by it. */
function rowsByPath(group: Group): readonly SchemasRow[] {
  const row = rowByPath(group, group.files);
  if (uniqueVersions(schemasEntry(row), row.files)) return [row];
  return [...grouped(group.files, ({ extension }) => extension)].map(([extension, files]) => ({
    ...rowByPath(group, files),
    subject: `{path}${extension}`,
  }));
}

function rowByPath(group: Group, files: readonly Placed[]): SchemasRow {
  const path = `${group.depth === 0 ? '' : '**/'}*${extensionPattern(files)}`;
  return { path: `${frontOf(group)}${path}`, subject: null, files: files.map((file) => file.path) };
}

function frontOf({ root }: Group): string {
  return root === '' ? '' : `${root}/`;
}

interface Guess {
  /** Below the root, without extension. */
  readonly path: string;
  readonly subject: string | null;
}

function guessesFlat(group: readonly Placed[]): readonly Guess[] {
  return [{ path: `{name}${versionPart(group)}`, subject: subjectByName(group) }];
}

function guessesByFolder(group: readonly Placed[]): readonly Guess[] {
  const part = versionPart(group);
  const folderMark = versionFolder(group);
  if (folderMark !== null) {
    return [{ path: `${folderMark}{version}/{name}`, subject: subjectByName(group) }];
  }
  if (group.every(({ mark }) => mark === '')) {
    const mark = group.every(({ name }) => name.startsWith('v')) ? 'v' : '';
    return [{ path: `{name}/${mark}{version}`, subject: subjectByFolder(group) }];
  }
  const guesses = [{ path: `{topic}/*${part}`, subject: '{topic}-value' }];
  const byName = { path: `{topic}/{name}${part}`, subject: '{topic}-{name}' };
  // Two kinds of files in the folder of a topic: those called key and value are what Kafka calls so.
  return group.every(({ name }) => name === 'key' || name === 'value') ? [byName] : guesses;
}

function guessesDeep(group: readonly Placed[]): readonly Guess[] {
  const mark = group.every(({ folders }) => folders.length === 2) ? versionFolder(group) : null;
  if (mark === null) return [];
  const isKeyed = group.every(({ name }) => name === 'key' || name === 'value');
  const keyed = { path: `{topic}/${mark}{version}/{name}`, subject: '{topic}-{name}' };
  const single = { path: `{topic}/${mark}{version}/*`, subject: '{topic}-value' };
  return isKeyed ? [keyed] : [single, keyed];
}

/** How the names of all files say their version; '' when some do not, or in several ways. */
function versionPart(group: readonly Placed[]): string {
  const [mark, ...others] = new Set(group.map((file) => file.mark));
  return mark === undefined || mark === null || mark === '' || others.length > 0 ? '' : `${mark}{version}`;
}

/** What stands before the number when the nearest folders are versions: 'v' or ''; null when they are none. */
function versionFolder(group: readonly Placed[]): string | null {
  const marks = new Set(group.map(({ folders }) => NUMBER.exec(folders.at(-1) ?? '')?.[1] ?? null));
  const [mark, ...others] = marks;
  return mark === undefined || others.length > 0 ? null : mark;
}

const KEY_OR_VALUE = /-(?:key|value)$/;

function subjectByName(group: readonly Placed[]): string {
  return group.some(({ name }) => KEY_OR_VALUE.test(name)) ? '{name}' : '{name}-value';
}

function subjectByFolder(group: readonly Placed[]): string {
  return group.some(({ folders }) => KEY_OR_VALUE.test(folders.at(-1) ?? '')) ? '{name}' : '{name}-value';
}

function extensionPattern(group: readonly Placed[]): string {
  const extensions = [...new Set(group.map(({ extension }) => extension.slice(1)))].toSorted();
  return extensions.length === 1 ? `.${extensions[0]}` : `.{${extensions.join(',')}}`;
}
