/** The row of `ottla init`. */
import type { CommandRow } from '../command-row.ts';
import type { InitOptions } from './init-command.ts';

const init: CommandRow = {
  name: 'init',
  summary: 'write an ottla.yaml for the schemas that are here',
  // The choices stand here again, so that asking for help loads none of it; a spec compares them.
  options: [
    {
      flags: '--ci <system>',
      doc: 'also write what judges changes in CI',
      choices: ['github', 'gitlab', 'none'],
    },
    { flags: '--out <dir>', doc: 'folder for generated code', defaultValue: 'src/generated' },
    { flags: '--sample', doc: 'write a contract to begin with when there is no schema' },
    { flags: '--print', doc: 'print the configuration, and write nothing' },
    { flags: '-y, --yes', doc: 'ask nothing, and take what would be proposed' },
    { flags: '--no-input', doc: 'ask nothing, and do only what the options say' },
  ],
  examples: ['ottla init', 'ottla init --yes --ci github', 'ottla init --print', 'ottla init --sample'],
  run: async (_inputs, options, terminal) => {
    const { runInit } = await import('./init-command.ts');
    const { terminalQuestions } = await import('../init/questions.ts');
    // Commander has checked these by the rows above.
    return runInit(options as InitOptions, { terminal, questions: terminalQuestions });
  },
};

export const initRows: readonly CommandRow[] = [init];
