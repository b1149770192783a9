/**
 * One pull: what the registry holds of the subjects that are wanted, together with what else is locked.
 *
 * Nothing is written here, so a registry that goes away in the middle leaves everything as it was. Subjects
 * that were only found in the lock or the configuration may be gone: they are told, not fatal.
 */
import { plainSubject, pullBundle, type RegistryClient, type SchemaBundle } from '@ottla/registry-client';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { plural } from '../plural.ts';
import { missingSubject, namingTheNearest } from '../registry/registry-failure.ts';
import { printable } from '../terminal.ts';
import { holdsOlder, lockedRoots } from './locked-roots.ts';
import { PullSource } from './pull-source.ts';

export interface WantedSubjects {
  readonly subjects: readonly string[];
  /** Words of the command line must be there; all others may be gone. */
  readonly named: boolean;
}

export interface Pulled {
  /** The new content of the lock; without the `file` of any version. */
  readonly bundle: SchemaBundle;
  /** Those that were pulled, without what they refer to. */
  readonly subjects: readonly string[];
  /** Those that the registry does not hold. */
  readonly gone: readonly string[];
  readonly source: PullSource;
}

export async function pulledBundle(
  registry: RegistryClient,
  { subjects, named }: WantedSubjects,
  { locked, versions }: { readonly locked: SchemaBundle; readonly versions: 'latest' | 'all' | null },
): Promise<Pulled> {
  const wanted = new Set(subjects.map(plainSubject));
  const kept = named ? [...lockedRoots(locked).keys()].filter((subject) => !wanted.has(subject)) : [];
  const asked = named ? new Set(wanted) : new Set([...wanted, ...Object.keys(locked.subjects)]);
  const mode = versions ?? (holdsOlder(locked) ? 'all' : 'latest');
  const source = new PullSource(registry, { asked, versions: mode, locked });
  const gone: string[] = [];
  const pull = async (): Promise<SchemaBundle> => {
    for (;;) {
      try {
        return await pullBundle(source, [...wanted, ...kept]);
      } catch (error) {
        const missing = missingSubject(error);
        // What was named must be there, and so must what others refer to.
        if (named || missing === undefined || !wanted.delete(missing)) throw error;
        gone.push(missing);
      }
    }
  };
  const bundle = await namingTheNearest(registry, pull);
  refuseOtherRegistry({ locked, gone, left: wanted.size });
  return { bundle, subjects: [...wanted], gone: gone.toSorted(), source };
}

/** An empty registry is not taken for one in which everything was deleted. */
function refuseOtherRegistry(found: {
  readonly locked: SchemaBundle;
  readonly gone: readonly string[];
  readonly left: number;
}): void {
  const { locked, gone, left } = found;
  const count = Object.keys(locked.subjects).length;
  if (left > 0 || gone.length === 0 || count === 0) return;
  throw new CliError(
    `the registry holds nothing of what is locked: ${printable(gone.slice(0, 5).join(', '))}${gone.length > 5 ? ` and ${plural(gone.length - 5, 'other')}` : ''}`,
    {
      code: 'REGISTRY_OTHER',
      exitCode: EXIT.usage,
      remedy: 'Is it the registry that the lock is of? If it is, delete ottla.lock and pull again.',
    },
  );
}
