/** The completion of bash, from the version 3.2 of macOS on. Pure. */
import { quotedWord } from '../shell-word.ts';
import { HELP, VERSION, type CommandWords, type Value } from './command-words.ts';

/** A pattern of `case` with what is done there. */
interface Branch {
  readonly pattern: string;
  readonly value: Value;
}

export function bashScript(commands: readonly CommandWords[]): string {
  const values = commands.flatMap(({ name, flags }) =>
    flags.flatMap(({ names, value }) =>
      value === null ? [] : names.map((flag): Branch => ({ pattern: quotedWord(`${name} ${flag}`), value })),
    ),
  );
  const flags = commands.map(({ name, flags: own }): Branch => {
    return { pattern: name, value: own.flatMap((flag) => flag.names) };
  });
  const operands = commands.map(({ name, operands: own }): Branch => {
    return { pattern: name, value: own?.value ?? 'anything' };
  });
  return `_ottla() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words='' meant=words
  COMPREPLY=()
  # Readline parts --format=json into three words.
  if [ "$word" = = ]; then
    word=''
  elif [ "$before" = = ] && [ "$COMP_CWORD" -gt 2 ]; then
    before="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    words=${quotedWord(commands.map(({ name }) => name).join(' '))}
    [[ $word != -* ]] || words=${quotedWord([...HELP.names, ...VERSION.names].join(' '))}
  else
    case "$command $before" in
${branches(values, '      ')}
      *) if [[ $word == -* ]]; then case "$command" in
${branches(flags, '        ')}
      esac; else case "$command" in
${branches(operands, '        ')}
        *) meant=files ;;
      esac; fi ;;
    esac
  fi
  [ "$meant" != folders ] || compopt -o dirnames 2>/dev/null
  if [ "$meant" != words ]; then return; fi
  compopt +o default +o bashdefault 2>/dev/null
  [ -z "$words" ] || COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -o bashdefault -F _ottla ottla`;
}

/** What is done alike stands in one branch. */
function branches(given: readonly Branch[], indent: string): string {
  const patterns = new Map<string, string[]>();
  for (const { pattern, value } of given) {
    const action = typeof value === 'string' ? `meant=${value}` : `words=${quotedWord(value.join(' '))}`;
    const known = patterns.get(action);
    if (known === undefined) patterns.set(action, [pattern]);
    else known.push(pattern);
  }
  return [...patterns]
    .map(([action, alike]) => `${indent}${alike.join('|')}) ${action.replace('=anything', '=words')} ;;`)
    .join('\n');
}
