/** The completion of fish, from version 3.0 on. Pure. */
import { HELP, VERSION, type CommandWords, type Flag, type Value } from './command-words.ts';

/** A command is the first word only: `ottla check gen` is about a folder of that name. */
const FUNCTIONS = `function __ottla_first
    test (count (commandline -opc)) -eq 1
end
function __ottla_is
    set -l words (commandline -opc)
    test (count $words) -ge 2; and test $words[2] = $argv[1]
end`;

export function fishScript(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ name, summary, flags, operands }) => {
    const isThis = `-n ${quoted(`__ottla_is ${name}`)}`;
    const behind = operands === null ? '-f' : operandsOf(operands.value);
    return [
      `complete -c ottla -n __ottla_first -f -a ${name} -d ${quoted(summary)}`,
      ...(behind === '' ? [] : [`complete -c ottla ${isThis} ${behind}`]),
      ...flags.map((flag) => `complete -c ottla ${isThis} ${flagOf(flag)}`),
    ];
  });
  const first = [HELP, VERSION].map((flag) => `complete -c ottla -n __ottla_first ${flagOf(flag)}`);
  return [FUNCTIONS, ...first, ...lines].join('\n');
}

function operandsOf(value: Value): string {
  if (value === 'files') return '';
  return typeof value === 'string' ? '-f' : `-f -a ${quoted(value.join(' '))}`;
}

function flagOf({ names, value, doc }: Flag): string {
  const spelled = names.map((name) =>
    name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  );
  return [...spelled, ...taken(value), `-d ${quoted(doc)}`].join(' ');
}

function taken(value: Value | null): readonly string[] {
  if (value === null) return [];
  if (value === 'files') return ['-r', '-F'];
  if (value === 'folders') return ['-x', `-a ${quoted('(__fish_complete_directories)')}`];
  return value === 'anything' ? ['-x'] : ['-x', `-a ${quoted(value.join(' '))}`];
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}
