/**
 * The reference page of the command line, made of the tables of commands, exit codes and variables. Pure.
 *
 * What commands print and how they decide is told in the guides and in the README of the package.
 */
import type { CommandRow, OptionRow } from '../command-row.ts';
import { commandGroups } from '../command-table.ts';
import { environmentTable } from '../environment.ts';
import { EXIT, exitMeanings } from '../exit-code.ts';

/** docs/reference/cli.md */
export function cliReference(): string {
  const groups = commandGroups.filter(({ rows }) => rows.length > 0);
  return `${[
    '# The command line',
    'Made from the rows of commands in `packages/cli/src/command-table.ts`; edit these instead. `ottla <command> --help` shows the same.',
    'What was asked for goes to stdout, everything else to stderr. Commands read [ottla.yaml](config.md) in the working folder or above it, for which editors have [a JSON Schema](ottla.schema.json).',
    ...groups.flatMap(({ title, rows }) => [
      `## ${title}`,
      table(
        ['Command', ''],
        rows.map(({ name, summary }) => [`[\`ottla ${name}\`](#ottla-${name})`, cell(summary)]),
      ),
    ]),
    ...groups.flatMap(({ rows }) => rows.flatMap(commandPart)),
    '## Exit codes',
    table(
      ['Code', 'Meaning'],
      // The names of the same table.
      Object.entries(EXIT).map(([name, code]) => [`${code}`, exitMeanings[name as keyof typeof EXIT]]),
    ),
    '## Environment',
    table(
      ['Variable', 'Meaning'],
      environmentTable.map(([name, doc]) => [`\`${name}\``, doc]),
    ),
  ].join('\n\n')}\n`;
}

function commandPart({ name, summary, positional, options, examples }: CommandRow): readonly string[] {
  const usage = ['ottla', name, ...(options.length > 0 ? ['[options]'] : []), positional?.spelling ?? ''];
  return [
    `## ottla ${name}`,
    `${sentence(summary)}`,
    `\`\`\`text\n${usage.join(' ').trim()}\n\`\`\``,
    ...(positional === undefined ? [] : [`\`${positional.spelling}\`: ${prose(positional.doc)}.`]),
    ...(options.length === 0 ? [] : [table(['Option', 'Meaning', 'Default'], options.map(optionCells))]),
    `\`\`\`sh\n${examples.join('\n')}\n\`\`\``,
  ];
}

function optionCells({ flags, doc, required, choices, defaultValue }: OptionRow): readonly string[] {
  const offered = choices === undefined ? '' : `: ${choices.map((choice) => `\`${choice}\``).join(', ')}`;
  const usual = defaultValue === undefined ? '' : `\`${defaultValue}\``;
  return [`\`${flags}\``, `${cell(doc)}${offered}`, required === true ? 'required' : usual];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return prose(text).replaceAll('|', '\\|');
}

/** What Markdown would take for something else. */
function prose(text: string): string {
  return text.replaceAll(/[*<]/g, '\\$&');
}

function sentence(text: string): string {
  return `${prose(text.charAt(0).toUpperCase() + text.slice(1))}.`;
}
