/**
 * A failure that the user of the command line can mend, with the exit code it ends in.
 *
 * Thrown by commands and printed by the program: the message, the source line it is about, the remedy.
 * Never shows a stack.
 */
import { OttlaError } from '@ottla/kernel';
import type { ExitCode } from './exit-code.ts';

export interface CliErrorOptions {
  readonly code: string;
  readonly exitCode: ExitCode;
  /** Lines of source below the message. */
  readonly excerpt?: readonly string[];
  /** What to do, as a sentence. */
  readonly remedy?: string;
  readonly cause?: unknown;
}

export class CliError extends OttlaError {
  readonly exitCode: ExitCode;
  readonly excerpt: readonly string[];
  readonly remedy: string | undefined;

  constructor(message: string, options: CliErrorOptions) {
    super(message, { code: options.code, action: 'usage', cause: options.cause });
    this.exitCode = options.exitCode;
    this.excerpt = options.excerpt ?? [];
    this.remedy = options.remedy;
  }
}

/** The code an error carries (`ENOENT`, `NAME_REDEFINED`), or undefined. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
