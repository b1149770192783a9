/** The options that commands with a report, or with a configuration, share. */
import type { OptionRow } from '../command-row.ts';

export const configOption: OptionRow = {
  flags: '--config <file>',
  doc: 'instead of the ottla.yaml in this folder or above it',
};

export const outputOption: OptionRow = {
  flags: '-o, --output <file>',
  doc: 'write the report there instead; FORMAT=FILE writes another one as well; may be repeated',
  repeatable: true,
};

export const exitZeroOption: OptionRow = {
  flags: '--exit-zero',
  doc: 'end with 0 whatever is found, as long as all files can be judged',
};

/** How much of a report is printed. */
export const amountOptions: readonly OptionRow[] = [
  { flags: '-q, --quiet', doc: 'print nothing when nothing is found' },
  { flags: '-v, --verbose', doc: 'show all of every finding, and those that are excused' },
];
