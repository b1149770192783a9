/**
 * Patterns of paths: `schemas/**\/*.avsc`, and with placeholders `schemas/{topic}/{name}.v{version}.avsc`.
 *
 * `*` and `?` stay within a folder, `**` crosses folders, `[a-z]` is one character, `{a,b}` one of several. A
 * placeholder is at least one character of one folder's name; `{version}` is digits. Pure. A hostile pattern
 * costs its length times the path's, no more.
 */

/** A pattern, ready to be matched. */
export interface PathPattern {
  readonly text: string;
  /** The folders at the front that are no pattern: 'schemas' of `schemas/*.avsc`, '' of `*.avsc`. */
  readonly folder: string;
  /** How many folders deep below `folder` a match can be; Infinity with `**`. */
  readonly depth: number;
  /** Whether the pattern itself ends with an extension, `.json` of `*.json`. */
  readonly namesExtension: boolean;
  /** The names of its placeholders. */
  readonly placeholders: readonly string[];
  /** What the placeholders stand for; null when the path does not match. Paths use '/'. */
  match(path: string): ReadonlyMap<string, string> | null;
}

type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'one' | 'many' | 'folders' | 'rest' }
  | {
      readonly kind: 'set';
      readonly negated: boolean;
      readonly ranges: readonly (readonly [string, string])[];
    }
  | { readonly kind: 'capture'; readonly name: string };

