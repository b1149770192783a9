/**
 * Scripts that complete the words of `ottla` in a shell, made of the command table: commands, options, what these
 * take, and what stands behind a command.
 *
 * They know all when they are made and start no program at a key; where a file may stand, the shell completes
 * files. Pure.
 */
import { bashScript } from './bash-script.ts';
import type { CommandWords } from './command-words.ts';
import { fishScript } from './fish-script.ts';
import { zshScript } from './zsh-script.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

const scripts: Readonly<Record<Shell, (commands: readonly CommandWords[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

export function completionScript(shell: Shell, commands: readonly CommandWords[]): string {
  return scripts[shell](commands);
}
