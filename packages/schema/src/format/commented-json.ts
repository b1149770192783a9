/**
 * JSON as a formatter sees it: values as they were spelt, and the comments beside them.
 *
 * Reads text that parseJsonWithComments has accepted, so it never has to complain. A comment belongs to the
 * item it follows when it stands on the line that item ends on and nothing follows it there; else to the item
 * after it; else to the end of the container. Depth is bounded by the parser's.
 */

/** One item of a container: an element, or a key with its value. */
export interface FormattedItem {
  /** The key as it was spelt, quotes included; null for elements of arrays. */
  readonly key: string | null;
  readonly value: FormattedValue;
  readonly before: readonly string[];
  /** On the line the item ends on. */
  after: readonly string[];
}

export interface FormattedContainer {
  readonly open: '{' | '[';
  readonly items: readonly FormattedItem[];
  /** Comments after the last item. */
  readonly end: readonly string[];
  /** Characters when written on one line; Infinity when that cannot be. */
  readonly width: number;
}

/** Text stands for a string, a number or a word. */
type FormattedValue = string | FormattedContainer;

const WORD = /[^\s,:[\]{}"/]+/y;
const SPACE = /[ \t\n\r]*/y;
const LINE_END = /[\n\r]/;

/** The whole text as one item: comments around the value are `before` and `after`. */
export function readCommentedJson(text: string): FormattedItem {
  return new Reader(text).read();
}

/** Characters of an item on one line. */
function itemWidth({ key, value, before, after }: FormattedItem): number {
  if (before.length + after.length > 0) return Infinity;
  const valueWidth = typeof value === 'string' ? value.length : value.width;
  return key === null ? valueWidth : key.length + 2 + valueWidth;
}

/** `{ "a": 1, "b": 2 }`, `[1, 2]`, `{}`, `[]`; a record's fields never stand on its line. */
function containerWidth(open: '{' | '[', items: readonly FormattedItem[], end: readonly string[]): number {
  if (end.length > 0 || items.some(holdsFields)) return Infinity;
  const brackets = open === '{' && items.length > 0 ? 4 : 2;
  return items.reduce((width, item) => width + itemWidth(item) + 2, brackets - (items.length > 0 ? 2 : 0));
}

function holdsFields({ key, value }: FormattedItem): boolean {
  return key === '"fields"' && typeof value !== 'string' && value.open === '[' && value.items.length > 0;
}

class Reader {
  readonly #text: string;
  #offset: number;
  /** Comments read and not yet given to an item. */
  #comments: string[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#offset = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  read(): FormattedItem {
    this.#skip();
    const before = this.#takeComments();
    const value = this.#value();
    this.#skip();
    return { before, key: null, value, after: this.#takeComments() };
  }

  #value(): FormattedValue {
    const open = this.#text[this.#offset];
    if (open === '{' || open === '[') return this.#container(open);
    return open === '"' ? this.#string() : this.#match(WORD);
  }

  #container(open: '{' | '['): FormattedContainer {
    const close = open === '{' ? '}' : ']';
    const items: FormattedItem[] = [];
    this.#offset++;
    this.#skip();
    while (this.#text[this.#offset] !== close) {
      const item = this.#item(open === '{');
      items.push(item);
      const comments = this.#restOfLine();
      this.#skip();
      if (this.#text[this.#offset] === ',') {
        this.#offset++;
        this.#giveAfter(item, [...comments, ...this.#takeComments(), ...this.#restOfLine()]);
        this.#skip();
      } else {
        item.after = comments;
      }
    }
    this.#offset++;
    const end = this.#takeComments();
    return { open, items, end, width: containerWidth(open, items, end) };
  }

  /** Nothing can follow a comment that runs to the end of its line: what does belongs to the next item. */
  #giveAfter(item: FormattedItem, comments: readonly string[]): void {
    const lineComment = comments.findIndex((comment) => comment.startsWith('//'));
    const count = lineComment < 0 ? comments.length : lineComment + 1;
    item.after = comments.slice(0, count);
    this.#comments = comments.slice(count);
  }

  /** Comments around the colon go before the item. */
  #item(keyed: boolean): FormattedItem {
    const key = keyed ? this.#string() : null;
    if (keyed) {
      this.#skip();
      this.#offset++;
      this.#skip();
    }
    return { before: this.#takeComments(), key, value: this.#value(), after: [] };
  }

  #string(): string {
    const start = this.#offset++;
    while (this.#text[this.#offset] !== '"') this.#offset += this.#text[this.#offset] === '\\' ? 2 : 1;
    return this.#text.slice(start, ++this.#offset);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#offset += found.length;
    return found;
  }

  /** Steps over space and comments, and keeps the comments. */
  #skip(): void {
    this.#match(SPACE);
    for (let found = this.#comment(); found !== undefined; found = this.#comment()) {
      this.#comments.push(found);
      this.#match(SPACE);
    }
  }

  #takeComments(): string[] {
    return this.#comments.splice(0);
  }

  /** Takes the comments that fill the rest of the line; nothing when something else follows on it. */
  #restOfLine(): string[] {
    const start = this.#offset;
    const found: string[] = [];
    for (;;) {
      if (LINE_END.test(this.#match(SPACE))) return found;
      const comment = this.#comment();
      if (comment !== undefined) {
        found.push(comment);
        continue;
      }
      const next = this.#text[this.#offset];
      if (next === '}' || next === ']') return found;
      this.#offset = start;
      return [];
    }
  }

  /** A comment at this place, with line ends of one character. */
  #comment(): string | undefined {
    const text = this.#text;
    if (text[this.#offset] !== '/') return undefined;
    const start = this.#offset;
    if (text[start + 1] === '*') {
      this.#offset = text.indexOf('*/', start + 2) + 2;
      return text.slice(start, this.#offset).replaceAll(/\r\n?/g, '\n');
    }
    while (this.#offset < text.length && !LINE_END.test(text.charAt(this.#offset))) this.#offset++;
    return text.slice(start, this.#offset).trimEnd();
  }
}
