/**
 * A command of `ottla` as data: spelling, prose, options, and what runs it.
 *
 * The rows stand in command-table.ts and beside larger commands. They load nothing of what they run.
 */
import { InvalidArgumentError } from 'commander';
import type { ExitCode } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

export interface OptionRow {
  /** As commander spells it: `--out <dir>`. */
  readonly flags: string;
  readonly doc: string;
  readonly required?: true;
  readonly choices?: readonly string[];
  readonly defaultValue?: string | number;
  /** May be given several times; the command gets a list. */
  readonly repeatable?: true;
  /** Reads the text; throws InvalidArgumentError. */
  readonly read?: (text: string) => unknown;
}

export interface CommandRow {
  readonly name: string;
  readonly summary: string;
  /** Positional arguments, `[inputs...]`, with their prose. */
  readonly positional?: {
    readonly spelling: string;
    readonly doc: string;
    /** What a shell offers there, when these are words that are known. */
    readonly words?: () => Promise<readonly string[]>;
  };
  readonly options: readonly OptionRow[];
  readonly examples: readonly string[];
  readonly run: (inputs: readonly string[], options: unknown, terminal: Terminal) => Promise<ExitCode>;
}

/** Commands that are shown together. */
export interface CommandGroup {
  readonly title: string;
  readonly rows: readonly CommandRow[];
}

/** Reads an option that is an integer. */
export function integer(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
    if (value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`It must be an integer between ${minimum} and ${maximum}.`);
  };
}
