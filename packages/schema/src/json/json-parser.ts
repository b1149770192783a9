/**
 * A JSON parser that remembers where everything stood.
 *
 * Strict (RFC 8259), and stricter where silence hides mistakes: a key twice in one object and anything after
 * the value are errors. A byte order mark is skipped. Nesting is bounded, so hostile text gives an error and
 * never an overflow of the stack. Schema files may hold comments, because Java's parser takes them.
 */
import { SchemaError, quoted, type SchemaErrorCode } from '../schema-error.ts';
import { escapeAt, hex4 } from './json-escape.ts';
import type { JsonLiteral, JsonNode } from './json-node.ts';
import { MemberMap, repeatedMember } from './member-map.ts';
import {
  PlacedArray,
  PlacedLiteral,
  PlacedMember,
  PlacedNumber,
  PlacedObject,
  PlacedString,
} from './placed-node.ts';
import { TextPlaces } from './text-places.ts';

/** As in Jackson, which Java's Avro and the registries read with: deeper text is accepted by neither. */
export const MAXIMUM_DEPTH = 1000;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_$][A-Za-z0-9_$]*/y;
const WORD_PART = /[A-Za-z0-9_$]/;
const LITERALS = ['null', 'true', 'false'] as const;
/** More different words than this are no attributes and no names of types; longer ones seldom stand twice. */
const SHARED_WORDS = 1000;
const SHARED_LENGTH = 40;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;

/**
 * Parses JSON and keeps the line and column of every value and key.
 * Throws SchemaError `JSON_INVALID`, `JSON_DUPLICATE_KEY` or `JSON_TOO_DEEP`.
 * @example
 * parseJson('{"a": 1}', 'a.json').position; // { line: 1, column: 1, file: 'a.json' }
 */
export function parseJson(text: string, file?: string): JsonNode {
  return new JsonParser(text, file, { comments: false, lastKeyWins: false }).parse();
}

/**
 * The same, with comments of both kinds of JavaScript treated as space. `lastKeyWins` takes a key twice in
 * one object as Java does, for texts that nobody can mend any more.
 */
export function parseJsonWithComments(text: string, file?: string, lastKeyWins = false): JsonNode {
  return new JsonParser(text, file, { comments: true, lastKeyWins }).parse();
}

class JsonParser {
  readonly #text: string;
  readonly #file: string | undefined;
  readonly #places: TextPlaces;
  readonly #comments: boolean;
  readonly #lastKeyWins: boolean;
  /** Keys and short values as first met: the same few stand in every object. */
  readonly #words = new Map<string, string>();
  /** Of all arrays that are open, so that each is made in its final size. */
  readonly #openItems: JsonNode[] = [];
  readonly #openMembers: PlacedMember[] = [];
  #offset = 0;

  constructor(
    text: string,
    file: string | undefined,
    { comments, lastKeyWins }: { readonly comments: boolean; readonly lastKeyWins: boolean },
  ) {
    this.#text = text;
    this.#file = file;
    this.#places = new TextPlaces(text, file);
    this.#comments = comments;
    this.#lastKeyWins = lastKeyWins;
  }

