/**
 * A .proto text with everything it imports, resolved: which messages it declares, and in which order.
 *
 * Imports are found by the names of references, then among the well-known files; each is parsed once, so circles
 * end. Message indexes count what the main file itself declares, as Java reads the same text: messages in their
 * order, without groups, enums, extensions and what is imported. Knows nothing of values.
 */
import type { ReferencedSchema, SchemaReference, SerializationError } from '@ottla/kernel';
import { serializationError } from '../errors.ts';
import type { ResolvedSchema } from '../registry/payload-format.ts';
import {
  isGroupType,
  protoLibrary,
  protoLibraryJson,
  type ProtoLibrary,
  type ProtoNamespace,
  type ProtoObject,
  type ProtoRoot,
  type ProtoType,
} from './proto-library.ts';
import { wellKnownTexts } from './well-known-files.ts';

/** A message of the main file. */
export interface DeclaredMessage {
  /** Package and all, without a leading dot. */
  readonly fullName: string;
  /** Which it is in the file, then in the message around it. */
  readonly indexes: readonly number[];
  readonly type: ProtoType;
  readonly nested: readonly DeclaredMessage[];
}

export interface ProtoFile {
  readonly packageName: string;
  /** At the top of the file, in its order. */
  readonly messages: readonly DeclaredMessage[];
  /** Every message of the file by full name. */
  readonly byName: ReadonlyMap<string, DeclaredMessage>;
}

/** Keeps names as they are written: JSON names are made from them, and camel case cannot be undone. */
const PARSE_OPTIONS = { keepCase: true };
/** Wire's parser and protoc stop near this too; what a registry sends is not to overflow our stack. */
const MOST_INDEXES = 64;
/** What Confluent's clients for JavaScript and Python send; their registry answers with text. */
const DESCRIPTOR_BYTES = /^[A-Za-z0-9+/\r\n]{16,}={0,2}\s*$/;
/** Its text is long, and protobufjs has it as JSON. */
const DESCRIPTOR = 'google/protobuf/descriptor.proto';

/** A schema that cannot be used as it is: no record of it can pass until it is mended. */
export function schemaProblem(problem: string, cause?: unknown): SerializationError {
  return serializationError(problem, 'SCHEMA_NOT_USABLE', { cause });
}

/** Throws SerializationError `SCHEMA_NOT_USABLE` for a text that cannot be parsed or an import that is missing. */
export function linkProto(schema: ResolvedSchema): ProtoFile {
  const library = protoLibrary();
  const root = new library.Root();
  const main = parsed(library, root, { name: 'the schema', text: schema.text.schema });
  // The main file alone: in the root stand the messages of imported files of the same package beside its own.
  const alone = new library.Root();
  parsed(library, alone, { name: 'the schema', text: schema.text.schema });
  addImports(library, root, { imports: main.imports, texts: referencedTexts(schema) });
  try {
    root.resolveAll();
  } catch (cause) {
    throw schemaProblem(`the Protobuf schema does not resolve: ${reasonOf(cause)}`, cause);
  }
  const packageName = main.packageName;
  const scope = packageName === '' ? alone : alone.lookup(packageName.split('.'));
  const messages =
    scope === null ? [] : declared({ library, root }, scope as ProtoNamespace, { packageName }); // a package is a namespace
  const byName = new Map<string, DeclaredMessage>();
  collect(messages, byName);
  return { packageName, messages, byName };
}

/** The message that indexes name. Throws SerializationError `FRAME_INDEXES_MALFORMED` when there is none. */
export function messageAt(file: ProtoFile, indexes: readonly number[]): DeclaredMessage {
  // Java reads no index at all as the first message.
  const path = indexes.length === 0 ? [0] : indexes;
  let level = file.messages;
  let found: DeclaredMessage | undefined;
  if (path.length <= MOST_INDEXES) {
    for (const index of path) {
      found = level[index];
      if (found === undefined) break;
      level = found.nested;
    }
  }
  if (found !== undefined) return found;
  const shown = `${path.slice(0, 8).join(', ')}${path.length > 8 ? `, … (${path.length} of them)` : ''}`;
  const problem = `the message indexes [${shown}] name no message of the schema, which declares ${file.messages.length} at its top; the payload was framed with another schema`;
  throw serializationError(problem, 'FRAME_INDEXES_MALFORMED');
}

