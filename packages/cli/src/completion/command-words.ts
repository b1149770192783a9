/**
 * The commands as a shell completes them: their options, what these take, and what stands behind them.
 *
 * What a value is stands in its name: `<file>`, `[inputs...]`. Pure.
 */
import type { CommandGroup, CommandRow, OptionRow } from '../command-row.ts';

/** What may stand somewhere: files, folders, one of some words, or what no shell can know. */
export type Value = 'files' | 'folders' | 'anything' | readonly string[];

/** An option as a shell sees it: `-o, --output <file>`. */
export interface Flag {
  readonly names: readonly string[];
  /** Null when it takes none. */
  readonly value: Value | null;
  /** How the value is called. */
  readonly valueName: string;
  readonly doc: string;
}

export interface CommandWords {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
  /** What stands behind the command; null when nothing may. */
  readonly operands: {
    readonly value: Value;
    readonly name: string;
    readonly several: boolean;
  } | null;
}

/** Stands in each command, and in front of them. */
export const HELP: Flag = { names: ['-h', '--help'], value: null, valueName: '', doc: 'show help' };
export const VERSION: Flag = {
  names: ['-V', '--version'],
  value: null,
  valueName: '',
  doc: 'print the version',
};

const FILES = new Set(['file', 'files', 'input', 'inputs', 'schema', 'schemas', 'payload', 'json']);

/** All commands, `help` behind them. */
export async function commandWords(groups: readonly CommandGroup[]): Promise<readonly CommandWords[]> {
  const rows = groups.flatMap((group) => group.rows);
  const commands = await Promise.all(rows.map(wordsOf));
  const names = commands.map(({ name }) => name);
  const help: CommandWords = {
    name: 'help',
    summary: 'show help of a command',
    flags: [],
    operands: { value: names, name: 'command', several: false },
  };
  return [...commands, help];
}

async function wordsOf({ name, summary, options, positional }: CommandRow): Promise<CommandWords> {
  const flags = [...options.map(flagOf), HELP];
  if (positional === undefined) return { name, summary, flags, operands: null };
  const called = nameIn(positional.spelling);
  const value = (await positional.words?.()) ?? valueOf(called);
  return {
    name,
    summary,
    flags,
    operands: { value, name: called, several: positional.spelling.includes('...') },
  };
}

function flagOf({ flags, doc, choices }: OptionRow): Flag {
  const names = flags.match(/(?<![\w-])--?[a-z][\w-]*/gi) ?? [];
  const valueName = nameIn(flags);
  return { names, value: valueName === '' ? null : (choices ?? valueOf(valueName)), valueName, doc };
}

function nameIn(spelling: string): string {
  return /[<[]([\w-]+)/.exec(spelling)?.[1] ?? '';
}

function valueOf(name: string): Value {
  if (name === 'dir') return 'folders';
  return FILES.has(name) ? 'files' : 'anything';
}
