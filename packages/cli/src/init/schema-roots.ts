/**
 * The folders that schema files belong to, as the fronts of patterns.
 *
 * A folder called `schemas`, `avro` or the like is one; of other files the folders that all below one folder of
 * the project share. Alike folders of several packages become one pattern, `packages/*\/schemas`. Pure.
 */
import { grouped } from './grouped.ts';

export interface SchemaRoot {
  /** The front of a pattern, '' for the folder of the configuration. */
  readonly pattern: string;
  /** Their paths, and these from the root. */
  readonly files: readonly { readonly path: string; readonly below: string }[];
}

const CALLED_SO = /^(?:.*[-_.])?(?:schemas?|avro|avsc|avdl|idl|contracts?)$/i;
/** What has a meaning in patterns, or in the words of `--against`. */
const MEANINGFUL = /[*?[\]{}:\\]/g;
const ALIKE_MINIMUM = 3;

export function schemaRoots(paths: readonly string[]): readonly SchemaRoot[] {
  const folderOf = folders(paths);
  const roots = grouped(paths, (path) => folderOf.get(path) ?? '');
  const shapes = grouped(roots.keys(), shapeOf);
  const patterns = [...shapes].flatMap(([shape, alike]) =>
    alike.length < ALIKE_MINIMUM
      ? alike.map((root) => ({ pattern: literal(root), roots: [root] }))
      : [{ pattern: shape, roots: alike }],
  );
  return patterns
    .map(({ pattern, roots: those }) => ({
      pattern,
      files: those.flatMap((root) =>
        (roots.get(root) ?? []).map((path) => ({ path, below: below(root, path) })),
      ),
    }))
    .toSorted((left, right) => (left.pattern < right.pattern ? -1 : 1));
}

/** The folder called `schemas` or the like that a file stands below; null without one. */
export function namedRoot(path: string): string | null {
  const segments = path.split('/').slice(0, -1);
  const at = segments.findIndex((segment) => CALLED_SO.test(segment));
  return at < 0 ? null : segments.slice(0, at + 1).join('/');
}

/** The root of each file. */
function folders(paths: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const others: string[] = [];
  for (const path of paths) {
    const named = namedRoot(path);
    if (named === null) others.push(path);
    else found.set(path, named);
  }
  for (const together of grouped(others, firstFolder).values()) {
    const shared = sharedFolder(together);
    for (const path of together) found.set(path, shared);
  }
  return found;
}

function firstFolder(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

function sharedFolder(paths: readonly string[]): string {
  let shared = paths[0]?.split('/').slice(0, -1) ?? [];
  for (const path of paths) {
    const segments = path.split('/').slice(0, -1);
    const differs = shared.findIndex((segment, index) => segments[index] !== segment);
    if (differs >= 0) shared = shared.slice(0, differs);
  }
  return shared.join('/');
}

/** `packages/orders/schemas` → `packages/*\/schemas`: alike but for one folder inside. */
function shapeOf(root: string): string {
  const segments = root.split('/');
  if (segments.length < 3) return literal(root);
  return [literal(segments[0] ?? ''), '*', ...segments.slice(2).map(literal)].join('/');
}

function literal(path: string): string {
  return path.replaceAll(MEANINGFUL, '?');
}

function below(root: string, path: string): string {
  return root === '' ? path : path.slice(root.length + 1);
}
