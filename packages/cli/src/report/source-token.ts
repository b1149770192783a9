/**
 * Which characters of a text a place means: the token there, or the name of the object that begins there.
 *
 * Reads tokens of JSON, and well enough of Avro IDL; never parses, so it answers for broken texts too. Pure.
 */

export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

export interface Span extends Place {
  /** In UTF-16 units; a token ends in the line where it began. */
  readonly length: number;
}

const TOKEN = /\/\/.*|\/\*.*?\*\/|"(?:[^"\\]|\\.)*"?|[\w.$+-]+|\S/y;
const SPACE = /\s*/y;
const KEY_BEFORE = /"(?:[^"\\]|\\.)*"(?=\s*:\s*$)/;
/** How far back a key is looked for; a schema may stand on one line. */
const KEY_CHARACTERS = 200;
/** How far an object is searched for its name. */
const TOKENS_MAXIMUM = 500;

/** The token at a place; one character where there is none. */
export function tokenAt(lines: readonly string[], place: Place): Span {
  TOKEN.lastIndex = place.column - 1;
  const length = TOKEN.exec(lines[place.line - 1] ?? '')?.[0].length ?? 1;
  return { line: place.line, column: place.column, length };
}

/** What to underline: of an object its name, or the key it stands behind; else the token. */
export function meantAt(lines: readonly string[], place: Place): Span {
  const line = lines[place.line - 1] ?? '';
  if (line[place.column - 1] !== '{') return tokenAt(lines, place);
  const name = nameOf(lines, place);
  if (name !== undefined) return name;
  const start = Math.max(0, place.column - 1 - KEY_CHARACTERS);
  const key = KEY_BEFORE.exec(line.slice(start, place.column - 1));
  if (key !== null) return { line: place.line, column: start + key.index + 1, length: key[0].length };
  return { line: place.line, column: place.column, length: 1 };
}

/** The value of the member `name` of the object that opens at a place. */
function nameOf(lines: readonly string[], place: Place): Span | undefined {
  let depth = 0;
  let member = '';
  for (const { text, ...span } of tokensFrom(lines, place)) {
    if (depth === 1 && member === '"name":' && text.startsWith('"')) return span;
    if (text === '{' || text === '[') depth++;
    if (text === '}' || text === ']') depth--;
    if (depth === 0) return undefined;
    // What was read since the last comma, as far as it can become `"name":`.
    member = text === '{' || text === ',' ? '' : `${member}${text}`.slice(0, 8);
  }
  return undefined;
}

function* tokensFrom(lines: readonly string[], place: Place): Generator<Span & { readonly text: string }> {
  let { line, column } = place;
  for (let count = 0; count < TOKENS_MAXIMUM;) {
    const source = lines[line - 1];
    if (source === undefined) return;
    SPACE.lastIndex = column - 1;
    SPACE.exec(source);
    TOKEN.lastIndex = SPACE.lastIndex;
    const text = TOKEN.exec(source)?.[0];
    if (text === undefined) {
      line++;
      column = 1;
      // Empty lines count too, so that a file of them ends the search.
      count++;
      continue;
    }
    const start = TOKEN.lastIndex - text.length;
    column = TOKEN.lastIndex + 1;
    count++;
    if (!text.startsWith('//') && !text.startsWith('/*'))
      yield { line, column: start + 1, length: text.length, text };
  }
}
