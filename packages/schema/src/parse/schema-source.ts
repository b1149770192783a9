/**
 * A schema file read: the schemas its text holds, as JSON with places, before any name is looked up.
 *
 * What a text is, its extension says. All forms become the same JSON, so everything after this is one way.
 */
import { readIdl, type SchemaImport } from '../idl/idl-reader.ts';
import { parseJsonWithComments } from '../json/json-parser.ts';
import type { SchemaRoot } from './declarations.ts';
import { readProtocol } from './protocol-reader.ts';

/** A text and where it came from. */
export interface SchemaFile {
  readonly file: string;
  readonly text: string;
}

export type SchemaFormat = 'avsc' | 'avpr' | 'avdl';

export interface SchemaSource {
  /** Everything to be declared and built; types behind a main schema and types that messages use come last. */
  readonly roots: readonly SchemaRoot[];
  /** How many of the roots are what the file is about. */
  readonly shown: number;
  readonly imports: readonly SchemaImport[];
}

/** By the extension; what is no IDL and no protocol is a schema in JSON. */
export function formatOf(file: string): SchemaFormat {
  const extension = /\.(avpr|avdl)$/i.exec(file)?.[1]?.toLowerCase();
  return extension === 'avpr' || extension === 'avdl' ? extension : 'avsc';
}

export interface SourceOptions {
  /** What the extension says, when absent. */
  readonly format?: SchemaFormat;
  /** Of a key twice in one object the last counts. */
  readonly lenient?: boolean;
}

/** Throws SchemaError for a text that cannot be read. */
export function readSource(
  text: string,
  file: string | undefined,
  { format = formatOf(file ?? ''), lenient = false }: SourceOptions = {},
): SchemaSource {
  if (format === 'avdl') {
    const { types, main, messageTypes, imports } = readIdl(text, file);
    if (main === null) return { roots: [...types, ...messageTypes], shown: types.length, imports };
    return { roots: [main, ...types], shown: 1, imports };
  }
  const node = parseJsonWithComments(text, file, lenient);
  if (format === 'avsc') return { roots: [{ node, namespace: '' }], shown: 1, imports: [] };
  const { types, messageTypes } = readProtocol(node);
  return { roots: [...types, ...messageTypes], shown: types.length, imports: [] };
}

/**
 * The files that a file of Avro IDL imports; of other files none. Throws SchemaError for IDL that cannot be
 * read.
 * @example
 * importsOf({ file: 'a/order.avdl', text: 'import schema "money.avsc"; record Order { Money total; }' });
 * // [{ kind: 'schema', path: 'money.avsc', position: { line: 1, column: 15, file: 'a/order.avdl' } }]
 */
export function importsOf({ file, text }: SchemaFile): readonly SchemaImport[] {
  return formatOf(file) === 'avdl' ? readIdl(text, file).imports : [];
}

/**
 * The file that an import names, seen from the file it stands in: `.` and `..` are resolved, and nothing else
 * is done to the path. It may lead out of every folder; who reads files must look at that.
 * @example
 * importedFile('schemas/shop/order.avdl', '../money.avsc'); // 'schemas/money.avsc'
 */
export function importedFile(importer: string, path: string): string {
  const folder = importer.slice(0, Math.max(importer.lastIndexOf('/'), importer.indexOf(':')) + 1);
  return normalizedPath(path.startsWith('/') ? path : folder + path);
}

/** Without `.`, `..` (where there is something to go up from) and doubled slashes. A ref before it, `main:a.avdl`, stays. */
export function normalizedPath(path: string): string {
  const ref = /^[^/]*:/.exec(path)?.[0] ?? '';
  const way = path.slice(ref.length);
  const parts: string[] = [];
  for (const part of way.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !way.startsWith('/')) parts.push(part);
  }
  return ref + (way.startsWith('/') ? '/' : '') + parts.join('/');
}
