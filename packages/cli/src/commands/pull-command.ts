/**
 * `ottla pull`: subjects of a registry as schema files, with ottla.lock to say what they are.
 *
 * Everything is asked before anything is written, and the lock is written last: whatever stops a pull leaves a
 * lock whose files and texts are there. Prints the path of each file it wrote, or with --check of each that
 * is stale.
 */
import { relative, resolve } from 'node:path';
import { CliError } from '../cli-error.ts';
import { readConfig, type Config } from '../config/read-config.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { isWithin, relativePath } from '../inputs/relative-path.ts';
import { OutputFolder } from '../output/output-folder.ts';
import { plural } from '../plural.ts';
import { filePlaces } from '../pull/file-places.ts';
import { filePlan, type FilePlan } from '../pull/file-plan.ts';
import { readLockOnDisk, type LockOnDisk } from '../pull/lock-on-disk.ts';
import { withReferences } from '../pull/locked-roots.ts';
import { noteChanges } from '../pull/pull-summary.ts';
import { pulledBundle, type Pulled } from '../pull/pulled-bundle.ts';
import { wantedSubjects } from '../pull/wanted-subjects.ts';
import { isStale, withFiles } from '../pull/written-lock.ts';
import { openRegistry } from '../registry/registry-settings.ts';
import { printable, type Terminal } from '../terminal.ts';
import { processWorkplace, type Workplace } from '../workplace.ts';
import { writeBundle, type RegistryClient, type SchemaBundle } from '@ottla/registry-client';

export interface PullOptions {
  readonly registry?: string;
  readonly all?: boolean;
  readonly versions?: 'latest' | 'all';
  readonly out?: string;
  readonly check?: boolean;
  readonly force?: boolean;
  readonly config?: string;
}

/** A pull, ready to be written. */
interface Plan extends FilePlan {
  readonly bundle: SchemaBundle;
  readonly pulled: Pulled;
  /** How many files there are, written or not. */
  readonly files: number;
}

export async function runPull(
  words: readonly string[],
  options: PullOptions,
  {
    terminal,
    workplace = processWorkplace(),
  }: { readonly terminal: Terminal; readonly workplace?: Workplace },
): Promise<ExitCode> {
  const { workingFolder, environment } = workplace;
  refuseBoth(options);
  const config = await readConfig(options, workingFolder);
  const lock = await readLockOnDisk(config, workingFolder);
  const out = options.out === undefined ? null : folderBelow(lock, workingFolder, options.out);
  await using registry = openRegistry(options, config, environment);
  const output = new OutputFolder(lock.folder);
  const plan = await planOf(words, { ...options, out }, { registry, config, lock, output });
  const shown = (file: string): string => printable(relativePath(workingFolder, resolve(lock.folder, file)));
  if (options.check === true) return report(plan, { lock, shown, terminal });
  refuseChanged(plan, options, shown);
  // Before anything is written: a file that the lock cannot name is refused here.
  const stale = isStale(lock, plan.bundle);

  for (const { file, text } of plan.writes) {
    output.write(file, text);
    terminal.print(shown(file));
  }
  await writeBundle(plan.bundle, lock.path);
  if (stale) terminal.print(printable(lock.file));
  for (const file of plan.removes) {
    output.remove(file);
    terminal.note(`removed ${shown(file)}`);
  }
  for (const file of plan.left) terminal.note(`${shown(file)} is locked no more, and stays: it was changed`);
  noteChanges(terminal, { before: lock.bundle, after: plan.bundle, gone: plan.pulled.gone });
  const subjects = plural(Object.keys(plan.bundle.subjects).length, 'subject');
  const written = `${plan.writes.length} of ${plural(plan.files, 'file')} written`;
  terminal.note(terminal.paint('dim', `${written}, ${subjects} in ${printable(lock.file)}`));
  return EXIT.ok;
}

interface PullPlace {
  readonly registry: RegistryClient;
  readonly config: Config;
  readonly lock: LockOnDisk;
  readonly output: OutputFolder;
}

