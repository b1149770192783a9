/**
 * From text to schemas: one text with what it refers to, or many files that refer to each other.
 *
 * Two phases: first every definition of every text is declared, then everything is built and looked up. So
 * order never matters. Each call has tables of its own; nothing is shared between calls. New schemas are
 * judged strictly. `lenient` is for schemas that are stored already and whose bytes must be read: their
 * defaults are not judged, and what only matters to writers of schemas is forgiven.
 */
import { parseJsonWithComments } from '../json/json-parser.ts';
import type { NamedSchema, Schema } from '../schema.ts';
import { SchemaError, placeText, quoted } from '../schema-error.ts';
import { definitionText } from '../schema-text.ts';
import { Declarations } from './declarations.ts';
import { DefaultChecker } from './default-checker.ts';
import { SchemaBuilder } from './schema-builder.ts';

export interface ParseSchemaOptions {
  /** Named in positions and messages. */
  readonly file?: string | undefined;
  /** Schemas whose named types, at any depth, this text may use by full name. */
  readonly references?: readonly Schema[] | undefined;
  /** For stored writer schemas: defaults are not checked. */
  readonly lenient?: boolean | undefined;
}

/** A text and where it came from. */
export interface SchemaFile {
  readonly file: string;
  readonly text: string;
}

export interface ParsedSchemas {
  /** What each file defines, in the order given. */
  readonly files: readonly { readonly file: string; readonly schema: Schema }[];
  /** Every named type of all files by full name, each once, in the order the files define them. */
  readonly types: ReadonlyMap<string, NamedSchema>;
}

/**
 * Parses one schema. Throws SchemaError with file, line, column and remedy.
 * @example
 * const money = parseSchema('{"type": "fixed", "name": "com.acme.Money", "size": 8}');
 * const order = parseSchema('{"type": "array", "items": "com.acme.Money"}', { references: [money] });
 */
export function parseSchema(text: string, options: ParseSchemaOptions = {}): Schema {
  const { file, references = [], lenient = false } = options;
  const parsed = parseTexts([{ file, text }], new Declarations(references, lenient));
  const schema = parsed.schemas[0];
  if (schema === undefined) throw new Error('one text gives one schema');
  return schema;
}

/**
 * Parses many files that may refer to each other in any order. A name defined in two files must be defined
 * equally; the first definition stands for both. Throws SchemaError; `NAME_REDEFINED` names both places.
 * @example
 * const { types } = parseSchemas([
 *   { file: 'order.avsc', text: '{"type":"record","name":"com.acme.Order","fields":[{"name":"total","type":"Money"}]}' },
 *   { file: 'money.avsc', text: '{"type":"fixed","name":"com.acme.Money","size":8}' },
 * ]);
 * [...types.keys()]; // ['com.acme.Order', 'com.acme.Money']
 */
export function parseSchemas(files: readonly SchemaFile[]): ParsedSchemas {
  const { schemas, declarations } = parseTexts(files, new Declarations([], false));
  const parsed = schemas.map((schema, index) => ({ file: files[index]?.file ?? '', schema }));
  return { files: parsed, types: new Map(declarations.types) };
}

function parseTexts(
  texts: readonly { readonly file: string | undefined; readonly text: string }[],
  declarations: Declarations,
): { schemas: Schema[]; declarations: Declarations } {
  const nodes = texts.map(({ file, text }) => parseJsonWithComments(text, file));
  for (const node of nodes) declarations.declare(node, '');
  const builder = new SchemaBuilder(declarations);
  const schemas = nodes.map((node) => builder.build(node));
  refuseUnequal(declarations);
  if (!declarations.lenient) new DefaultChecker().checkAll(builder.pendingDefaults);
  return { schemas, declarations };
}

function refuseUnequal(declarations: Declarations): void {
  const texts = new Map<NamedSchema, string>();
  for (const [first, again] of declarations.repeated) {
    const text = texts.get(first) ?? definitionText(first);
    texts.set(first, text);
    if (definitionText(again) === text) continue;
    const message = `${quoted(again.fullName)} is defined differently at ${placeText(first.position)}; make the definitions equal, or rename one`;
    throw new SchemaError(message, 'NAME_REDEFINED', again.position);
  }
}
