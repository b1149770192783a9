/** `ottla lint` and `ottla fmt` as the command line knows them. Loads neither. */
import type { CommandRow } from '../command-row.ts';
import type { FmtOptions } from './fmt-command.ts';
import type { LintOptions } from './lint-command.ts';
import { amountOptions, configOption, exitZeroOption, outputOption } from './report-options.ts';

export const lint: CommandRow = {
  name: 'lint',
  summary: 'look for mistakes and bad style in schema files',
  positional: {
    spelling: '[inputs...]',
    doc: '.avsc, .avdl and .avpr files, folders that hold them, glob patterns in quotes, REF:path, or - for stdin; what ottla.yaml says, or the current folder, without any. Of several versions of a subject the newest is judged',
  },
  // The choices stand here again, so that asking for help loads no schema engine; a spec compares them.
  options: [
    {
      flags: '--category <category>',
      doc: 'the set of rules, instead of lint.use in the configuration',
      choices: ['MINIMAL', 'STANDARD', 'STRICT'],
    },
    {
      flags: '--fail-on <severity>',
      doc: 'the mildest severity that ends the command with 1',
      choices: ['error', 'warn'],
      defaultValue: 'error',
    },
    {
      flags: '--format <format>',
      doc: 'how findings are printed',
      choices: ['text', 'json', 'github', 'junit', 'sarif'],
      defaultValue: 'text',
    },
    outputOption,
    configOption,
    exitZeroOption,
    ...amountOptions,
    {
      flags: '--print-ignores',
      doc: 'print the configuration that would silence the findings, and end with 0',
    },
  ],
  examples: [
    'ottla lint schemas',
    "ottla lint 'schemas/**/*.avsc' --category STRICT --fail-on warn",
    'ottla lint --format sarif > lint.sarif',
  ],
  run: async (inputs, options, terminal) => {
    const { runLint } = await import('./lint-command.ts');
    // Commander has checked these by the rows above.
    return runLint(inputs, options as LintOptions, { terminal });
  },
};

export const fmt: CommandRow = {
  name: 'fmt',
  summary: 'bring schema files into their canonical layout',
  positional: {
    spelling: '[inputs...]',
    doc: '.avsc and .avpr files, folders that hold them, glob patterns in quotes, - for stdin; the current folder without any',
  },
  options: [
    {
      flags: '--check',
      doc: 'write nothing; list the files that would change and end with 1 when there are any',
    },
    { flags: '--diff', doc: 'write nothing; show what would change and end with 1 when something would' },
  ],
  examples: ['ottla fmt schemas', 'ottla fmt --check schemas', 'ottla fmt --diff schemas/orders/order.avsc'],
  run: async (inputs, options, terminal) => {
    const { runFmt } = await import('./fmt-command.ts');
    // Commander has checked these by the rows above.
    return runFmt(inputs, options as FmtOptions, { terminal });
  },
};
