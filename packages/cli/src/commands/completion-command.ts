/** `ottla completion SHELL`: prints the script of a shell. */
import { CliError } from '../cli-error.ts';
import type { CommandGroup } from '../command-row.ts';
import { commandWords } from '../completion/command-words.ts';
import { completionScript, shells } from '../completion/completion-script.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printable, type Terminal } from '../terminal.ts';

export async function runCompletion(
  [word = '']: readonly string[],
  groups: readonly CommandGroup[],
  terminal: Terminal,
): Promise<ExitCode> {
  const shell = shells.find((name) => name === word);
  if (shell === undefined) {
    throw new CliError(`there is no completion for '${printable(word)}'`, {
      code: 'SHELL_UNKNOWN',
      exitCode: EXIT.usage,
      remedy: `There is one for ${shells.join(', ')}.`,
    });
  }
  terminal.print(completionScript(shell, await commandWords(groups)));
  return EXIT.ok;
}
