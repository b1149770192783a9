/**
 * A line for a terminal, made of pieces with a style each.
 *
 * Every piece is cleaned before it is painted, so nothing that a schema holds reaches the terminal as a
 * control sequence.
 */
import { printable, type Style, type Terminal } from '../terminal.ts';

/** Text, or a style and its text. */
export type Piece = string | readonly [Style, string];

export function styledLine(paint: Terminal['paint'], pieces: readonly Piece[]): string {
  const shown = pieces.map((piece) => {
    if (typeof piece === 'string') return printable(piece);
    const text = printable(piece[1]);
    return text === '' ? '' : paint(piece[0], text);
  });
  return shown.join('').trimEnd();
}
