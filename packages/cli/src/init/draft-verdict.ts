/**
 * What `check` will say of a configuration that is not written yet: which files do not parse, which subjects keep
 * less than BACKWARD.
 *
 * Compares only versions that stand beside each other, whatever git has.
 */
import { join } from 'node:path';
import type { CompatibilityLevel } from '@ottla/schema';
import { readCheckFiles } from '../check/check-files.ts';
import { runCheckOrder } from '../check/run-check.ts';
import { parseConfig, type Config } from '../config/read-config.ts';
import { Contracts } from '../subjects/contracts.ts';
import { SubjectNamer } from '../subjects/subject-namer.ts';
import { subjectTree } from '../subjects/subject-tree.ts';
import type { Workplace } from '../workplace.ts';

export interface DraftVerdict {
  /** Why files do not parse, with their places. */
  readonly failures: readonly string[];
  readonly levels: ReadonlyMap<string, CompatibilityLevel>;
  /** Whether some subject has two versions. */
  readonly versioned: boolean;
}

/** `text` is that of the configuration in the working folder. */
export async function judgeDraft(text: string, workplace: Workplace): Promise<DraftVerdict> {
  const { workingFolder } = workplace;
  const config: Config = {
    ...parseConfig('ottla.yaml', text),
    file: 'ottla.yaml',
    absolutePath: join(workingFolder, 'ottla.yaml'),
    folder: workingFolder,
  };
  const { files } = await readCheckFiles({ inputs: [], against: [] }, config, workplace);
  const namer = new SubjectNamer(
    config,
    workingFolder,
    files.map(({ path }) => path),
  );
  const contracts = new Contracts(files, namer, { lenient: false });
  contracts.expect(files);
  const failures = files.flatMap((file) => {
    const { error } = contracts.of(file);
    return error === null ? [] : [error.message];
  });
  const versioned = [...subjectTree(files, namer).values()].some((versions) => versions.length > 1);
  return { failures, levels: versioned ? await keptLevels(config, workplace) : new Map(), versioned };
}

/** For subjects that break BACKWARD: FORWARD where that is kept, else NONE. */
async function keptLevels(
  config: Config,
  workplace: Workplace,
): Promise<ReadonlyMap<string, CompatibilityLevel>> {
  const broken = async (level: CompatibilityLevel): Promise<ReadonlySet<string>> => {
    const order = { inputs: [], against: [], level, policy: undefined, baseline: new Set<string>() };
    const { findings } = await runCheckOrder(order, config, workplace);
    return new Set(
      findings.filter(({ finding }) => finding.severity === 'error').map(({ subject }) => subject),
    );
  };
  const backward = await broken('BACKWARD');
  if (backward.size === 0) return new Map();
  const forward = await broken('FORWARD');
  return new Map(
    [...backward].toSorted().map((subject) => [subject, forward.has(subject) ? 'NONE' : 'FORWARD']),
  );
}
