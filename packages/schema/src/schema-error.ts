/**
 * What is wrong with a schema's text, and where.
 *
 * The message begins with `file:line:column` and ends with what would mend it. It never carries more than
 * a short piece of the text.
 */
import { OttlaError } from '@ottla/kernel';
import type { Position } from './json/position.ts';
import { shortText } from './short-text.ts';

export type SchemaErrorCode =
  /** Whoever reads files says this of one without a text. */
  | 'FILE_UNREADABLE'
  | 'JSON_INVALID'
  | 'JSON_TOO_DEEP'
  | 'JSON_DUPLICATE_KEY'
  | 'IDL_INVALID'
  | 'IMPORT_MISSING'
  | 'SCHEMA_MALFORMED'
  | 'NAME_INVALID'
  | 'NAME_REDEFINED'
  | 'NAME_UNREACHABLE'
  | 'NAME_AMBIGUOUS'
  | 'TYPE_UNKNOWN'
  | 'TYPE_BROKEN'
  | 'FIELD_DUPLICATE'
  | 'FIELD_AMBIGUOUS'
  | 'SYMBOL_DUPLICATE'
  | 'BRANCH_DUPLICATE'
  | 'UNION_NESTED'
  | 'SIZE_INVALID'
  | 'DEFAULT_INVALID'
  | 'DEFAULT_ENDLESS'
  | 'SCHEMA_TOO_COMPLEX'
  | 'REFERENCE_UNRESOLVED';

/**
 * A text that is not a schema.
 * @example
 * try {
 *   parseSchema('{"type": "array", "items": "sting"}', { file: 'names.avsc' });
 * } catch (error) {
 *   if (error instanceof SchemaError) console.error(error.message); // names.avsc:1:28: unknown type 'sting'; did you mean 'string'?
 * }
 */
export class SchemaError extends OttlaError {
  declare readonly code: SchemaErrorCode;
  readonly file: string | undefined;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;

  constructor(message: string, code: SchemaErrorCode, position: Position) {
    super(`${placeText(position)}: ${message}`, { code, action: 'usage' });
    this.file = position.file;
    this.line = position.line;
    this.column = position.column;
  }
}

/** `customer.avsc:3:14`, or `line 3, column 14` for a text without a file. */
export function placeText(position: Position): string {
  const { file, line, column } = position;
  return file === undefined ? `line ${line}, column ${column}` : `${file}:${line}:${column}`;
}

/** A name in quotes, cut when it is long. */
export function quoted(name: string): string {
  return name.length <= 120 ? `'${name}'` : `'${shortText(name, 101)}' (${name.length} characters)`;
}
