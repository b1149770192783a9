/**
 * `ottla lock`: which versions, ids and texts the registry has of the subjects that are locked.
 *
 * Writes ottla.lock and the texts beside it, no schema files: those are `ottla pull`'s. With --check nothing
 * is written, and each difference is a line on stdout.
 */
import { writeBundle, type SchemaBundle } from '@ottla/registry-client';
import { readConfig } from '../config/read-config.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { plural } from '../plural.ts';
import { lockDrift } from '../pull/lock-drift.ts';
import { readLockOnDisk, type LockOnDisk } from '../pull/lock-on-disk.ts';
import { driftSentence, noteChanges, noteGone, shownSubject } from '../pull/pull-summary.ts';
import { pulledBundle, type Pulled } from '../pull/pulled-bundle.ts';
import { wantedSubjects } from '../pull/wanted-subjects.ts';
import { isStale, withFiles } from '../pull/written-lock.ts';
import { openRegistry } from '../registry/registry-settings.ts';
import { shellWord } from '../shell-word.ts';
import { printable, type Terminal } from '../terminal.ts';
import { processWorkplace, type Workplace } from '../workplace.ts';

export interface LockOptions {
  readonly registry?: string;
  readonly update?: readonly string[];
  readonly versions?: 'latest' | 'all';
  readonly check?: boolean;
  readonly config?: string;
}

export async function runLock(
  options: LockOptions,
  {
    terminal,
    workplace = processWorkplace(),
  }: { readonly terminal: Terminal; readonly workplace?: Workplace },
): Promise<ExitCode> {
  const { workingFolder, environment } = workplace;
  const config = await readConfig(options, workingFolder);
  const lock = await readLockOnDisk(config, workingFolder);
  await using registry = openRegistry(options, config, environment);
  const sources = { registry, lock: lock.bundle, config };
  const wanted = await wantedSubjects(options.update ?? [], false, sources);
  const versions = options.versions ?? config.registry.versions;
  const pulled = await pulledBundle(registry, wanted, { locked: lock.bundle, versions });
  const bundle = withFiles(pulled.bundle, lock.bundle);
  if (options.check === true) return report(lock, { pulled, bundle }, terminal);

  const stale = isStale(lock, bundle);
  await writeBundle(bundle, lock.path);
  if (stale) terminal.print(printable(lock.file));
  noteChanges(terminal, { before: lock.bundle, after: bundle, gone: pulled.gone });
  const subjects = plural(Object.keys(bundle.subjects).length, 'subject');
  terminal.note(
    terminal.paint('dim', `${subjects} in ${printable(lock.file)}${stale ? '' : ', as they were'}`),
  );
  return EXIT.ok;
}

function report(
  lock: LockOnDisk,
  { pulled, bundle }: { readonly pulled: Pulled; readonly bundle: SchemaBundle },
  terminal: Terminal,
): ExitCode {
  const drifts = lockDrift(lock.bundle, bundle);
  for (const drift of drifts) terminal.print(driftSentence(drift));
  noteGone(terminal, lock.bundle, pulled.gone);
  if (drifts.length === 0) {
    const subjects = plural(Object.keys(bundle.subjects).length, 'subject');
    terminal.note(terminal.paint('green', `${subjects} in ${printable(lock.file)} as the registry has them`));
    return EXIT.ok;
  }
  const subjects = [...new Set(drifts.map(({ subject }) => subject))].filter(
    (subject) => !pulled.gone.includes(subject),
  );
  const command = hasFiles(lock) ? 'ottla pull' : 'ottla lock';
  const words =
    subjects.length > 5 || pulled.gone.length > 0
      ? []
      : subjects.map((subject) => shellWord(shownSubject(subject)));
  const remedy = [command, ...(command === 'ottla lock' && words.length > 0 ? ['--update'] : []), ...words];
  terminal.note(`${terminal.paint('red', plural(drifts.length, 'difference'))}; ${remedy.join(' ')}`);
  return EXIT.findings;
}

function hasFiles({ bundle }: LockOnDisk): boolean {
  return Object.values(bundle.subjects).some(({ versions }) =>
    versions.some(({ file }) => file !== undefined),
  );
}
