/** The completion of zsh: a function for a folder of `fpath`, or to be sourced. Pure. */
import { quotedWord } from '../shell-word.ts';
import { HELP, VERSION, type CommandWords, type Flag, type Value } from './command-words.ts';

export function zshScript(commands: readonly CommandWords[]): string {
  const described = commands.map(
    ({ name, summary }) => `        ${quotedWord(`${name}:${escaped(summary)}`)}`,
  );
  const branches = commands.map(({ name, flags, operands }) => {
    const behind =
      operands === null ? [] : [`${operands.several ? '*' : '1'}:${operands.name}:${action(operands.value)}`];
    const specs = [...flags.flatMap(flagSpecs), ...behind];
    return `        ${name}) _arguments -s ${specs.map(quotedWord).join(' ')} ;;`;
  });
  return `#compdef ottla
_ottla() {
  local curcontext="$curcontext" state line
  local -a commands
  _arguments -C ${[HELP, VERSION].flatMap(flagSpecs).map(quotedWord).join(' ')} '1: :->command' '*:: :->words' && return
  case $state in
    command)
      commands=(
${described.join('\n')}
      )
      _describe -t commands command commands ;;
    words)
      case $words[1] in
${branches.join('\n')}
        *) _files ;;
      esac ;;
  esac
}
# Of a folder of fpath it is called; sourced, it is told to the completion of zsh, which may not have begun.
if [ "$funcstack[1]" = _ottla ]; then
  _ottla "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _ottla ottla
fi`;
}

function flagSpecs({ names, value, valueName, doc }: Flag): readonly string[] {
  const others = names.length > 1 ? `(${names.join(' ')})` : '';
  return names.map((name) => {
    if (value === null) return `${others}${name}[${escaped(doc)}]`;
    const joined = name.startsWith('--') ? '=' : '+';
    return `${others}${name}${joined}[${escaped(doc)}]:${valueName}:${action(value)}`;
  });
}

function action(value: Value): string {
  if (value === 'files') return '_files';
  if (value === 'folders') return '_files -/';
  return value === 'anything' ? ' ' : `(${value.join(' ')})`;
}

/** What would end a description. */
function escaped(text: string): string {
  return text.replaceAll(/[\\[\]:]/g, String.raw`\$&`);
}
