/**
 * The canonical layout of schema files in JSON: the same text for the same content, whoever wrote it.
 *
 * Two spaces for each level. An object or array stands on one line when it fits 100 columns with what stands
 * before and after it there; one that holds a record's fields or a comment never does, and so what is around
 * it does not either. Else each member has a line of its own. Order, docs, comments and the spelling of
 * strings and numbers stay; a byte order mark, blank lines and other line ends go.
 */
import { parseJsonWithComments } from '../json/json-parser.ts';
import { SchemaError } from '../schema-error.ts';
import { readCommentedJson, type FormattedContainer, type FormattedItem } from './commented-json.ts';

const COLUMNS = 100;
const STEP = '  ';
/** Deep nesting multiplies a text by its indentation; more than this helps nobody. */
const MOST_CHARACTERS = 0x10000000;

/**
 * The text in its canonical layout, with a line feed at its end; formatting it again changes nothing.
 * Throws SchemaError when it is no JSON (comments are allowed), or `SCHEMA_TOO_COMPLEX` when its indentation
 * alone would fill the memory.
 * @example
 * formatSchemaText('{"type":"fixed","name":"Checksum","size":16}'); // '{ "type": "fixed", "name": "Checksum", "size": 16 }\n'
 */
export function formatSchemaText(text: string, file?: string): string {
  const { position } = parseJsonWithComments(text, file);
  const { before, value, after } = readCommentedJson(text);
  const layout = new Layout();
  for (const comment of before) layout.addComment(comment, '');
  if (typeof value === 'string') layout.add(value);
  else layout.addContainer(value, '', 0);
  layout.add('\n');
  for (const comment of after) layout.addComment(comment, '');
  const formatted = layout.text();
  if (formatted !== undefined) return formatted;
  const message =
    'the layout would be mostly indentation, and too large; name the inner types and refer to them';
  throw new SchemaError(message, 'SCHEMA_TOO_COMPLEX', position);
}

class Layout {
  readonly #pieces: string[] = [];
  #length = 0;

  /** Undefined when it is too long. */
  text(): string | undefined {
    return this.#length > MOST_CHARACTERS ? undefined : this.#pieces.join('');
  }

  add(piece: string): void {
    this.#length += piece.length;
    if (this.#length <= MOST_CHARACTERS) this.#pieces.push(piece);
  }

  /** A comment on lines of its own. */
  addComment(comment: string, indent: string): void {
    this.add(`${indent}${aligned(comment, indent)}\n`);
  }

  /** `taken` columns of the line are used already, or will be behind it. */
  addContainer({ open, items, end, width }: FormattedContainer, indent: string, taken: number): void {
    const close = open === '{' ? '}' : ']';
    if (taken + width <= COLUMNS) {
      this.#addFlat({ open, items, end, width });
      return;
    }
    const inner = indent + STEP;
    this.add(`${open}\n`);
    for (const [index, item] of items.entries()) {
      this.#addItem(item, inner, index === items.length - 1 ? '' : ',');
    }
    for (const comment of end) this.addComment(comment, inner);
    this.add(indent + close);
  }

  #addItem({ before, key, value, after }: FormattedItem, indent: string, comma: string): void {
    for (const comment of before) this.addComment(comment, indent);
    const prefix = key === null ? indent : `${indent}${key}: `;
    this.add(prefix);
    if (typeof value === 'string') this.add(value);
    else this.addContainer(value, indent, prefix.length + comma.length);
    this.add(comma);
    for (const comment of after) this.add(` ${aligned(comment, indent)}`);
    this.add('\n');
  }

  #addFlat({ open, items }: FormattedContainer): void {
    const [first, last] = open === '[' ? ['[', ']'] : items.length === 0 ? ['{', '}'] : ['{ ', ' }'];
    this.add(first);
    for (const [index, { key, value }] of items.entries()) {
      if (index > 0) this.add(', ');
      if (key !== null) this.add(`${key}: `);
      if (typeof value === 'string') this.add(value);
      else this.#addFlat(value);
    }
    this.add(last);
  }
}

/** The lines of a comment framed by stars keep their stars in one column; any other comment stays as it is. */
function aligned(comment: string, indent: string): string {
  const [first = '', ...rest] = comment.split('\n');
  const lines = rest.map((line) => line.trim());
  if (!lines.every((line) => line.startsWith('*'))) return comment;
  return [first.trimEnd(), ...lines.map((line) => `${indent} ${line}`)].join('\n');
}
