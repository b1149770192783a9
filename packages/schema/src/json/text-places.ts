/**
 * From an offset in a text to line and column.
 *
 * Where lines begin is found out once, when the first place is asked for.
 */
import type { Position } from './position.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = 0xfeff;

export class TextPlaces {
  readonly #text: string;
  readonly #file: string | undefined;
  #lineStarts: readonly number[] | undefined;
  #line = 1;

  constructor(text: string, file: string | undefined) {
    this.#text = text;
    this.#file = file;
  }

  /** Lines end with LF, CR LF or CR; a byte order mark takes no column. */
  at(offset: number): Position {
    const starts = (this.#lineStarts ??= lineStartsOf(this.#text));
    const line = this.#lineOf(offset, starts);
    const column = offset - (starts[line - 1] ?? 0) + 1;
    return this.#file === undefined ? { line, column } : { line, column, file: this.#file };
  }

  /** Mostly the line asked for last. */
  #lineOf(offset: number, starts: readonly number[]): number {
    if ((starts[this.#line - 1] ?? 0) <= offset && offset < (starts[this.#line] ?? Infinity))
      return this.#line;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    this.#line = low + 1;
    return this.#line;
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0];
  if (!text.includes('\r')) {
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
    return starts;
  }
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const ends = code === LINE_FEED || (code === CARRIAGE_RETURN && text.charCodeAt(index + 1) !== LINE_FEED);
    if (ends) starts.push(index + 1);
  }
  return starts;
}
