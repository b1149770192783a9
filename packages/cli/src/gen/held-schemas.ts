/** The schemas of `ottla gen` that the lock or the registry holds. */
import { pullBundle, readBundle } from '@ottla/registry-client';
import { CliError } from '../cli-error.ts';
import type { Config } from '../config/read-config.ts';
import { EXIT } from '../exit-code.ts';
import { kindOnDisk } from '../inputs/disk-tree.ts';
import { isPattern } from '../inputs/path-pattern.ts';
import { relativePath } from '../inputs/relative-path.ts';
import { lockPath } from '../pull/lock-path.ts';
import { namingTheNearest } from '../registry/registry-failure.ts';
import { openRegistry } from '../registry/registry-settings.ts';
import { printable } from '../terminal.ts';
import type { GenRequest } from './gen-settings.ts';
import type { SchemaTexts } from './schema-texts.ts';
import { meantSubjects, subjectSchemas } from './subject-schemas.ts';

export async function lockSchemas(
  { inputs, workingFolder }: Pick<GenRequest, 'inputs' | 'workingFolder'>,
  config: Config,
): Promise<SchemaTexts> {
  const lockFile = lockPath(config, workingFolder);
  if (kindOnDisk(lockFile) === null) {
    throw new CliError(`there is no ${printable(relativePath(workingFolder, lockFile))}`, {
      code: 'LOCK_MISSING',
      exitCode: EXIT.usage,
      remedy: '`ottla pull` writes it.',
    });
  }
  return subjectSchemas(await readBundle(lockFile), inputs, 'lock');
}

/** Asks for the latest versions, and for what these refer to. */
export async function registrySchemas(
  { inputs, options, environment }: GenRequest,
  config: Config,
): Promise<SchemaTexts> {
  await using registry = openRegistry(options, config, environment);
  const isListed = inputs.length === 0 || inputs.some(isPattern);
  const subjects = meantSubjects(inputs, isListed ? await registry.subjects() : inputs, 'registry');
  const bundle = await namingTheNearest(registry, () =>
    pullBundle(registry, subjects, { versions: 'latest' }),
  );
  return subjectSchemas(bundle, subjects, 'registry');
}
