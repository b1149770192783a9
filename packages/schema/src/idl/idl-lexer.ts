/**
 * The words of Avro IDL, one at a time, each with its place and the documentation before it.
 *
 * Comments are space; a documentation comment belongs to the word that follows it directly. Numbers are words
 * of their own kind and stay text. Source: apache/avro, share/idl_grammar/org/apache/avro/idl/Idl.g4.
 */
import type { Position } from '../json/position.ts';
import { TextPlaces } from '../json/text-places.ts';
import { SchemaError, quoted, type SchemaErrorCode } from '../schema-error.ts';
import { docText, stringText } from './idl-text.ts';

export interface IdlToken {
  readonly kind: 'word' | 'string' | 'number' | 'symbol' | 'end';
  /** As it stands; of a string what it says. */
  readonly text: string;
  readonly position: Position;
  /** The documentation directly before it, without stars and indents. */
  readonly doc: string | null;
}

/** Names joined by dots or dashes, each perhaps in backticks. */
const WORD =
  /(?:`[\p{XID_Start}_]\p{XID_Continue}*`|[\p{XID_Start}_]\p{XID_Continue}*)(?:[.-](?:`[\p{XID_Start}_]\p{XID_Continue}*`|[\p{XID_Start}_]\p{XID_Continue}*))*/uy;
const NUMBER =
  /[+-]?(?:NaN|Infinity|0[xX][0-9a-fA-F]*\.?[0-9a-fA-F]*(?:[pP][+-]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[lLfFdD]?/y;
const SPACE = ' \t\n\r\f';
/** May not stand in a string as they are. */
const LAYOUT = '\n\r\b\f\t';
const SYMBOLS = '(){}[]:;,@=?<>';
/** Ends a text on old systems; what follows it is not read. */
const SUBSTITUTE = '\u001a';

export class IdlLexer {
  readonly #text: string;
  readonly #places: TextPlaces;
  #offset: number;
  #token: IdlToken;

  constructor(text: string, file: string | undefined) {
    this.#text = text;
    this.#places = new TextPlaces(text, file);
    this.#offset = text.startsWith('\ufeff') ? 1 : 0;
    this.#token = this.#read();
  }

  /** The next word, which stays the next. */
  get next(): IdlToken {
    return this.#token;
  }

  get isAtEnd(): boolean {
    return this.#token.kind === 'end';
  }

  take(): IdlToken {
    const token = this.#token;
    if (token.kind !== 'end') this.#token = this.#read();
    return token;
  }

  /** True for a symbol, or a word that is not in backticks. */
  isAt(text: string): boolean {
    const { kind } = this.#token;
    return this.#token.text === text && (kind === 'symbol' || kind === 'word');
  }

  /** Steps over the symbol or word when it is the next. */
  takeIf(text: string): boolean {
    if (!this.isAt(text)) return false;
    this.take();
    return true;
  }

  /** Steps over what must come next. `where` completes the message: `after the name of a record`. */
  expect(text: string, where: string): IdlToken {
    if (this.isAt(text)) return this.take();
    throw this.unexpected(`'${text}' ${where}`);
  }

  /** A name, backticks removed. */
  expectName(what: string): IdlToken {
    if (this.#token.kind !== 'word') throw this.unexpected(what);
    const token = this.take();
    return { ...token, text: token.text.replaceAll('`', '') };
  }

  expectString(what: string): IdlToken {
    if (this.#token.kind !== 'string') throw this.unexpected(`${what} in double quotes`);
    return this.take();
  }

  unexpected(expected: string): SchemaError {
    const { kind, text } = this.#token;
    const found =
      kind === 'end'
        ? 'the end of the text'
        : kind === 'string'
          ? `the string ${quoted(text)}`
          : quoted(text);
    return this.error(`expected ${expected}, found ${found}`);
  }

  /** An error at the next word. */
  error(message: string, code: SchemaErrorCode = 'IDL_INVALID'): SchemaError {
    return new SchemaError(message, code, this.#token.position);
  }

  #read(): IdlToken {
    const doc = this.#skipSpace();
    const start = this.#offset;
    const position = this.#places.at(start);
    const first = this.#text[start];
    if (first === undefined || first === SUBSTITUTE) return { kind: 'end', text: '', position, doc };
    if (first === '"') {
      const text = stringText(this.#string(), position);
      return { kind: 'string', text, position, doc };
    }
    const word = this.#match(WORD);
    if (word !== undefined) return { kind: 'word', text: word, position, doc };
    const number = this.#match(NUMBER);
    if (number !== undefined) return { kind: 'number', text: number, position, doc };
    if (SYMBOLS.includes(first)) {
      this.#offset++;
      return { kind: 'symbol', text: first, position, doc };
    }
    const found = String.fromCodePoint(this.#text.codePointAt(start) ?? 0);
    throw this.#errorAt(start, `the character ${quoted(found)} does not belong here; remove it`);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0];
    this.#offset += found?.length ?? 0;
    return found;
  }

  /** Steps over a string, quotes included. */
  #string(): string {
    const start = this.#offset++;
    const text = this.#text;
    while (text[this.#offset] !== '"') {
      if (text[this.#offset] === '\\') this.#offset++;
      if (this.#offset >= text.length || this.#isOneOf(LAYOUT)) {
        throw this.#errorAt(start, 'a string has no end on its line; close it with a double quote');
      }
      this.#offset++;
    }
    return text.slice(start, ++this.#offset);
  }

  #isOneOf(characters: string): boolean {
    const character = this.#text[this.#offset];
    return character !== undefined && characters.includes(character);
  }

  /** Steps over space and comments; gives the last documentation comment among them. */
  #skipSpace(): string | null {
    let doc: string | null = null;
    for (;;) {
      const text = this.#text;
      while (this.#isOneOf(SPACE)) this.#offset++;
      const start = this.#offset;
      if (text.startsWith('//', start)) {
        while (this.#offset < text.length && !this.#isOneOf('\n\r')) this.#offset++;
      } else if (text.startsWith('/**/', start)) {
        this.#offset += 4;
      } else if (text.startsWith('/*', start)) {
        const end = text.indexOf('*/', start + 2);
        if (end < 0) throw this.#errorAt(start, "a comment has no end; close it with '*/'");
        this.#offset = end + 2;
        if (text[start + 2] === '*') doc = text.slice(start + 3, end);
      } else {
        return doc === null ? null : docText(doc);
      }
    }
  }

  #errorAt(offset: number, message: string): SchemaError {
    return new SchemaError(message, 'IDL_INVALID', this.#places.at(offset));
  }
}
