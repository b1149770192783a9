/**
 * From text to schemas: one text with what it refers to, or many files that refer to each other.
 *
 * Each call has tables of its own; nothing is shared between calls. New schemas are judged strictly.
 * `lenient` is for schemas that are stored already and whose bytes must be read: neither their defaults nor
 * their names are judged, and what only matters to writers of schemas is forgiven. Both judge as Java 1.12
 * does, but for what vectors/parser-verdicts.json lists. Files of which some are versions of one
 * another belong in a SchemaLibrary.
 */
import type { NamedSchema, Schema } from '../schema.ts';
import { Declarations } from './declarations.ts';
import { DefaultChecker } from './default-checker.ts';
import { namesOf, type FileNames } from './file-names.ts';
import {
  DefinitionComparer,
  linkTexts,
  readText,
  textsOf,
  type LinkedText,
  type SchemaText,
} from './linked-texts.ts';
import type { SchemaFile } from './schema-source.ts';

export interface ParseSchemaOptions {
  /** Named in positions and messages. */
  readonly file?: string | undefined;
  /** Schemas whose named types, at any depth, this text may use by full name. */
  readonly references?: readonly Schema[] | undefined;
  /** For stored writer schemas: defaults and names are not checked, and of a key twice the last counts. */
  readonly lenient?: boolean | undefined;
}

export interface ParsedSchemas {
  /** What each file defines, in the order given. */
  readonly files: readonly { readonly file: string; readonly schema: Schema }[];
  /** Every named type of all files by full name, each once, in the order the files define them. */
  readonly types: ReadonlyMap<string, NamedSchema>;
  /** What each file defines and needs, by file. Goes through all texts when called. */
  readonly names: () => ReadonlyMap<string, FileNames>;
}

/**
 * Parses one schema. Throws SchemaError with file, line, column and remedy.
 * @example
 * const money = parseSchema('{"type": "fixed", "name": "com.acme.Money", "size": 8}');
 * const order = parseSchema('{"type": "array", "items": "com.acme.Money"}', { references: [money] });
 */
export function parseSchema(text: string, options: ParseSchemaOptions = {}): Schema {
  const { file, references = [], lenient = false } = options;
  const [linked] = linkAll([{ file, text, format: 'avsc' }], new Declarations(references, lenient));
  const schema = linked?.schemas[0];
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
  const declarations = new Declarations([], false);
  const linked = linkAll(textsOf(files), declarations);
  return {
    files: linked.flatMap(({ schemas }, index) =>
      schemas.map((schema) => ({ file: files[index]?.file ?? '', schema })),
    ),
    types: new Map(declarations.types),
    names: () =>
      new Map(
        linked.flatMap(({ file = '', source }) =>
          source === null ? [] : [[file, namesOf(source)] as const],
        ),
      ),
  };
}

/**
 * What a file defines and needs, whatever other files hold; undefined for a text that cannot be read.
 * @example
 * fileNames({ file: 'a.avsc', text: '{"type":"array","items":"com.acme.Money"}' }); // { defined: new Set(), mentioned: new Set(['com.acme.Money']), imports: [] }
 */
export function fileNames(file: SchemaFile): FileNames | undefined {
  const [text] = textsOf([file]).map((each) => readText(each, false));
  return text === undefined || text.source === null ? undefined : namesOf(text.source);
}

/** All of them right, or the first error. */
function linkAll(texts: readonly SchemaText[], declarations: Declarations): readonly LinkedText[] {
  const read = texts.map((text) => readText(text, declarations.lenient));
  const linked = linkTexts(read, declarations);
  const broken = linked.find(({ error }) => error !== null && error.code !== 'TYPE_BROKEN');
  if (broken?.error !== undefined && broken.error !== null) throw broken.error;
  new DefinitionComparer().refuseUnequal(declarations.repeated);
  if (!declarations.lenient) {
    const pending = linked.flatMap(({ pendingDefaults }) => pendingDefaults);
    new DefaultChecker(pending).check(pending);
  }
  return linked;
}
