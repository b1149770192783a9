/**
 * Reads a command line by the command table, runs one command, gives the exit code.
 *
 * Every failure ends here: what the user can mend as its message, anything else as a defect with its
 * stack. Never calls process.exit, so what a command left open shows.
 */
import { Command, CommanderError, Option } from 'commander';
import type { CommandRow } from './command-row.ts';
import { commandTable } from './command-table.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { noteFailure } from './failure-note.ts';
import type { Terminal } from './terminal.ts';
import { toolVersion } from './version.ts';

const EXIT_CODES_HELP = `
Exit codes:
  0   done
  1   something was found: what breaks readers (check), stale files (--check)
  2   the command line, or what it names, is wrong
  3   the registry or a broker is unreachable, or refuses who asks
  4   a schema is invalid, whatever else was found

Data goes to stdout, everything else to stderr. NO_COLOR turns colours off.`;

/** Runs one command line, without the program's own name. */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = new Command('ottla')
    .description('Typed records to Apache Kafka: check schemas, generate types, run a development cluster.')
    .version(toolVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .addHelpText('after', EXIT_CODES_HELP)
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
    })
    .exitOverride();
  for (const row of commandTable) {
    addCommand(program, row, async (inputs, options) => {
      exitCode = await row.run(inputs, options, terminal);
    });
  }
  try {
    await program.parseAsync(askedFor(words), { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed its message; help and version are no failures.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return noteFailure(error, terminal);
  }
}

/** Help for a command that does not exist is refused as the command is: commander would show the general page. */
function askedFor(words: readonly string[]): readonly string[] {
  const [first, name] = words;
  const isKnown = name === undefined || commandTable.some((row) => row.name === name);
  return first === 'help' && !isKnown ? [name] : words;
}

function addCommand(
  program: Command,
  row: CommandRow,
  action: (inputs: readonly string[], options: unknown) => Promise<void>,
): void {
  const command = program.command(row.name).description(row.summary);
  if (row.positional !== undefined) command.argument(row.positional.spelling, row.positional.doc);
  for (const { flags, doc, required, choices, defaultValue, repeatable, read } of row.options) {
    const option = new Option(flags, required === true ? `${doc} (required)` : doc);
    if (defaultValue !== undefined) option.default(defaultValue);
    if (read !== undefined) option.argParser(read);
    if (choices !== undefined) option.choices(choices);
    if (repeatable === true) {
      option.argParser((text, before: readonly string[] | undefined) => [...(before ?? []), text]);
    }
    command.addOption(option);
  }
  command.addHelpText('after', `\nExamples:\n${row.examples.map((example) => `  ${example}`).join('\n')}`);
  command.action(async () => {
    refuseMissing(command, row);
    await action(command.args, command.opts());
  });
}

/** Done here, since commander would do it before it looks for mistyped options, and hide them. */
function refuseMissing(command: Command, row: CommandRow): void {
  for (const option of command.options) {
    const required = row.options.some(({ flags, required }) => flags === option.flags && required === true);
    if (required && command.getOptionValue(option.attributeName()) === undefined) {
      command.error(`error: required option '${option.flags}' not specified`);
    }
  }
}
