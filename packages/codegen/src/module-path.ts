/**
 * Where the module of a named type lies: namespace folders, then the name in kebab-case.
 *
 * Paths are relative, use '/', and hold on every file system: device names of Windows are avoided, long
 * names cut, and types that differ in nothing but case or punctuation get a number after their name. The
 * number follows from the sorted full names, never from the order of the input.
 */
import { namespaceOf, simpleName } from '@ottla/schema';
import type { ImportExtension } from './generate-options.ts';

/** Names that Windows gives to devices, and the folder compilers skip. */
const SPECIAL = /^(con|prn|aux|nul|com\d|lpt\d|node_modules)$/i;

/** File systems stop at 255 bytes; room is left for a number and the extension. */
const SEGMENT_CHARACTERS = 200;

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

/** The path of each full name, extension `.ts` included. No two are equal, on case-blind disks neither. */
export function modulePaths(fullNames: Iterable<string>): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  const taken = new Set<string>();
  for (const fullName of [...fullNames].toSorted(byCodeUnits)) {
    const namespace = namespaceOf(fullName);
    const folders = namespace === '' ? [] : namespace.split('.').map(segment);
    const stem = [...folders, segment(kebabCase(simpleName(fullName)))].join('/');
    let path = `${stem}.ts`;
    for (let number = 2; taken.has(path.toLowerCase()); number++) path = `${stem}-${number}.ts`;
    taken.add(path.toLowerCase());
    paths.set(fullName, path);
  }
  return paths;
}

/** Order by UTF-16 code units: the same on every machine, unlike `localeCompare`. */
export function byCodeUnits(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
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
