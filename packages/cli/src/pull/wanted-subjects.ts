/**
 * Which subjects a command means: those named, all of the registry, those locked, or those of ottla.yaml.
 *
 * The configuration names subjects by themselves and by the files of its rows.
 */
import type { RegistryClient, SchemaLock } from '@ottla/registry-client';
import { join } from 'node:path';
import { CliError } from '../cli-error.ts';
import type { Config } from '../config/read-config.ts';
import { EXIT } from '../exit-code.ts';
import { filesBelow } from '../inputs/disk-tree.ts';
import { pathPattern } from '../inputs/path-pattern.ts';
import { SubjectNamer } from '../subjects/subject-namer.ts';
import { lockedRoots } from './locked-roots.ts';
import type { WantedSubjects } from './pulled-bundle.ts';

export interface SubjectSources {
  readonly registry: Pick<RegistryClient, 'subjects'>;
  readonly lock: SchemaLock;
  readonly config: Config;
}

export async function wantedSubjects(
  words: readonly string[],
  all: boolean,
  { registry, lock, config }: SubjectSources,
): Promise<WantedSubjects> {
  if (words.length > 0 && all) {
    throw new CliError('--all takes all subjects, and some are named', {
      code: 'SUBJECTS_AMBIGUOUS',
      exitCode: EXIT.usage,
      remedy: 'Leave out either.',
    });
  }
  if (words.length > 0) return { subjects: words, named: true };
  const locked = [...lockedRoots(lock).keys()];
  if (all) return { subjects: [...new Set([...(await registry.subjects()), ...locked])], named: false };
  const subjects = locked.length > 0 ? locked : configuredSubjects(config);
  if (subjects.length > 0) return { subjects, named: false };
  throw new CliError('nothing says which subjects are wanted: none is named, locked or configured', {
    code: 'SUBJECTS_MISSING',
    exitCode: EXIT.usage,
    remedy: 'Name them: ottla pull orders-value. Or take all of the registry: ottla pull --all.',
  });
}

function configuredSubjects(config: Config): readonly string[] {
  const files = config.schemas.flatMap(({ path }) => {
    const pattern = pathPattern(path, { placeholders: true });
    const below = pattern.folder === '' ? '' : `${pattern.folder}/`;
    return filesBelow(join(config.folder, pattern.folder), pattern.depth, (file) =>
      /\.(avsc|schema\.json|proto)$/.test(file),
    )
      .map((file) => `${below}${file}`)
      .filter((file) => pattern.match(file) !== null);
  });
  const namer = new SubjectNamer(config, config.folder, files);
  return [...new Set([...config.subjects.keys(), ...files.map((file) => namer.nameOf(file).subject)])];
}
