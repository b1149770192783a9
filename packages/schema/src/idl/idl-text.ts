/**
 * What stands in strings, numbers and documentation of Avro IDL: Java's escapes, Java's number literals, and
 * comments without their stars.
 */
import type { Position } from '../json/position.ts';
import { SchemaError, quoted } from '../schema-error.ts';

const ESCAPE = /\\(?:u+([0-9a-fA-F]{4})|([0-3]?[0-7]{1,2})|([^]))/g;
const PLAIN_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
  ['t', '\t'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
]);
const LINE_END = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;
const HORIZONTAL_SPACE = '[ \\t\\u00a0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000]';
const INDENT = new RegExp(`^${HORIZONTAL_SPACE}*`);
const STARRED: readonly RegExp[] = ['\\*\\*', '\\*'].map(
  (stars) => new RegExp(`^${HORIZONTAL_SPACE}*${stars}${HORIZONTAL_SPACE}?`),
);
const SPACE = 0x20;

const INTEGER = /^(-?)(?:0[xX]([0-9a-fA-F]+)|(0[0-7]*)|([1-9]\d*))[lL]?$/;
const LONGEST_INTEGER = 40;
const HEXADECIMAL = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)[fFdD]?$/;
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const DIGITS = /^[+-]?\d+$/;
const FLOAT = /^([+-]?)(NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[fFdD]?$/;

/** What a string in quotes says. */
export function stringText(literal: string, position: Position): string {
  return literal.slice(1, -1).replaceAll(ESCAPE, (escape, ...groups: readonly unknown[]) => {
    const [hex, octal, letter] = groups.map((group) => (typeof group === 'string' ? group : undefined));
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    const plain = PLAIN_ESCAPES.get(letter ?? '');
    if (plain !== undefined) return plain;
    const message = `the escape ${quoted(escape)} is unknown; write a backslash as two`;
    throw new SchemaError(message, 'IDL_INVALID', position);
  });
}

/** What a documentation comment says: stars and common indents removed, as Java does. */
export function docText(comment: string): string {
  const text = trimmed(comment);
  const lines = text.split(LINE_END);
  for (const stars of STARRED) {
    if (!lines.every((line) => stars.test(line))) continue;
    return joined(text, lines, (line) => line.replace(stars, ''));
  }
  const indent = commonIndent(lines.slice(1));
  return joined(text, lines, (line, index) => (index === 0 ? line : line.slice(indent)));
}

/** As Java trims: everything up to the space character goes. */
function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= SPACE) start++;
  while (end > start && text.charCodeAt(end - 1) <= SPACE) end--;
  return text.slice(start, end);
}

function commonIndent(lines: readonly string[]): number {
  let common = INDENT.exec(lines[0] ?? '')?.[0] ?? '';
  for (const line of lines) {
    while (!line.startsWith(common)) common = common.slice(0, -1);
  }
  return common.length;
}

/** The lines, each changed, with the line ends they had. */
function joined(
  text: string,
  lines: readonly string[],
  change: (line: string, index: number) => string,
): string {
  const ends = text.match(new RegExp(LINE_END, 'g')) ?? [];
  return lines.map((line, index) => change(line, index) + (ends[index] ?? '')).join('');
}

/** A whole number as Java decodes it (decimal, hexadecimal, octal), or null for a text that is none. */
export function integerOf(text: string): bigint | null {
  const [, sign, hex, octal, decimal] = text.length <= LONGEST_INTEGER ? (INTEGER.exec(text) ?? []) : [];
  const digits = hex === undefined ? (octal === undefined ? decimal : `0o${octal}`) : `0x${hex}`;
  if (digits === undefined) return null;
  const value = BigInt(digits === '0o0' ? '0' : digits);
  return sign === '-' ? -value : value;
}

/**
 * A number as JSON has it: a number's text, or `NaN`, `Infinity` or `-Infinity`, which JSON must write as
 * strings. Null for a text that is no number.
 */
export function jsonNumberText(text: string): string | null {
  const integer = integerOf(text);
  if (integer !== null) return BigInt.asIntN(64, integer) === integer ? integer.toString() : null;
  // Too long, or no integer of Java's such as 08 and +5.
  if (DIGITS.test(text)) return null;
  const [, sign, digits] = FLOAT.exec(text) ?? [];
  if (digits === undefined) return hexadecimalText(text);
  const plain = `${sign === '-' ? '-' : ''}${digits}`;
  return JSON_NUMBER.test(plain) && Number.isFinite(Number(plain)) ? plain : floatText(Number(plain));
}

function hexadecimalText(text: string): string | null {
  const [, sign, whole = '', fraction = '', exponent] = HEXADECIMAL.exec(text) ?? [];
  if (exponent === undefined || whole + fraction === '') return null;
  const value = Number(`0x${whole}${fraction}`) * 2 ** (Number(exponent) - 4 * fraction.length);
  return floatText(sign === '-' ? -value : value);
}

/** A double's text is never that of an integer: `int x = 1.` is wrong. */
function floatText(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
