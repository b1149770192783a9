/** The row of `ottla completion`. */
import type { CommandRow } from '../command-row.ts';

export const completion: CommandRow = {
  name: 'completion',
  summary: 'print what makes a shell complete commands and options',
  positional: { spelling: '<shell>', doc: 'bash, zsh or fish' },
  options: [],
  examples: [
    'ottla completion bash >> ~/.bashrc',
    'ottla completion fish > ~/.config/fish/completions/ottla.fish',
  ],
  run: async (words, _options, terminal) => {
    const { runCompletion } = await import('./completion-command.ts');
    return runCompletion(words, terminal);
  },
};
