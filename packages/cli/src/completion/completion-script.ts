/**
 * Scripts that complete the words of `ottla` in a shell, made of the command table: commands, options, choices.
 *
 * They know all when they are made and start no program at a key; where a file may stand, the shell completes
 * files. Pure.
 */
import type { CommandGroup, OptionRow } from '../command-row.ts';
import { quotedWord } from '../shell-word.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** An option as a shell sees it: `-o, --output <file>`. */
interface Flag {
  readonly names: readonly string[];
  readonly takesValue: boolean;
  readonly row: OptionRow;
}

interface CommandWords {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
}

export function completionScript(shell: Shell, groups: readonly CommandGroup[]): string {
  const commands = groups
    .flatMap(({ rows }) => rows)
    .map(({ name, summary, options }): CommandWords => ({ name, summary, flags: options.map(flagOf) }));
  if (shell === 'fish') return fish(commands);
  // zsh runs what is written for bash, once it is told to.
  return shell === 'bash' ? bash(commands) : `autoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
}

function flagOf(row: OptionRow): Flag {
  const names = row.flags.match(/(?<![\w-])--?[a-z][\w-]*/gi) ?? [];
  return { names, takesValue: /[<[]/.test(row.flags), row };
}

function bash(commands: readonly CommandWords[]): string {
  const values = commands.flatMap(({ name, flags }) =>
    flags.flatMap(({ names, row }) =>
      row.choices === undefined
        ? []
        : [
            `    ${names.map((flag) => quotedWord(`${name} ${flag}`)).join('|')}) words=${quotedWord(row.choices.join(' '))} ;;`,
          ],
    ),
  );
  const files = commands.flatMap(({ name, flags }) =>
    flags.flatMap(({ names, takesValue, row }) =>
      takesValue && row.choices === undefined ? names.map((flag) => quotedWord(`${name} ${flag}`)) : [],
    ),
  );
  const options = commands.map(({ name, flags }) => {
    const names = [...flags.flatMap((flag) => flag.names), '--help'];
    return `      ${name}) [[ $word == -* ]] && words=${quotedWord(names.join(' '))} ;;`;
  });
  return `_ottla() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=''
  COMPREPLY=()
  case "$command $before" in
${values.join('\n')}
    ${files.join('|')}) ;;
    *) if [ "$COMP_CWORD" -eq 1 ]; then words=${quotedWord([...commands.map(({ name }) => name), 'help'].join(' '))}; else case "$command" in
${options.join('\n')}
      help) words=${quotedWord(commands.map(({ name }) => name).join(' '))} ;;
    esac; fi ;;
  esac
  [ -z "$words" ] || COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -o bashdefault -F _ottla ottla`;
}

function fish(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ name, summary, flags }) => [
    `complete -c ottla -n __fish_use_subcommand -f -a ${name} -d ${quotedForFish(summary)}`,
    ...flags.map(({ names, takesValue, row }) => {
      const spelled = names.map((flag) =>
        flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
      );
      const value =
        row.choices === undefined
          ? takesValue
            ? ' -r'
            : ''
          : ` -x -a ${quotedForFish(row.choices.join(' '))}`;
      return `complete -c ottla -n '__fish_seen_subcommand_from ${name}' ${spelled.join(' ')}${value} -d ${quotedForFish(row.doc)}`;
    }),
  ]);
  return lines.join('\n');
}

function quotedForFish(text: string): string {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}
