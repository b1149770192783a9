/**
 * Expressions of printed code as small trees, and how they are laid out in lines.
 *
 * Only calls and conditions are broken over lines, as prettier would; what has no place to break stays long.
 * Knows nothing of Avro.
 */
import { LINE_CHARACTERS } from '../type-expression.ts';

export interface Condition {
  readonly test: string;
  readonly yes: Code;
  readonly no: Code;
}

export interface Call {
  readonly callee: string;
  readonly given: readonly Code[];
}

/** Text that is never broken, or a tree. */
export type Code = string | Condition | Call;

export function call(callee: string, ...given: readonly Code[]): Call {
  return { callee, given };
}

/** On one line. */
export function flat(code: Code): string {
  if (typeof code === 'string') return code;
  if ('callee' in code) return `${code.callee}(${code.given.map(flat).join(', ')})`;
  return `${code.test} ? ${flat(code.yes)} : ${flat(code.no)}`;
}

/**
 * `<head> <code>;` with its line end; `head` is 'return', or ends with '='.
 * @example
 * statement('at =', call('putInt', 'writer', 'at', 'value.id'), '  '); // '  at = putInt(writer, at, value.id);\n'
 */
export function statement(head: string, code: Code, indent: string): string {
  return `${indent}${head}${placed(head, code, indent)};\n`;
}

/** `<name>: <code>,` with its line end. */
export function member(name: string, code: Code, indent: string): string {
  return `${indent}${name}:${placed(`${name}:`, code, indent)},\n`;
}

/** What follows a head: a space and the code, or the code on lines of its own. */
function placed(head: string, code: Code, indent: string): string {
  const line = flat(code);
  // With what ends it.
  if (indent.length + head.length + line.length + 2 <= LINE_CHARACTERS || typeof code === 'string')
    return ` ${line}`;
  if ('callee' in code) return ` ${broken(code, indent)}`;
  if (head === 'return') return ` ${broken(code, indent)}`;
  return `\n${indent}  ${broken(code, `${indent}  `)}`;
}

function broken(code: Code, indent: string): string {
  const line = flat(code);
  if (typeof code === 'string' || indent.length + line.length + 2 <= LINE_CHARACTERS) return line;
  const inner = `${indent}  `;
  if ('callee' in code) {
    const given = code.given.map((each) => `${inner}${broken(each, inner)},\n`);
    return `${code.callee}(\n${given.join('')}${indent})`;
  }
  return `${code.test}\n${inner}? ${broken(code.yes, inner)}\n${inner}: ${broken(code.no, inner)}`;
}

/** `<head>[a, b]<tail>` with its line end; one item a line where they are many. */
export function listStatement(head: string, items: readonly string[], tail: string): string {
  const line = `${head}[${items.join(', ')}]${tail}\n`;
  if (line.length <= LINE_CHARACTERS + 1) return line;
  return `${head}[\n${items.map((item) => `  ${item},\n`).join('')}]${tail}\n`;
}
