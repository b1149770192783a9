/** `ottla check` and `ottla allow` as the command line knows them. Loads neither. */
import type { CommandRow } from '../command-row.ts';
import type { AllowOptions } from './allow-command.ts';
import type { CheckOptions } from './check-command.ts';
import { amountOptions, configOption, exitZeroOption, outputOption } from './report-options.ts';

// The choices stand here again, so that asking for help loads no schema engine; a spec compares them.
const LEVELS = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
];

export const check: CommandRow = {
  name: 'check',
  summary: 'find what a change of schemas breaks, before it is merged',
  positional: {
    spelling: '[inputs...]',
    doc: 'schema files, folders, glob patterns in quotes, REF:path, git:REF, or - for stdin; what ottla.yaml says, or the current folder, without any',
  },
  options: [
    {
      flags: '--against <input>',
      doc: 'what they were before: git:REF, REF:path, a folder or a file; may be repeated',
      repeatable: true,
    },
    { flags: '--level <level>', doc: 'compatibility level, before that of ottla.yaml', choices: LEVELS },
    {
      flags: '--policy <policy>',
      doc: 'how strict JSON Schema is compared',
      choices: ['STRICT', 'LENIENT'],
    },
    {
      flags: '--fail-on <severity>',
      doc: 'the mildest severity that ends it with 1; error unless ottla.yaml says otherwise',
      choices: ['error', 'warn'],
    },
    {
      flags: '--format <format>',
      doc: 'how the report is printed',
      choices: ['text', 'json', 'github', 'junit', 'sarif'],
      defaultValue: 'text',
    },
    outputOption,
    { flags: '--baseline <file>', doc: 'fingerprints of findings that do not count' },
    { flags: '--write-baseline', doc: 'write all findings into the baseline and end with 0' },
    configOption,
    exitZeroOption,
    ...amountOptions,
  ],
  examples: [
    'ottla check --against git:origin/main',
    "ottla check 'schemas/**/*.avsc' --level FULL_TRANSITIVE --fail-on warn",
    'ottla check order.avsc --against main:schemas/order.avsc',
    'ottla check --against git:origin/main --format github -o sarif=ottla.sarif',
  ],
  run: async (inputs, options, terminal) => {
    const { runCheck } = await import('./check-command.ts');
    // Commander has checked these by the rows above.
    return runCheck(inputs, options as CheckOptions, { terminal });
  },
};

export const allow: CommandRow = {
  name: 'allow',
  summary: 'excuse findings of check, with a reason, in ottla.yaml',
  positional: { spelling: '<fingerprints...>', doc: 'the twelve hex digits of each that the report shows' },
  options: [
    { flags: '--reason <text>', doc: 'why it does no harm', required: true },
    { flags: '--until <date>', doc: 'the last day on which it is excused, as in 2026-12-31' },
    configOption,
  ],
  examples: ['ottla allow 7c1f09ab42de --until 2026-12-31 --reason "the field was never written"'],
  run: async (fingerprints, options, terminal) => {
    const { runAllow } = await import('./allow-command.ts');
    // Commander has checked these by the rows above.
    return runAllow(fingerprints, options as AllowOptions, { terminal });
  },
};
