/** The row of `ottla gen`. */
import type { CommandRow } from '../command-row.ts';
import type { GenOptions } from './gen-command.ts';
import { configOption } from './report-options.ts';

export const gen: CommandRow = {
  name: 'gen',
  summary: 'generate TypeScript types and serializers from Avro schemas',
  positional: {
    spelling: '[inputs...]',
    doc: '.avsc, .avdl and .avpr files, folders that hold them, glob patterns in quotes; the current folder without any',
  },
  options: [
    {
      flags: '--out <dir>',
      doc: 'folder of the generated files; nothing is written elsewhere',
      required: true,
    },
    { flags: '--long <type>', doc: 'how a long appears in TypeScript', choices: ['number', 'bigint'] },
    {
      flags: '--import-extension <ext>',
      doc: 'extension in imports between generated files',
      choices: ['.js', '.ts'],
    },
    { flags: '--check', doc: 'write nothing; list stale files and end with 1 when there are any' },
    configOption,
  ],
  examples: [
    'ottla gen schemas --out src/generated',
    "ottla gen 'schemas/**/*.avsc' --out src/generated --check",
  ],
  run: async (inputs, options, terminal) => {
    const { runGen } = await import('./gen-command.ts');
    // Commander has checked these by the rows above.
    return runGen(inputs, options as GenOptions, terminal);
  },
};
