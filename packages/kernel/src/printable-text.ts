/**
 * Text of strangers as it may stand in a message or a log line.
 *
 * Control and format characters could move a terminal's cursor, forge a log line or turn the direction of
 * writing; long text buries the message. Markup of a terminal or of source code is left to those who print it.
 */

const MOST_CHARACTERS = 300;
/** Controls, formats, lone surrogates, unassigned; and the two separators that break a line. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]+/gu;

/**
 * One line: each run of such characters becomes a space, and what is too long ends in '…'.
 * @example
 * printable('a\u0000b'); // 'a b'
 */
export function printable(text: string, mostCharacters: number = MOST_CHARACTERS): string {
  const short = text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
  return short.replaceAll(UNPRINTABLE, ' ');
}
