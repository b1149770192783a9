/** The row of `ottla completion`. */
import type { CommandGroup, CommandRow } from '../command-row.ts';

/** `groups` gives the commands to complete, among which this one is. */
export const completion = (groups: () => readonly CommandGroup[]): CommandRow => ({
  name: 'completion',
  summary: 'print what makes a shell complete commands and options',
  positional: {
    spelling: '<shell>',
    doc: 'bash, zsh or fish',
    words: async () => {
      const { shells } = await import('../completion/completion-script.ts');
      return shells;
    },
  },
  options: [],
  examples: [
    'ottla completion bash >> ~/.bashrc',
    'ottla completion zsh >> ~/.zshrc',
    'ottla completion fish > ~/.config/fish/completions/ottla.fish',
  ],
  run: async (words, _options, terminal) => {
    const { runCompletion } = await import('./completion-command.ts');
    return runCompletion(words, groups(), terminal);
  },
});
