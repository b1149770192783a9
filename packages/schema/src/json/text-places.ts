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
  #lineStarts: number[] | undefined;

  constructor(text: string, file: string | undefined) {
    this.#text = text;
    this.#file = file;
  }

  /** Lines end with LF, CR LF or CR; a byte order mark takes no column. */
  at(offset: number): Position {
    const starts = (this.#lineStarts ??= lineStartsOf(this.#text));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const place = { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    return this.#file === undefined ? place : { ...place, file: this.#file };
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const ends = code === LINE_FEED || (code === CARRIAGE_RETURN && text.charCodeAt(index + 1) !== LINE_FEED);
    if (ends) starts.push(index + 1);
  }
  return starts;
}
