/** The rows of `ottla pull` and `ottla lock`. */
import type { CommandRow, OptionRow } from '../command-row.ts';
import { registryOption } from '../registry/registry-option.ts';
import type { LockOptions } from './lock-command.ts';
import type { PullOptions } from './pull-command.ts';
import { configOption } from './report-options.ts';

const versionsOption: OptionRow = {
  flags: '--versions <which>',
  doc: 'the latest of each subject, or all; without it registry.versions of ottla.yaml, else as they are locked, else latest',
  choices: ['latest', 'all'],
};

const pull: CommandRow = {
  name: 'pull',
  summary: 'write subjects of a registry as schema files, with what they refer to, and lock them',
  positional: {
    spelling: '[subjects...]',
    doc: 'what to pull; those in ottla.lock without any, or else those that ottla.yaml names',
  },
  options: [
    { flags: '--all', doc: 'all subjects of the registry' },
    versionsOption,
    {
      flags: '--out <dir>',
      doc: 'folder of the schema files; where they are, or registry.out of ottla.yaml, without it',
    },
    { flags: '--check', doc: 'write nothing; list stale files and end with 1 when there are any' },
    { flags: '--force', doc: 'overwrite files that hold no version of their subject' },
    registryOption,
    configOption,
  ],
  examples: [
    'ottla pull orders-value --registry http://localhost:8081',
    'ottla pull --all --out schemas',
    'ottla pull --check',
  ],
  run: async (inputs, options, terminal) => {
    const { runPull } = await import('./pull-command.ts');
    // Commander has checked these by the rows above.
    return runPull(inputs, options as PullOptions, { terminal });
  },
};

const lock: CommandRow = {
  name: 'lock',
  summary: 'renew ottla.lock from the registry, or compare them',
  options: [
    {
      flags: '--update <subjects...>',
      doc: 'only these, added when they are new; the others stay as they are',
    },
    versionsOption,
    { flags: '--check', doc: 'write nothing; list how the registry differs and end with 1 when it does' },
    registryOption,
    configOption,
  ],
  examples: ['ottla lock', 'ottla lock --update orders-value', 'ottla lock --check'],
  run: async (_inputs, options, terminal) => {
    const { runLock } = await import('./lock-command.ts');
    // Commander has checked these by the rows above.
    return runLock(options as LockOptions, { terminal });
  },
};

export const pullRows: readonly CommandRow[] = [pull, lock];
