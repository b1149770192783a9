/**
 * A failure as lines for the person who watches, and the exit code it ends in.
 *
 * What the user can mend is shown as its message with the source line and the remedy, anything else as a defect
 * with its stack.
 */
import { isOttlaError } from '@ottla/kernel';
import { CliError } from './cli-error.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { lockFailure } from './pull/lock-failure.ts';
import { registryFailure } from './registry/registry-failure.ts';
import { printable, type Terminal } from './terminal.ts';

export function noteFailure(failure: unknown, terminal: Terminal): ExitCode {
  const error = registryFailure(failure) ?? lockFailure(failure) ?? failure;
  if (error instanceof CliError) {
    // With an excerpt the message begins with file:line:column, which editors look for at the start of a line.
    const prefix = error.excerpt.length > 0 ? '' : `${terminal.paint('red', 'error')}: `;
    terminal.note(`${prefix}${error.message}`);
    for (const line of error.excerpt) terminal.note(line);
    if (error.remedy !== undefined) terminal.note(error.remedy);
    return error.exitCode;
  }
  if (isOttlaError(error) && error.usage) {
    terminal.note(`${terminal.paint('red', 'error')}: ${error.message} (${error.code})`);
    return EXIT.usage;
  }
  const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
  // Line by line, since a message may quote anything.
  const lines = shown.split('\n').map(printable);
  terminal.note(`${terminal.paint('red', 'defect of ottla')}: ${lines.join('\n')}`);
  return EXIT.defect;
}