const ALTERNATIVES_MAXIMUM = 100;
const PATTERN_CHARACTERS = /[*?[{]/;

/** Whether a word has characters that mean something in a pattern. */
export function isPattern(word: string): boolean {
  return PATTERN_CHARACTERS.test(word);
}

/**
 * Reads a pattern. Braces without a comma are placeholders when these are asked for, else text.
 * @example
 * pathPattern('schemas/{topic}/*.avsc', { placeholders: true }).match('schemas/orders/a.avsc'); // Map { 'topic' => 'orders' }
 */
export function pathPattern(text: string, options: { readonly placeholders?: boolean } = {}): PathPattern {
  const plain = text.replace(/^(\.\/+)+/, '');
  const segments = plain.split('/');
  const firstPattern = segments.findIndex(isPattern);
  const alternatives = expandBraces(plain).map((alternative) =>
    tokensOf(alternative, options.placeholders === true),
  );
  const last = segments.at(-1) ?? '';
  return {
    text,
    folder: segments.slice(0, firstPattern < 0 ? segments.length - 1 : firstPattern).join('/'),
    depth:
      plain.includes('**') || plain.includes('{')
        ? Infinity
        : segments.length - Math.max(firstPattern, 0) - 1,
    namesExtension: /\.[A-Za-z0-9]+$/.test(last),
    placeholders: [
      ...new Set(alternatives.flat().flatMap((token) => (token.kind === 'capture' ? [token.name] : []))),
    ],
    match(path) {
      for (const tokens of alternatives) {
        const captures = matchTokens(tokens, path);
        if (captures !== null) return captures;
      }
      return null;
    },
  };
}

/** Each choice of `{a,b}` written out, as far as the bound goes; past it braces are text. */
function expandBraces(text: string): string[] {
  let expanded = [text];
  for (;;) {
    const next = expanded.flatMap((one) => {
      const braces = /\{([^{}]*,[^{}]*)\}/.exec(one);
      if (braces === null) return [one];
      const before = one.slice(0, braces.index);
      const after = one.slice(braces.index + braces[0].length);
      return (braces[1] ?? '').split(',').map((choice) => before + choice + after);
    });
    if (next.length === expanded.length || next.length > ALTERNATIVES_MAXIMUM) return expanded;
    expanded = next;
  }
}

const PIECE = /\*\*\/|\*+|\?|\[(!|\^)?((?:\]|[^\]/])[^\]/]*)\]|\{([A-Za-z]\w*)\}|[^*?[{]+|[[{]/gy;

function tokensOf(text: string, placeholders: boolean): Token[] {
  const tokens: Token[] = [];
  for (const piece of text.matchAll(PIECE)) {
    const [written, negation, set, name] = piece;
    const atSegmentStart = piece.index === 0 || text[piece.index - 1] === '/';
    const atEnd = piece.index + written.length === text.length;
    if (written === '**/') tokens.push({ kind: atSegmentStart ? 'folders' : 'many' });
    else if (written === '**' && atSegmentStart && atEnd) tokens.push({ kind: 'rest' });
    else if (written.startsWith('*')) tokens.push({ kind: 'many' });
    else if (written === '?') tokens.push({ kind: 'one' });
    else if (set !== undefined)
      tokens.push({ kind: 'set', negated: negation !== undefined, ranges: rangesOf(set) });
    else if (name !== undefined && placeholders) tokens.push({ kind: 'capture', name });
    else tokens.push({ kind: 'text', text: written });
    if (written === '**/' && !atSegmentStart) tokens.push({ kind: 'text', text: '/' });
  }
  return tokens;
}

function rangesOf(set: string): [string, string][] {
  return [...set.matchAll(/(.)-(.)|(.)/gsu)].map(([, from, to, single]) => [
    from ?? single ?? '',
    to ?? single ?? '',
  ]);
}

/**
 * Goes through the tokens once, with all places at which each may begin, then back along one way that led to
 * the end. Where there is a choice, earlier placeholders are the shorter ones.
 */
function matchTokens(tokens: readonly Token[], path: string): ReadonlyMap<string, string> | null {
  const starts: Uint8Array[] = [];
  let reached = new Uint8Array(path.length + 1);
  reached[0] = 1;
  for (const token of tokens) {
    starts.push(reached);
    const next = new Uint8Array(path.length + 1);
    if (!advance({ token, path }, reached, next)) return null;
    reached = next;
  }
  if (reached[path.length] !== 1) return null;

  const captures = new Map<string, string>();
  let end = path.length;
  for (let index = tokens.length - 1; index >= 0; index--) {
    const token = tokens[index];
    const places = starts[index];
    if (token === undefined || places === undefined) break;
    const start = startOf({ token, path }, places, end);
    if (token.kind === 'capture') captures.set(token.name, path.slice(start, end));
    end = start;
  }
  return captures;
}

interface Step {
  readonly token: Token;
  readonly path: string;
}

/** Marks in `next` where a token may end that begins where `reached` says. False when nowhere. */
function advance({ token, path }: Step, reached: Uint8Array, next: Uint8Array): boolean {
  let marked = false;
  let open = false;
  for (let at = 0; at <= path.length; at++) {
    const here = reached[at] === 1;
    let end = -1;
    switch (token.kind) {
      case 'text':
        if (here && path.startsWith(token.text, at)) end = at + token.text.length;
        break;
      case 'one':
      case 'set':
        if (here && takes(token, path[at])) end = at + 1;
        break;
      case 'many':
        open ||= here;
        if (open) end = at;
        open &&= takes(token, path[at]);
        break;
      case 'capture':
        open = (open || here) && takes(token, path[at]);
        if (open) end = at + 1;
        break;
      case 'folders':
        if (here || (open && path[at - 1] === '/')) end = at;
        open ||= here;
        break;
      case 'rest':
        if (here) end = path.length;
    }
    if (end < 0) continue;
    next[end] = 1;
    marked = true;
  }
  return marked;
}

/** The first of `places` from which the token reaches `end`. */
function startOf({ token, path }: Step, places: Uint8Array, end: number): number {
  switch (token.kind) {
    case 'text':
      return end - token.text.length;
    case 'one':
    case 'set':
      return end - 1;
    case 'folders':
    case 'rest':
      return places.indexOf(1);
    case 'many':
    case 'capture': {
      let start = token.kind === 'many' ? end : -1;
      for (let at = end - 1; at >= 0 && takes(token, path[at]); at--) if (places[at] === 1) start = at;
      return start;
    }
  }
}

/** Whether one character can stand for the token, or be a part of what it stands for. */
function takes(token: Token, character: string | undefined): boolean {
  if (character === undefined || character === '/') return false;
  if (token.kind === 'set') {
    return token.negated !== token.ranges.some(([from, to]) => character >= from && character <= to);
  }
  return token.kind !== 'capture' || token.name !== 'version' || /[0-9]/.test(character);
}
