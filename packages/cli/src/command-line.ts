/**
 * Reads a command line by the command table, runs one command, gives the exit code.
 *
 * Every failure ends here: what the user can mend as its message, anything else as a defect with its
 * stack. Never calls process.exit, so what a command left open shows.
 */
import { Command, CommanderError, Option } from 'commander';
import type { CommandGroup, CommandRow } from './command-row.ts';
import { commandGroups, commandTable } from './command-table.ts';
import { EXIT, exitMeanings, type ExitCode } from './exit-code.ts';
import { noteFailure } from './failure-note.ts';
import { printable, type Terminal } from './terminal.ts';
import { toolVersion } from './version.ts';

/** Those of a defect and of signals are left to the reference. */
const HIGHEST_CODE_SHOWN = 9;

const HELP_END = `
ottla <command> --help shows the options of a command, and examples.

Exit codes:
${Object.entries(EXIT)
  .filter(([, code]) => code <= HIGHEST_CODE_SHOWN)
  // The names of the same table.
  .map(([name, code]) => `  ${code}  ${exitMeanings[name as keyof typeof EXIT]}`)
  .join('\n')}

Data goes to stdout, everything else to stderr. NO_COLOR turns colours off.`;

/** Runs one command line, without the program's own name. `groups`: the commands there are. */
export async function runCommandLine(
  words: readonly string[],
  terminal: Terminal,
  groups: readonly CommandGroup[] = commandGroups,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = new Command('ottla')
    .description('Typed records to Apache Kafka: check schemas, generate types, run a development cluster.')
    .usage('<command> [options]')
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .version(toolVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .addHelpText('after', HELP_END)
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => {
        // It repeats words of the command line, which a script may have taken from anywhere.
        for (const line of text.trimEnd().split('\n')) terminal.note(printable(line));
      },
    })
    // Behind a command an option is that of the command: `pull --version all` must not end as `--version`.
    .enablePositionalOptions()
    .exitOverride();
  for (const { title, rows } of groups) {
    program.commandsGroup(`${title}:`);
    for (const row of rows) {
      addCommand(program, row, async (inputs, options) => {
        exitCode = await row.run(inputs, options, terminal);
      });
    }
  }
  program.helpCommand('help [command]', 'show help of a command');
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
  command.showHelpAfterError(`ottla ${row.name} --help shows what it takes.`);
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
