/**
 * Schema files at git refs: what `REF:path` and `git:REF` mean.
 *
 * All schema files of a ref are read, since the named ones may refer to others; those not named say so. A ref
 * is listed and read once. Paths of a tree are from the root of the repository.
 */
import { isAbsolute, join, posix, resolve } from 'node:path';
import { GitRepository, type GitFile } from './git-repository.ts';
import {
  isMeant,
  isSkippedFolder,
  missingInput,
  readableText,
  textOf,
  type InputFile,
  type InputPlace,
} from './input-file.ts';
import { belowOf, selectionOf, type Input, type Selection } from './input.ts';
import { relativePath } from './relative-path.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../terminal.ts';

const LINK_STEPS_MAXIMUM = 8;

type GitInput = Extract<Input, { kind: 'git' }>;

export class GitTrees {
  readonly #place: InputPlace;
  #repository: Promise<GitRepository> | undefined;
  readonly #listings = new Map<string, Promise<readonly GitFile[]>>();

  constructor(place: InputPlace) {
    this.#place = place;
  }

  /** The files an input means, and all other schema files of its ref. Throws CliError. */
  async read(input: GitInput): Promise<readonly InputFile[]> {
    this.#repository ??= GitRepository.open(this.#place.workingFolder);
    const repository = await this.#repository;
    const listing = this.#listings.get(input.ref) ?? repository.files(input.ref);
    this.#listings.set(input.ref, listing);
    const all = await listing;
    const selection = this.#selection(input, repository, all);
    const chosen: { readonly file: GitFile; readonly path: string; readonly below: string | null }[] = [];
    for (const file of all) {
      const path = this.#pathOf(file.path, repository);
      const below = belowOf(selection, join('/', file.path));
      const byName =
        selection.kind === 'file' || (selection.kind === 'pattern' && selection.pattern.namesExtension);
      const meant = isMeant(path, this.#place) && !isSkipped(file.path);
      if (meant || (below !== null && byName)) chosen.push({ file, path, below });
    }
    if (!input.wholeRef && !chosen.some(({ below }) => below !== null)) {
      throw missingInput(input.word, this.#place, remedyOf(input, all));
    }
    const shown = (path: string): string => `${input.ref}:${fromHere(path, repository, this.#place)}`;
    const linked = await linkTargets(
      chosen.map(({ file }) => file).filter(({ isLink }) => isLink),
      all,
      repository,
    );
    const found = chosen.flatMap(({ file, ...rest }) => {
      const target = file.isLink ? linked.get(file) : file;
      return target === undefined ? [] : [{ ...rest, file, target }];
    });
    const contents = await repository.contents(
      found.map(({ path, target }) => ({ ...target, path })),
      shown,
    );
    return found.map(({ file, target, path, below }) => {
      const name = shown(path);
      return {
        file: name,
        path,
        below: below ?? file.path,
        absolutePath: null,
        ...readableText(() => textOf(contents.get(target.id) ?? new Uint8Array(), name), this.#place),
        named: below !== null,
      };
    });
  }

  /** With paths as on a disk whose root is that of the repository. */
  #selection(input: GitInput, repository: GitRepository, all: readonly GitFile[]): Selection {
    if (input.path === null) return { kind: 'folder', path: '/' };
    const fromHere = /^\.\.?(\/|$)/.test(input.path);
    const base = fromHere ? (this.#place.wordsFrom ?? this.#place.workingFolder) : repository.root;
    const inside = relativePath(repository.root, resolve(base, input.path));
    if (inside === '..' || inside.startsWith('../') || isAbsolute(inside)) {
      throw new CliError(`'${printable(input.word)}' leads out of the repository`, {
        code: 'INPUT_OUTSIDE',
        exitCode: EXIT.usage,
        remedy: `A path at a git ref begins at the root of the repository, ${printable(repository.root)}.`,
      });
    }
    if (inside === '' || all.some(({ path }) => path.startsWith(`${inside}/`))) {
      return { kind: 'folder', path: join('/', inside) };
    }
    if (all.some(({ path }) => path === inside)) return { kind: 'file', path: join('/', inside) };
    return selectionOf(inside, (path) => join('/', path));
  }

  #pathOf(path: string, repository: GitRepository): string {
    return relativePath(this.#place.workingFolder, join(repository.root, path));
  }
}

/** As git spells it, too: from the root, or from the working folder with `./` or `../`. */
function fromHere(path: string, repository: GitRepository, { workingFolder }: InputPlace): string {
  return workingFolder === repository.root || path.startsWith('../') ? path : `./${path}`;
}

/** The files that links lead to; what leads to a folder, in a circle or out of the repository is left out. */
async function linkTargets(
  links: readonly GitFile[],
  all: readonly GitFile[],
  repository: GitRepository,
): Promise<ReadonlyMap<GitFile, GitFile>> {
  const targets = new Map<GitFile, GitFile>();
  if (links.length === 0) return targets;
  const byPath = new Map(all.map((file) => [file.path, file]));
  let open = new Map(links.map((link) => [link, link]));
  for (let step = 0; step < LINK_STEPS_MAXIMUM && open.size > 0; step++) {
    const ways = await repository.contents([...open.values()], (path) => path);
    const next = new Map<GitFile, GitFile>();
    for (const [link, at] of open) {
      const way = ways.get(at.id)?.toString('utf8') ?? '';
      const target = byPath.get(posix.join(posix.dirname(at.path), way));
      if (target?.isLink === true) next.set(link, target);
      else if (target !== undefined) targets.set(link, target);
    }
    open = next;
  }
  return targets;
}

function isSkipped(path: string): boolean {
  return path.split('/').some(isSkippedFolder);
}

function remedyOf({ ref, path }: GitInput, all: readonly GitFile[]): string | undefined {
  if (path === null || path.startsWith('.')) return undefined;
  const elsewhere = all.find((file) => file.path.endsWith(`/${path}`) || file.path.includes(`/${path}/`));
  if (elsewhere === undefined) return undefined;
  return `Such a path begins at the root of the repository; write ${printable(ref)}:./${printable(path)} to begin here.`;
}
