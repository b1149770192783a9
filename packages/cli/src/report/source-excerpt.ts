/**
 * A line of a file with what is meant underlined.
 *
 * Long lines (a schema on one line) are cut to a window around the place. Pure.
 */
import { printable } from '../terminal.ts';
import { meantAt, tokenAt, type Place, type Span } from './source-token.ts';

const WINDOW_CHARACTERS = 100;

/** Characters that terminals draw two columns wide, as far as they are one UTF-16 unit; and those drawn over the one before. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/g;
const COMBINING = /\p{Mn}/gu;

/** An excerpt in its parts, for whoever colours them. */
export interface Excerpt {
  /** ` 14 | ` */
  readonly gutter: string;
  readonly source: string;
  /** As wide as the gutter, `    | `. */
  readonly margin: string;
  /** Spaces up to what is meant. */
  readonly indent: string;
  readonly carets: string;
}

/** The lines of a text, as the JSON parser counts them. */
export function linesOf(text: string): readonly string[] {
  return text.replace(/^\ufeff/, '').split(/\r\n|[\n\r]/);
}

/** What is meant at a place of a text, underlined: of an object its name. Undefined when the place is not in the text. */
export function excerptAt(lines: readonly string[], place: Place): Excerpt | undefined {
  return stands(lines, place) ? excerptOf(lines, meantAt(lines, place)) : undefined;
}

/** The token at a place, whatever it means: for errors of syntax. */
export function tokenExcerptAt(lines: readonly string[], place: Place): Excerpt | undefined {
  return stands(lines, place) ? excerptOf(lines, tokenAt(lines, place)) : undefined;
}

/**
 * Two lines: the source and a caret; none when the place is not in the text.
 * @example
 * sourceExcerpt('{ "type": "strng" }', { line: 1, column: 11 });
 * // [' 1 | { "type": "strng" }', '   |           ^']
 */
export function sourceExcerpt(text: string, place: Place): readonly string[] {
  const lines = linesOf(text);
  if (!stands(lines, place)) return [];
  const { gutter, source, margin, indent, carets } = excerptOf(lines, { ...place, length: 1 });
  return [`${gutter}${source}`, `${margin}${indent}${carets}`];
}

function stands(lines: readonly string[], place: Place): boolean {
  return place.line >= 1 && place.line <= lines.length && place.column >= 1;
}

function excerptOf(lines: readonly string[], span: Span): Excerpt {
  const line = lines[span.line - 1] ?? '';
  const column = Math.min(span.column - 1, line.length);
  const start = line.length <= WINDOW_CHARACTERS ? 0 : Math.max(0, column - WINDOW_CHARACTERS / 2);
  const end = Math.min(line.length, start + WINDOW_CHARACTERS);
  const before = `${start > 0 ? '…' : ''}${printable(line.slice(start, column))}`;
  const meant = printable(line.slice(column, Math.min(end, column + span.length)));
  const after = `${printable(line.slice(column + span.length, end))}${end < line.length ? '…' : ''}`;
  const gutter = ` ${span.line} | `;
  return {
    gutter,
    source: `${before}${meant}${after}`,
    margin: `${' '.repeat(gutter.length - 2)}| `,
    indent: ' '.repeat(columnsOf(before)),
    carets: '^'.repeat(Math.max(1, columnsOf(meant))),
  };
}

/** How many columns a terminal gives to a text. Beyond the basic plane two units take two columns, as they mostly do. */
function columnsOf(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0) - (text.match(COMBINING)?.length ?? 0);
}
