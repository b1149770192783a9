/** `ottla diff` as a row of the command table. */
import type { CommandRow } from '../command-row.ts';
import type { DiffOptions } from './diff-command.ts';

export const diff: CommandRow = {
  name: 'diff',
  summary: 'show what differs between the schemas of two inputs, and which levels allow it',
  positional: {
    spelling: '[inputs...]',
    doc: 'the old one and the new one, each a file, folder, pattern in quotes, REF:path, git:REF, or - for stdin',
  },
  options: [
    {
      flags: '--format <format>',
      doc: 'how it is printed',
      choices: ['text', 'json', 'markdown'],
      defaultValue: 'text',
    },
    { flags: '--exit-code', doc: 'end with 1 when something differs' },
    {
      flags: '--git-driver',
      doc: 'take the words git gives: git config diff.avsc.command "ottla diff --git-driver", and "*.avsc diff=avsc" in .gitattributes',
    },
    { flags: '--config <file>', doc: 'the configuration; ottla.yaml here or above without it' },
  ],
  examples: [
    'ottla diff git:main schemas',
    'ottla diff order.v1.avsc order.v2.avsc --exit-code',
    'ottla diff HEAD~3:schemas schemas --format markdown',
  ],
  run: async (inputs, options, terminal) => {
    const { runDiff } = await import('./diff-command.ts');
    // Commander has checked these by the rows above.
    return runDiff(inputs, options as DiffOptions, { terminal });
  },
};
