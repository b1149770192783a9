/** The schemas of `ottla gen` that the lock or the registry holds. */
import { pullBundle, readBundle } from '@ottla/registry-client';
import type { Config } from '../config/read-config.ts';
import { isPattern } from '../inputs/path-pattern.ts';
import { namingTheNearest } from '../registry/registry-failure.ts';
import { openRegistry } from '../registry/registry-settings.ts';
import type { GenRequest } from './gen-run.ts';
import type { SchemaTexts } from './schema-texts.ts';
import { meantSubjects, subjectSchemas } from './subject-schemas.ts';

export async function lockSchemas(words: readonly string[], lockFile: string): Promise<SchemaTexts> {
  return subjectSchemas(await readBundle(lockFile), words, 'lock');
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
