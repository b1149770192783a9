/**
 * `pnpm tarballs [folder]`: every package packed as npm would serve it, into a folder (default `tarballs`).
 *
 * The build comes first, so a tarball is never older than the sources.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A package with a build of its own runs it before it is packed. */
async function pack(folders: readonly string[], into: string): Promise<string[]> {
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  await run('pnpm', ['exec', 'tsc', '-b', 'tsconfig.build.json'], { cwd: ROOT });
  for (const folder of folders) {
    await run('pnpm', ['pack', '--pack-destination', into], { cwd: join(ROOT, 'packages', folder) });
  }
  return readdirSync(into).map((name) => join(into, name));
}

/** Packs every package and returns the paths of the tarballs. */
export const packAll = (into: string): Promise<string[]> => pack(readdirSync(join(ROOT, 'packages')), into);

/** Packs the package in that folder below `packages`. */
export async function packOne(folder: string, into: string): Promise<string> {
  const [tarball] = await pack([folder], into);
  if (tarball === undefined) throw new Error(`pnpm packed nothing in ${folder}`);
  return tarball;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const tarball of await packAll(resolve(process.argv[2] ?? join(ROOT, 'tarballs'))))
    console.log(tarball);
}
