/**
 * Regular expressions as trees: the part of the syntax that Java and JavaScript share and that can be matched in
 * one pass over the text.
 *
 * Looking around and back references are not in it. Classes and escapes of one character are left to RegExp,
 * which answers for one character at a time.
 */

export type PatternNode =
  | { readonly kind: 'one'; readonly accepts: RegExp | string }
  | { readonly kind: 'start' | 'end' | 'edge' | 'inner' }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly of: PatternNode; readonly least: number; readonly most: number };

const DEEPEST = 100;
const COUNT = /\{(\d{1,6})(,(\d{0,6}))?\}/y;
const GROUP_START = /\((?:\?(?::|<[A-Za-z]\w*>))?/y;
const CLASS = /\[\^?\]?(?:\\[\s\S]|[^\\\]])*\]/y;
const ESCAPE = /\\(?:[pP]\{[A-Za-z_=]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[dDwWsStnrfv])/y;
const QUOTED = /\\([^A-Za-z0-9])/y;
const QUANTIFIERS: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ['*', [0, Infinity]],
  ['+', [1, Infinity]],
  ['?', [0, 1]],
]);
const ASSERTIONS: ReadonlyMap<string, 'start' | 'end' | 'edge' | 'inner'> = new Map([
  ['^', 'start'],
  ['$', 'end'],
  ['\\A', 'start'],
  ['\\z', 'end'],
  ['\\Z', 'end'],
  ['\\b', 'edge'],
  ['\\B', 'inner'],
]);

/** The tree of a pattern; null when it uses what is not in the shared part, or is no pattern at all. */
export function parsedPattern(pattern: string): PatternNode | null {
  const parser = new PatternParser(pattern);
  const node = parser.alternatives(0);
  return parser.failed || !parser.atEnd ? null : node;
}

class PatternParser {
  failed = false;
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#offset >= this.#text.length;
  }

  alternatives(depth: number): PatternNode {
    if (depth > DEEPEST) this.failed = true;
    const parts = [this.#sequence(depth)];
    while (!this.failed && this.#take('|')) parts.push(this.#sequence(depth));
    return { kind: 'any', parts };
  }

  #sequence(depth: number): PatternNode {
    const parts: PatternNode[] = [];
    while (!this.failed && !this.atEnd && !'|)'.includes(this.#text[this.#offset] ?? '')) {
      parts.push(this.#quantified(this.#atom(depth)));
    }
    return { kind: 'all', parts };
  }

  #quantified(of: PatternNode): PatternNode {
    const quantifier = QUANTIFIERS.get(this.#text[this.#offset] ?? '');
    const counted = quantifier === undefined ? this.#match(COUNT) : null;
    if (quantifier !== undefined) this.#offset++;
    else if (counted === null) return of;
    // Reluctant or not, a text has a match or it has none.
    this.#take('?');
    if (quantifier !== undefined) return { kind: 'repeat', of, least: quantifier[0], most: quantifier[1] };
    const least = Number(counted?.[1]);
    const bound = counted?.[3];
    const open = counted?.[2] !== undefined && bound === '';
    return { kind: 'repeat', of, least, most: open ? Infinity : Number(bound ?? least) };
  }

  #atom(depth: number): PatternNode {
    for (const [text, kind] of ASSERTIONS) if (this.#take(text)) return { kind };
    const start = this.#text[this.#offset] ?? '';
    if (start === '(') return this.#group(depth);
    if (start === '.') {
      this.#offset++;
      return { kind: 'one', accepts: /^[^\n\r]$/u };
    }
    const quoted = this.#match(QUOTED)?.[1];
    if (quoted !== undefined) return { kind: 'one', accepts: quoted };
    const set = this.#match(CLASS) ?? this.#match(ESCAPE);
    if (set !== null) return this.#set(set[0]);
    if ('\\[{*+?'.includes(start)) this.failed = true;
    const character = String.fromCodePoint(this.#text.codePointAt(this.#offset) ?? 0);
    this.#offset += character.length;
    return { kind: 'one', accepts: character };
  }

  #group(depth: number): PatternNode {
    this.#match(GROUP_START);
    // What is left of `(?=`, `(?<!` and the like.
    if (this.#text[this.#offset] === '?') this.failed = true;
    if (this.failed) return { kind: 'all', parts: [] };
    const inner = this.alternatives(depth + 1);
    if (!this.#take(')')) this.failed = true;
    return inner;
  }

  #set(text: string): PatternNode {
    try {
      return { kind: 'one', accepts: new RegExp(`^${text}$`, 'u') };
    } catch {
      this.failed = true;
      return { kind: 'all', parts: [] };
    }
  }

  #take(text: string): boolean {
    if (!this.#text.startsWith(text, this.#offset)) return false;
    this.#offset += text.length;
    return true;
  }

  #match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.#offset;
    const found = expression.exec(this.#text);
    if (found !== null) this.#offset += found[0].length;
    return found;
  }
}
