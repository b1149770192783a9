/** The row of `ottla gen`. */
import type { CommandRow } from '../command-row.ts';
import type { GenOptions } from '../gen/gen-settings.ts';
import { registryOption } from '../registry/registry-option.ts';
import { configOption } from './report-options.ts';

export const gen: CommandRow = {
  name: 'gen',
  summary: 'generate TypeScript types and serializers from Avro schemas',
  positional: {
    spelling: '[inputs...]',
    doc: 'files, folders and quoted patterns of .avsc, .avdl and .avpr, or subjects with --from; what ottla.yaml names without any, else the current folder',
  },
  // Whatever is not given here is as `gen` of ottla.yaml says.
  options: [
    { flags: '--out <dir>', doc: 'folder of the generated files; nothing is written elsewhere' },
    {
      flags: '--from <place>',
      doc: 'where the schemas are; of the lock and the registry the newest version of each subject',
      choices: ['files', 'lock', 'registry'],
    },
    {
      flags: '--layout <layout>',
      doc: 'a module for each type, each namespace, or one for all',
      choices: ['type', 'namespace', 'single'],
    },
    {
      flags: '--enums <style>',
      doc: 'an enum as a union of strings, that and a frozen object, or a TypeScript enum',
      choices: ['union', 'const', 'enum'],
    },
    {
      flags: '--codecs <style>',
      doc: 'schemas with serializers, these with functions that write and read, or types only',
      choices: ['interpreted', 'compiled', 'none'],
    },
    { flags: '--long <type>', doc: 'how a long appears in TypeScript', choices: ['number', 'bigint'] },
    {
      flags: '--import-extension <ext>',
      doc: 'how imports between generated files end; as the tsconfig.json there wants it without it',
      choices: ['.js', '.ts', 'none'],
    },
    {
      flags: '--check',
      doc: 'write nothing; list stale and left over files and end with 1 when there are any',
    },
    {
      flags: '--clean',
      doc: 'remove generated files that no schema makes any more; edited and other files stay',
    },
    { flags: '--watch', doc: 'generate again whenever a schema or ottla.yaml changes, until Ctrl-C' },
    registryOption,
    configOption,
  ],
  examples: [
    'ottla gen --check',
    'ottla gen schemas --out src/generated --clean',
    "ottla gen 'schemas/**/*.avsc' --out src/generated --watch",
    "ottla gen 'orders-*' --from registry --out src/generated",
  ],
  run: async (inputs, options, terminal) => {
    const { runGen } = await import('./gen-command.ts');
    // Commander has checked these by the rows above.
    return runGen(inputs, options as GenOptions, { terminal });
  },
};
