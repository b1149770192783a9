/**
 * The `ottla` program as a function.
 *
 * Answers what needs no command by itself, so that asking for the version costs little more than starting
 * Node; everything else is loaded when it is needed.
 */
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Terminal } from './terminal.ts';
import { toolVersion } from './version.ts';

/** Runs one command line, without the program's own name: `['gen', 'schemas', '--out', 'src/generated']`. */
export async function runProgram(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
    terminal.print(toolVersion());
    return EXIT.ok;
  }
  const { runCommandLine } = await import('./command-line.ts');
  return runCommandLine(words, terminal);
}