  parse(): JsonNode {
    if (typeof this.#text !== 'string') {
      const message = 'the schema must be text; give JSON.stringify(schema) for an object';
      throw new SchemaError(message, 'JSON_INVALID', new TextPlaces('', this.#file).at(0));
    }
    if (this.#text.charCodeAt(0) === 0xfeff) this.#offset = 1;
    this.#skipSpace();
    if (this.#offset === this.#text.length) throw this.#error('the text is empty; expected JSON');
    const node = this.#value(1);
    this.#skipSpace();
    if (this.#offset < this.#text.length) {
      throw this.#error(
        `expected the end of the text, found ${this.#found()}; remove what follows the value`,
      );
    }
    return node;
  }

  #value(depth: number): JsonNode {
    const start = this.#offset;
    const places = this.#places;
    if (depth > MAXIMUM_DEPTH) {
      throw this.#error(
        `the JSON is nested deeper than ${MAXIMUM_DEPTH} levels; name the inner types and refer to them`,
        'JSON_TOO_DEEP',
      );
    }
    const first = this.#text[start];
    if (first === '"') return new PlacedString(places, start, this.#shared(this.#string()));
    if (first === '{') return new PlacedObject(places, start, this.#members(depth));
    if (first === '[') return new PlacedArray(places, start, this.#items(depth));
    const literal = this.#literal();
    if (literal !== undefined) return new PlacedLiteral(places, start, literal);
    const number = this.#match(NUMBER);
    if (number !== undefined) return new PlacedNumber(places, start, number);
    throw this.#error(`expected a value, found ${this.#found()}`);
  }

  #literal(): JsonLiteral['kind'] | undefined {
    const literal = LITERALS.find((each) => this.#text.startsWith(each, this.#offset));
    if (literal === undefined) return undefined;
    const end = this.#offset + literal.length;
    if (WORD_PART.test(this.#text[end] ?? '')) return undefined;
    this.#offset = end;
    return literal;
  }

  #items(depth: number): readonly JsonNode[] {
    if (this.#open(']')) return [];
    const first = this.#openItems.length;
    do {
      this.#skipSpace();
      this.#openItems.push(this.#value(depth + 1));
    } while (this.#separator(']'));
    return takenFrom(this.#openItems, first);
  }

  #members(depth: number): MemberMap {
    if (this.#open('}')) return new MemberMap([]);
    const first = this.#openMembers.length;
    do {
      this.#skipSpace();
      const start = this.#offset;
      if (this.#text[start] !== '"') {
        throw this.#error(`expected a key in double quotes, found ${this.#found()}`);
      }
      const key = this.#shared(this.#string());
      this.#skipSpace();
      if (this.#text[this.#offset] !== ':') {
        throw this.#error(`expected ':' after the key, found ${this.#found()}`);
      }
      this.#offset++;
      this.#skipSpace();
      const value = this.#value(depth + 1);
      this.#openMembers.push(new PlacedMember(this.#places, start, { key, value }));
    } while (this.#separator('}'));
    return this.#uniqueMembers(takenFrom(this.#openMembers, first));
  }

  #uniqueMembers(list: readonly PlacedMember[]): MemberMap {
    const again = repeatedMember(list);
    if (again === undefined) return new MemberMap(list);
    if (this.#lastKeyWins) {
      return new MemberMap([...new Map(list.map((member) => [member.key, member])).values()]);
    }
    const message = `the key ${quoted(again.key)} stands twice in one object; keep one of them`;
    throw new SchemaError(message, 'JSON_DUPLICATE_KEY', again.keyPosition);
  }

  #shared(word: string): string {
    if (word.length > SHARED_LENGTH) return word;
    const known = this.#words.get(word);
    if (known === undefined && this.#words.size < SHARED_WORDS) this.#words.set(word, word);
    return known ?? word;
  }

  /** Steps over the opening bracket; true when the closing one follows at once, which is stepped over too. */
  #open(close: string): boolean {
    this.#offset++;
    this.#skipSpace();
    if (this.#text[this.#offset] !== close) return false;
    this.#offset++;
    return true;
  }

  /** Steps over a comma (true) or the closing bracket (false). */
  #separator(close: string): boolean {
    this.#skipSpace();
    const found = this.#text[this.#offset];
    if (found !== ',' && found !== close) {
      throw this.#error(`expected ',' or '${close}', found ${this.#found()}`);
    }
    this.#offset++;
    return found === ',';
  }

  #string(): string {
    const text = this.#text;
    const opening = this.#offset;
    let start = ++this.#offset;
    let value = '';
    for (;;) {
      const code = text.charCodeAt(this.#offset);
      if (code === QUOTE) {
        value += text.slice(start, this.#offset++);
        return value;
      }
      if (code === BACKSLASH) {
        value += text.slice(start, this.#offset) + this.#escape();
        start = this.#offset;
      } else if (code >= SPACE) {
        this.#offset++;
      } else if (this.#offset >= text.length || code === LINE_FEED || code === CARRIAGE_RETURN) {
        const orBreak = this.#offset < text.length ? ', or write the line break as \\n' : '';
        this.#offset = opening;
        throw this.#error(`this string is not closed; end it with a double quote${orBreak}`);
      } else {
        throw this.#error(`a control character stands in a string; write it as \\u${hex4(code)}`);
      }
    }
  }

  #escape(): string {
    const escape = escapeAt(this.#text, this.#offset);
    if (escape === undefined) {
      throw this.#error('an unknown escape stands in a string; write a backslash as two');
    }
    this.#offset += escape.length;
    return escape.value;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0];
    this.#offset += found?.length ?? 0;
    return found;
  }

  #skipSpace(): void {
    const text = this.#text;
    for (;;) {
      const code = text.charCodeAt(this.#offset);
      if (code === SPACE || code === LINE_FEED || code === TAB || code === CARRIAGE_RETURN) {
        this.#offset++;
      } else if (code === SLASH && this.#comments) {
        this.#skipComment();
      } else {
        return;
      }
    }
  }

  #skipComment(): void {
    const text = this.#text;
    const second = text[this.#offset + 1];
    if (second === '*') {
      const end = text.indexOf('*/', this.#offset + 2);
      if (end < 0) throw this.#error("the text ends inside a comment; close it with '*/'");
      this.#offset = end + 2;
      return;
    }
    if (second !== '/') throw this.#error(`expected a value, found ${this.#found()}`);
    const rest = /[\n\r]/g;
    rest.lastIndex = this.#offset;
    this.#offset = rest.exec(text)?.index ?? text.length;
  }

  #found(): string {
    const codePoint = this.#text.codePointAt(this.#offset);
    if (codePoint === undefined) return 'the end of the text';
    const word = this.#match(WORD);
    this.#offset -= word?.length ?? 0;
    if (word !== undefined) return quoted(word);
    return codePoint < SPACE ? `\\u${hex4(codePoint)}` : `'${String.fromCodePoint(codePoint)}'`;
  }

  #error(message: string, code: SchemaErrorCode = 'JSON_INVALID'): SchemaError {
    return new SchemaError(message, code, this.#places.at(this.#offset));
  }
}

/** The end of a list, as a list of its own. */
function takenFrom<T>(list: T[], first: number): readonly T[] {
  const taken = list.slice(first);
  list.length = first;
  return taken;
}
