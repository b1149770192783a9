/**
 * Text of a schema as it may stand in TypeScript source: comments and string literals.
 *
 * Schemas come from shared registries, so every character is hostile: nothing here can end a comment or a
 * literal, start a compiler directive or a tag of a documentation tool, or make a line look like another
 * (bidirectional controls). Pure.
 */
import { isIdentifier } from './identifier.ts';

/** Characters that must not stand bare in a source file: controls, line separators, bidirectional controls, BOM, lone surrogates. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}\ufeff]/gu;

/** What a literal or a comment may not hold as it is, and whatever is no ASCII: most texts need one look and no more. */
const UNUSUAL_IN_LITERAL = /[^ -~]|['\\]|<\/|[/*][#@]/;
const UNUSUAL_IN_COMMENT = /[^ -~]|\*\/|[@<]|[/*]#/;

/** What tools look for in a whole text to find a source map, a file that they read: `//# sourceMappingURL=…`. */
const SOURCE_MARK = /(?<=[/*])[#@](?=\s*source)/g;

const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;

function escapeCode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * A single-quoted literal with exactly this value.
 * @example
 * stringLiteral("it's"); // "'it\\'s'"
 */
export function stringLiteral(text: string): string {
  if (!UNUSUAL_IN_LITERAL.test(text)) return `'${text}'`;
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('</', '<\\/')
    .replaceAll(SOURCE_MARK, (mark) => `\\x${mark.charCodeAt(0).toString(16)}`)
    .replaceAll(UNPRINTABLE, escapeCode);
  return `'${escaped}'`;
}

/** A property name: bare where that is allowed, quoted otherwise. */
export function propertyName(name: string): string {
  return isIdentifier(name) ? name : stringLiteral(name);
}

/** A key of an object literal; `__proto__` as a plain one would set the prototype. */
export function keyText(name: string): string {
  return name === '__proto__' ? `[${stringLiteral(name)}]` : propertyName(name);
}

/** One line of prose that may stand in any comment. */
export function commentLine(text: string): string {
  if (!UNUSUAL_IN_COMMENT.test(text)) return text.trimEnd();
  return text
    .replaceAll(UNPRINTABLE, escapeCode)
    .replaceAll('*/', '*\\/')
    .replaceAll(SOURCE_MARK, '\\$&')
    .replaceAll(/@(?=\w)/g, '\\@')
    .replaceAll(/<(?=[\w/!?])/g, '\\<')
    .trimEnd();
}

/**
 * A TSDoc comment of these paragraphs, indented, with its line end; nothing when all are empty. Each
 * paragraph is text of a schema and is escaped here; `tags` is text of ours and stands as it is.
 */
export function docComment(
  paragraphs: readonly (string | null)[],
  indent: string,
  tags: readonly string[] = [],
): string {
  const lines: string[] = [];
  for (const paragraph of paragraphs) {
    const trimmed = paragraph?.trim() ?? '';
    if (trimmed === '') continue;
    if (lines.length > 0) lines.push('');
    if (UNUSUAL_IN_COMMENT.test(trimmed)) lines.push(...trimmed.split(LINE_END).map(commentLine));
    else lines.push(trimmed);
  }
  if (lines.length > 0 && tags.length > 0) lines.push('');
  lines.push(...tags);
  if (lines.length === 0) return '';
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  const body = lines.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('');
  return `${indent}/**\n${body}${indent} */\n`;
}
