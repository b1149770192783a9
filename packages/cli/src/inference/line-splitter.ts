/**
 * Bytes that come in pieces of any size, as lines.
 *
 * A line ends with LF or CR LF; the last one may end with the bytes. Holds one line at most: of one that is too
 * long it keeps nothing but the fact. What the bytes say is left to others. Pure.
 */

/** As a schema file; a longer line is no record. */
export const LINE_BYTES_MAXIMUM = 16 * 1024 * 1024;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

export interface ByteLine {
  /** From 1. */
  readonly line: number;
  /** Without its end; null of a line that is too long. Valid until the next call. */
  readonly bytes: Buffer | null;
}

export class LineSplitter {
  readonly #maximum: number;
  #line = 1;
  /** Of the line that is not ended. */
  #pieces: Buffer[] = [];
  #byteLength = 0;

  constructor(maximum: number = LINE_BYTES_MAXIMUM) {
    this.#maximum = maximum;
  }

  /** The lines that these bytes end. */
  push(chunk: Buffer): ByteLine[] {
    const lines: ByteLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      this.#keep(chunk.subarray(start, end));
      lines.push(this.#ended());
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  /** The last line, when no line feed ends it. */
  end(): ByteLine[] {
    return this.#byteLength === 0 ? [] : [this.#ended()];
  }

  #keep(piece: Buffer): void {
    this.#byteLength += piece.length;
    if (this.#byteLength > this.#maximum) this.#pieces = [];
    else if (piece.length > 0) this.#pieces.push(piece);
  }

  #ended(): ByteLine {
    const [first, ...rest] = this.#pieces;
    const whole =
      first === undefined ? Buffer.alloc(0) : rest.length === 0 ? first : Buffer.concat(this.#pieces);
    const bytes = whole.at(-1) === CARRIAGE_RETURN ? whole.subarray(0, -1) : whole;
    const isTooLong = this.#byteLength > this.#maximum;
    this.#pieces = [];
    this.#byteLength = 0;
    return { line: this.#line++, bytes: isTooLong ? null : bytes };
  }
}