async function planOf(
  words: readonly string[],
  options: Omit<PullOptions, 'out'> & { readonly out: string | null },
  { registry, config, lock, output }: PullPlace,
): Promise<Plan> {
  const before = lock.bundle;
  const wanted = await wantedSubjects(words, options.all === true, { registry, lock: before, config });
  const versions = options.versions ?? config.registry.versions;
  const pulled = await pulledBundle(registry, wanted, { locked: before, versions });
  const withFile = withReferences(
    pulled.bundle,
    wanted.named ? pulled.subjects : Object.keys(pulled.bundle.subjects),
  );
  const placed = filePlaces(pulled.bundle, withFile, {
    out: options.out,
    config,
    withRows: config.file !== null && config.folder === lock.folder,
    before,
  });
  const bundle = withFiles(pulled.bundle, before, placed);
  const files = Object.values(bundle.subjects).flatMap((block) =>
    block.versions.flatMap(({ file }) => (file === undefined ? [] : [file])),
  );
  const plan = await filePlan(placed, new Set(files), {
    output,
    before,
    after: bundle,
    registered: (subject) => registeredTexts(registry, pulled, subject),
    gone: pulled.gone,
  });
  return { ...plan, bundle, pulled, files: placed.length };
}

/** How far back a file that was not written by the last pull is looked for. */
const VERSIONS_LOOKED_AT = 100;

async function* registeredTexts(
  registry: RegistryClient,
  { source }: Pulled,
  subject: string,
): AsyncGenerator<string> {
  const versions = await source.allVersions(subject);
  const newest = [...versions].toSorted((left, right) => right - left).slice(0, VERSIONS_LOOKED_AT);
  for (const version of newest) yield (await registry.version(subject, version)).schema;
}

function report(
  plan: Plan,
  { lock, shown, terminal }: { lock: LockOnDisk; shown: (file: string) => string; terminal: Terminal },
): ExitCode {
  const stale = [...plan.writes.map(({ file }) => file), ...plan.removes].map(shown);
  if (isStale(lock, plan.bundle)) stale.push(printable(lock.file));
  for (const file of stale) terminal.print(file);
  noteChanges(terminal, { before: lock.bundle, after: plan.bundle, gone: plan.pulled.gone });
  if (stale.length === 0) {
    terminal.note(terminal.paint('green', `${plural(plan.files, 'file')} up to date`));
    return EXIT.ok;
  }
  terminal.note(terminal.paint('red', `${stale.length} stale; run the same command without --check`));
  return EXIT.findings;
}

function refuseChanged({ changed }: FilePlan, { force }: PullOptions, shown: (file: string) => string): void {
  if (changed.length === 0 || force === true) return;
  const files = changed.map(({ file }) => shown(file));
  throw new CliError(
    `${files.slice(0, 10).join(', ')}${files.length > 10 ? ` and ${files.length - 10} more` : ''} would be overwritten: no version in the registry is like what stands there`,
    {
      code: 'OUTPUT_CHANGED',
      exitCode: EXIT.usage,
      remedy: 'Nothing was written. Overwrite with --force, or name the subjects to pull without these.',
    },
  );
}

function refuseBoth({ check, force }: PullOptions): void {
  if (check !== true || force !== true) return;
  throw new CliError('--check writes nothing, and --force overwrites', {
    code: 'OPTIONS_UNFIT',
    exitCode: EXIT.usage,
    remedy: 'Give one of them.',
  });
}

/** The folder of --out as the lock names it. */
function folderBelow({ folder, file }: LockOnDisk, workingFolder: string, out: string): string {
  const path = resolve(workingFolder, out);
  const below = relative(folder, path).replaceAll('\\', '/');
  if (out.trim() !== '' && isWithin(folder, path) && !below.includes(':')) return below;
  throw new CliError(`--out must be a folder below that of ${printable(file)}, which names its files`, {
    code: 'OUTPUT_OUTSIDE',
    exitCode: EXIT.usage,
    remedy: 'As in: --out schemas',
  });
}
