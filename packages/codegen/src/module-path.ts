/**
 * Where modules lie. Layout 'type': namespace folders, then the name in kebab-case, `com/acme/order-line.ts`;
 * 'namespace': one file for each, `com/acme.ts`, and `root.ts` for none; 'single': `schemas.ts`.
 *
 * Paths are relative, use '/', and hold on every file system: device names of Windows are avoided, long
 * names cut, and what differs in nothing but case or punctuation gets a number after its name. The
 * number follows from the sorted full names, never from the order of the input. `index.ts` and `topics.ts` are kept.
 */
import { namespaceOf, simpleName } from '@ottla/schema';
import { byCodeUnits } from './code-unit-order.ts';
import type { ImportExtension, Layout } from './generate-options.ts';

/** The barrel. */
export const INDEX_PATH = 'index.ts';

/** Serializers by topic. */
export const TOPICS_PATH = 'topics.ts';

const SINGLE_PATH = 'schemas.ts';

/** Names that Windows gives to devices, and the folder compilers skip. */
const SPECIAL = /^(con|prn|aux|nul|com\d|lpt\d|node_modules)$/i;

/** File systems stop at 255 bytes; room is left for a number and the extension. */
const SEGMENT_CHARACTERS = 200;

/** Systems stop at 1,024 to 4,096 bytes for a whole path, output folder included. */
const FOLDER_CHARACTERS = 600;

/**
 * A PascalCase, camelCase or snake_case name in kebab-case.
 * @example
 * kebabCase('HTTPServerEvent_v2'); // 'http-server-event-v2'
 */
export function kebabCase(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase()
    .split('-');
  const kebab = words.filter((word) => word !== '').join('-');
  return kebab === '' ? 'type' : kebab;
}

function segment(name: string): string {
  const short = name.slice(0, SEGMENT_CHARACTERS);
  return SPECIAL.test(short) ? `${short}_` : short;
}

/** The folders of a namespace; the innermost ones are left out of what no file system would hold. */
function folders(namespace: string): readonly string[] {
  const kept: string[] = [];
  let characters = 0;
  for (const name of namespace === '' ? [] : namespace.split('.')) {
    const folder = segment(name);
    characters += folder.length + 1;
    if (characters > FOLDER_CHARACTERS) break;
    kept.push(folder);
  }
  return kept;
}

/** What the types of one module share. */
function moduleKey(fullName: string, layout: Layout): string {
  return layout === 'type' ? fullName : namespaceOf(fullName);
}

function moduleStem(key: string, layout: Layout): string {
  if (layout === 'type') return [...folders(namespaceOf(key)), segment(kebabCase(simpleName(key)))].join('/');
  return key === '' ? 'root' : folders(key).join('/');
}

/**
 * The same path, each folder spelled as it was spelled first. Disks that are blind to case have only that one, and
 * compilers refuse a file that is imported by another spelling than it has there.
 */
function spelledAlike(stem: string, spelled: Map<string, string>): string {
  const segments = stem.split('/');
  const own = segments.pop() ?? '';
  let folder = '';
  for (const name of segments) {
    const path = `${folder}${name}/`;
    const known = spelled.get(path.toLowerCase());
    if (known === undefined) spelled.set(path.toLowerCase(), path);
    folder = known ?? path;
  }
  return folder + own;
}

/** The path of the module of each full name, extension `.ts` included. No two modules share one, on case-blind disks neither. */
export function modulePaths(
  fullNames: Iterable<string>,
  layout: Layout = 'type',
): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  if (layout === 'single') {
    for (const fullName of fullNames) paths.set(fullName, SINGLE_PATH);
    return paths;
  }
  const names = [...fullNames];
  const modules = new Map<string, string>();
  const taken = new Set([INDEX_PATH, TOPICS_PATH]);
  const spelled = new Map<string, string>();
  const keys = new Set(names.map((fullName) => moduleKey(fullName, layout)));
  for (const key of [...keys].toSorted(byCodeUnits)) {
    const stem = spelledAlike(moduleStem(key, layout), spelled);
    let path = `${stem}.ts`;
    for (let number = 2; taken.has(path.toLowerCase()); number++) path = `${stem}-${number}.ts`;
    taken.add(path.toLowerCase());
    modules.set(key, path);
  }
  for (const fullName of names) paths.set(fullName, modules.get(moduleKey(fullName, layout)) ?? '');
  return paths;
}

/** How the module at `from` imports the one at `to`, both as `modulePaths` gives them. */
export function relativeSpecifier(from: string, to: string, extension: ImportExtension): string {
  const fromFolders = from.split('/').slice(0, -1);
  const toSegments = to.split('/');
  let shared = 0;
  while (shared < fromFolders.length && fromFolders[shared] === toSegments[shared]) shared++;
  const up = '../'.repeat(fromFolders.length - shared);
  const down = toSegments
    .slice(shared)
    .join('/')
    .replace(/\.ts$/, extension === 'none' ? '' : extension);
  return `${up === '' ? './' : up}${down}`;
}