interface NamedText {
  readonly name: string;
  readonly text: string;
}

interface ParsedFile {
  readonly packageName: string;
  readonly imports: readonly string[];
}

function parsed(library: ProtoLibrary, root: ProtoRoot, { name, text }: NamedText): ParsedFile {
  try {
    const result = library.parse(text, root, PARSE_OPTIONS);
    return { packageName: result.package ?? '', imports: result.imports ?? [] };
  } catch (cause) {
    if (DESCRIPTOR_BYTES.test(text)) {
      const remedy = 'this registry keeps what it is sent; register .proto text in its place';
      throw schemaProblem(`${name} is a file descriptor in base64, not .proto text; ${remedy}`, cause);
    }
    throw schemaProblem(`${name} is no Protobuf that can be read: ${reasonOf(cause)}`, cause);
  }
}

interface Imports {
  readonly imports: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
}

function addImports(library: ProtoLibrary, root: ProtoRoot, { imports, texts }: Imports): void {
  const seen = new Set<string>(imports);
  // A set may grow while it is walked; every name is met once.
  for (const name of seen) {
    const text = texts.get(name) ?? wellKnownTexts.get(name);
    if (text !== undefined) {
      for (const next of parsed(library, root, { name: `'${name}'`, text }).imports) seen.add(next);
      continue;
    }
    if (name !== DESCRIPTOR) throw missingImport(name, texts);
    root.addJSON(protoLibraryJson('google/protobuf/descriptor.json').nested ?? {});
  }
}

function missingImport(name: string, texts: ReadonlyMap<string, string>): SerializationError {
  const known = texts.size === 0 ? 'the schema has no references' : `references are ${listed(texts.keys())}`;
  return schemaProblem(
    `the Protobuf schema imports '${name}', but no reference has that name (${known}); add { name: '${name}', subject, version } to its references`,
  );
}

function listed(names: Iterable<string>): string {
  const all = [...names].map((name) => `'${name}'`);
  return all.length > 10 ? `${all.slice(0, 10).join(', ')} and ${all.length - 10} more` : all.join(', ');
}

/**
 * Texts by import name. Where two versions of a file are referred to under one name, the first one met counts, a
 * file before what it refers to: so Java resolves them.
 */
function referencedTexts({ text, references }: ResolvedSchema): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const visit = (wanted: readonly SchemaReference[]): void => {
    for (const { name, subject, version } of wanted) {
      if (texts.has(name)) continue;
      const found = referenced(references, { name, subject, version });
      if (found === undefined) continue;
      texts.set(name, found.schema);
      visit(found.references ?? []);
    }
  };
  visit(text.references ?? []);
  // What cannot be reached from the text by its own list was given by hand.
  for (const { name, schema } of references) if (!texts.has(name)) texts.set(name, schema);
  return texts;
}

function referenced(
  all: readonly ReferencedSchema[],
  { name, subject, version }: SchemaReference,
): ReferencedSchema | undefined {
  return (
    all.find((one) => one.subject === subject && one.version === version && one.name === name) ??
    all.find((one) => one.name === name)
  );
}

interface Where {
  readonly library: ProtoLibrary;
  readonly root: ProtoRoot;
}

function declared(
  where: Where,
  scope: ProtoNamespace,
  { packageName, indexes = [] }: { readonly packageName: string; readonly indexes?: readonly number[] },
): readonly DeclaredMessage[] {
  const { library, root } = where;
  const types = scope.nestedArray.filter((one) => isMessage(library, one));
  return types.map((type, index) => {
    const path = [...indexes, index];
    const fullName = packageName === '' ? type.name : `${packageName}.${type.name}`;
    const nested = declared(where, type, { packageName: fullName, indexes: path });
    return { fullName, indexes: path, type: root.lookupType(`.${fullName}`), nested };
  });
}

/** Java's model of a text has groups among the fields, not among the messages. */
function isMessage(library: ProtoLibrary, one: ProtoObject): one is ProtoType {
  return one instanceof library.Type && !isGroupType(one);
}

function collect(messages: readonly DeclaredMessage[], into: Map<string, DeclaredMessage>): void {
  for (const message of messages) {
    into.set(message.fullName, message);
    collect(message.nested, into);
  }
}

export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
