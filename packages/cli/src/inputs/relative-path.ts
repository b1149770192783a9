/**
 * Paths as seen from a folder, with '/', and whether they lie within it.
 *
 * A check asks this some ten times for each of ten thousand files, most of which stand below the folder: then
 * the rest of the path is the answer.
 */
import { isAbsolute, relative, sep } from 'node:path';

/**
 * Like `relative` of node:path, with '/'. Both paths are absolute, as `resolve` and `join` give them.
 * @example
 * relativePath('/shop', '/shop/schemas/order.avsc'); // 'schemas/order.avsc'
 */
export function relativePath(folder: string, path: string): string {
  const start = folder.length + 1;
  const below = path.length > start && path[folder.length] === '/' && path.startsWith(folder);
  if (below && sep === '/' && !path.endsWith('/')) return path.slice(start);
  return relative(folder, path).split(sep).join('/');
}

/** True for what lies below a folder and for the folder itself. Links are not followed. */
export function isWithin(folder: string, path: string): boolean {
  if (path[folder.length] === '/' && path.startsWith(folder) && !path.includes('..')) return true;
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
