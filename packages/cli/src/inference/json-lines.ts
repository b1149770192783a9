/**
 * JSON lines as values with their places: one value in each line, lines of nothing but space passed over.
 *
 * A line that is no UTF-8, no JSON, says a key twice or cannot be kept by any schema is a LineError and no value.
 * Reads piece by piece and holds one line.
 */
import { isUtf8 } from 'node:buffer';
import { parseJson, SchemaError, type JsonNode, type Position } from '@ottla/schema';
import { LineError, type LinePlace } from './line-error.ts';
import { refusalOf } from './line-refusal.ts';
import { LINE_BYTES_MAXIMUM, LineSplitter, type ByteLine } from './line-splitter.ts';

export type JsonLine =
  | {
      readonly node: JsonNode;
      /** Where a part of the value stands in its file. */
      readonly placeOf: (position: Position) => LinePlace;
      readonly error: null;
    }
  | { readonly error: LineError };

const BLANK = /^[ \t\r]*$/;
const UTF8_REMEDY = 'Find out its encoding and convert it, as with iconv -f LATIN1 -t UTF-8.';
const REPLACEMENT = '\ufffd';
const BYTE_ORDER_MARK = '\ufeff';

/** The lines of a file, those that each piece of it ends together. */
export async function* jsonLines(
  file: string,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<readonly JsonLine[]> {
  const splitter = new LineSplitter();
  for await (const chunk of chunks) yield splitter.push(chunk).flatMap((line) => jsonLine(file, line));
  yield splitter.end().flatMap((line) => jsonLine(file, line));
}

/** None of a blank line. */
export function jsonLine(file: string, { line, bytes }: ByteLine): JsonLine[] {
  const place = { file, line, column: 1 };
  if (bytes === null) {
    return [{ error: new LineError(`the line has more than ${LINE_BYTES_MAXIMUM} bytes`, place) }];
  }
  const decoded = bytes.toString('utf8');
  if (decoded.includes(REPLACEMENT) && !isUtf8(bytes)) {
    const column = firstBrokenColumn(bytes, decoded);
    return [
      { error: new LineError('the line is no UTF-8 text', { ...place, column }, { remedy: UTF8_REMEDY }) },
    ];
  }
  // Files that were put together bring theirs along.
  const text = decoded.startsWith(BYTE_ORDER_MARK) ? decoded.slice(1) : decoded;
  return BLANK.test(text) ? [] : [valueOf(text, place)];
}

function valueOf(text: string, start: LinePlace): JsonLine {
  const placeOf = (position: Pick<Position, 'line' | 'column'>): LinePlace => ({
    ...start,
    column: columnIn(text, position),
  });
  try {
    const node = parseJson(text);
    const refusal = refusalOf(node);
    if (refusal === undefined) return { node, placeOf, error: null };
    const { message, position, remedy } = refusal;
    return { error: new LineError(message, placeOf(position), { remedy, text }) };
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    // The parser's own place is one within the line.
    const message = error.message.replace(/^line \d+, column \d+: /, '');
    return { error: new LineError(message, placeOf(error), { text }) };
  }
}

/** A carriage return within a line is space, and ends a line only for the parser. */
function columnIn(text: string, { line, column }: Pick<Position, 'line' | 'column'>): number {
  if (line === 1) return column;
  const before = text.split('\r', line - 1).reduce((length, part) => length + part.length + 1, 0);
  return before + column;
}

/** The column of the first byte that decoding replaced. */
function firstBrokenColumn(bytes: Buffer, decoded: string): number {
  const again = Buffer.from(decoded);
  const index = again.findIndex((byte, at) => byte !== bytes[at]);
  return again.subarray(0, index).toString('utf8').length + 1;
}
