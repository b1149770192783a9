/**
 * A line of a file with a caret below the place that is meant.
 *
 * Long lines (a schema on one line) are cut to a window around the place. Pure.
 */
import { printable } from '../terminal.ts';

const WINDOW_CHARACTERS = 100;

export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/**
 * Two lines: the source and the caret; none when the place is not in the text.
 * @example
 * sourceExcerpt('{ "type": "strng" }', { line: 1, column: 11 });
 * // [' 1 | { "type": "strng" }', '   |           ^']
 */
export function sourceExcerpt(text: string, place: Place): readonly string[] {
  const line = text.split(/\r\n|[\n\r]/)[place.line - 1];
  if (line === undefined || place.column < 1) return [];
  const column = Math.min(place.column - 1, line.length);
  const start = line.length <= WINDOW_CHARACTERS ? 0 : Math.max(0, column - WINDOW_CHARACTERS / 2);
  const end = Math.min(line.length, start + WINDOW_CHARACTERS);
  const before = start > 0 ? '…' : '';
  const shown = `${before}${printable(line.slice(start, end))}${end < line.length ? '…' : ''}`;
  const gutter = ` ${place.line} `;
  const indent = ' '.repeat(before.length + column - start);
  return [`${gutter}| ${shown}`, `${' '.repeat(gutter.length)}| ${indent}^`];
}
