/**
 * Avro IDL, read to the JSON that says the same, with the places of the IDL.
 *
 * Both forms: a protocol, and a schema file (`namespace x; schema Foo; record Foo { … }`). Names are looked up
 * later, with those of other files. Messages are read for the types they use. Source: Avro 1.12
 * specification, "IDL Language", and apache/avro, share/idl_grammar.
 */
import type { JsonMember, JsonNode, JsonObject } from '../json/json-node.ts';
import type { Position } from '../json/position.ts';
import { fullNameIn, namespaceOf, simpleName } from '../names.ts';
import { SchemaError, quoted } from '../schema-error.ts';
import type { SchemaRoot } from '../parse/declarations.ts';
import { IdlLexer, type IdlToken } from './idl-lexer.ts';
import { arrayNode, docNode, extendedNode, objectNode, stringNode } from './idl-node.ts';
import {
  annotationsOf,
  jsonOf,
  plainTypeOf,
  propertiesFrom,
  referenceNode,
  typeOf,
  unionOf,
  wholeNumberOf,
  type Annotations,
} from './idl-types.ts';

/** What one file of IDL says of another. */
export interface SchemaImport {
  readonly kind: 'idl' | 'protocol' | 'schema';
  /** As written. */
  readonly path: string;
  readonly position: Position;
}

interface IdlDocument {
  /** The named types, in order. */
  readonly types: readonly SchemaRoot[];
  /** What a schema file declares with `schema …;`. */
  readonly main: SchemaRoot | null;
  /** Types that messages use. */
  readonly messageTypes: readonly SchemaRoot[];
  readonly imports: readonly SchemaImport[];
}

const OF_TYPES: ReadonlySet<string> = new Set(['namespace', 'aliases']);
const OF_FIELDS: ReadonlySet<string> = new Set(['aliases', 'order']);
/** Words Java refuses as names of types: `date` would be a reference to the logical type. */
const TYPE_WORDS: ReadonlySet<string> = new Set([
  'date',
  'time_ms',
  'timestamp_ms',
  'localtimestamp_ms',
  'uuid',
]);

/** Throws SchemaError. */
export function readIdl(text: string, file: string | undefined): IdlDocument {
  return new IdlReader(new IdlLexer(text, file)).read();
}

class IdlReader {
  readonly #lexer: IdlLexer;
  readonly #types: SchemaRoot[] = [];
  readonly #messageTypes: SchemaRoot[] = [];
  readonly #messages = new Set<string>();
  readonly #imports: SchemaImport[] = [];
  #main: SchemaRoot | null = null;

  constructor(lexer: IdlLexer) {
    this.#lexer = lexer;
  }

  read(): IdlDocument {
    const lexer = this.#lexer;
    if (lexer.isAtEnd) throw lexer.error('the text is empty; expected a protocol or a schema');
    const first = lexer.next;
    const annotations = annotationsOf(lexer);
    if (lexer.isAt('protocol')) this.#protocol(annotations);
    else this.#schemaFile(first, annotations);
    if (!lexer.isAtEnd) throw lexer.unexpected('the end of the text');
    return {
      types: this.#types,
      main: this.#main,
      messageTypes: this.#messageTypes,
      imports: this.#imports,
    };
  }

  #protocol(annotations: Annotations): void {
    const lexer = this.#lexer;
    lexer.take();
    const name = lexer.expectName('the name of the protocol');
    const namespace = namespaceOf(fullNameIn(name.text, namespaceIn(annotations)?.value ?? ''));
    lexer.expect('{', 'after the name of the protocol');
    while (!lexer.takeIf('}')) {
      const first = lexer.next;
      const ownAnnotations = annotationsOf(lexer);
      if (this.#isDeclaration()) this.#declaration(first, ownAnnotations, namespace);
      else if (ownAnnotations.size === 0 && lexer.isAt('import')) this.#import();
      else this.#message(namespace);
    }
  }

  #schemaFile(first: IdlToken, annotations: Annotations): void {
    const lexer = this.#lexer;
    let namespace = '';
    if (annotations.size === 0 && lexer.takeIf('namespace')) {
      namespace = lexer.expectName('the namespace').text;
      lexer.expect(';', 'after the namespace');
    }
    if (annotations.size === 0 && lexer.takeIf('schema')) {
      this.#main = { node: unionOf(typeOf(lexer, namespace), false), namespace };
      lexer.expect(';', 'after the schema');
    }
    if (annotations.size > 0) this.#declaration(first, annotations, namespace);
    while (!lexer.isAtEnd) {
      const start = lexer.next;
      const own = annotationsOf(lexer);
      if (own.size === 0 && lexer.isAt('import')) this.#import();
      else this.#declaration(start, own, namespace);
    }
  }

  #import(): void {
    const lexer = this.#lexer;
    lexer.take();
    const kind = lexer.expectName("'idl', 'protocol' or 'schema' after 'import'");
    if (kind.text !== 'idl' && kind.text !== 'protocol' && kind.text !== 'schema') {
      const message = `an import is of an 'idl', a 'protocol' or a 'schema', not of ${quoted(kind.text)}`;
      throw new SchemaError(message, 'IDL_INVALID', kind.position);
    }
    const path = lexer.expectString('the path of a file');
    lexer.expect(';', 'after the import');
    this.#imports.push({ kind: kind.text, path: path.text, position: path.position });
  }

  #isDeclaration(): boolean {
    return ['record', 'error', 'enum', 'fixed'].some((word) => this.#lexer.isAt(word));
  }

  /** `first` is the first word of it: its annotations, or its keyword. */
  #declaration(first: IdlToken, annotations: Annotations, enclosing: string): void {
    const lexer = this.#lexer;
    if (!this.#isDeclaration()) {
      const hint = lexer.isAt('schema') ? " ('schema …;' stands once, before these)" : '';
      throw lexer.unexpected(`'record', 'error', 'enum', 'fixed' or 'import'${hint}`);
    }
    const keyword = lexer.take();
    const name = lexer.expectName(`the name of the ${keyword.text}`);
    const given = namespaceIn(annotations);
    const fullName = fullNameIn(name.text, given?.value ?? enclosing);
    const namespace = namespaceOf(fullName);
    refuseTypeWord(simpleName(fullName), name);
    const rest =
      keyword.text === 'fixed'
        ? this.#fixed()
        : keyword.text === 'enum'
          ? this.#enum()
          : this.#record(namespace);
    const node = objectNode(keyword.position, [
      ['type', stringNode(keyword.text, keyword.position)],
      ['name', stringNode(simpleName(fullName), name.position)],
      ['namespace', stringNode(namespace, given?.position ?? name.position)],
      ['doc', docNode(first.doc, first.position)],
      ...rest,
      ['aliases', aliasesIn(annotations)],
    ]);
    const kind = keyword.text === 'enum' ? 'enum' : 'schema';
    const properties = propertiesFrom(annotations, kind, OF_TYPES);
    this.#types.push({ node: extendedNode(node, properties), namespace });
  }

  #fixed(): Attributes {
    const lexer = this.#lexer;
    lexer.expect('(', 'after the name of the fixed');
    const size = wholeNumberOf(lexer, 'the size of the fixed');
    lexer.expect(')', 'after the size of the fixed');
    lexer.expect(';', 'after the fixed');
    return [['size', size.node]];
  }

  #enum(): Attributes {
    const lexer = this.#lexer;
    const { position } = lexer.expect('{', 'after the name of the enum');
    const symbols: JsonNode[] = [];
    for (let more = !lexer.isAt('}'); more; more = lexer.takeIf(',')) {
      annotationsOf(lexer);
      const symbol = lexer.expectName('a symbol');
      symbols.push(stringNode(symbol.text, symbol.position));
    }
    lexer.expect('}', "or ',' after a symbol");
    const attributes: Attributes = [['symbols', arrayNode(symbols, position)]];
    if (!lexer.takeIf('=')) return attributes;
    const symbol = lexer.expectName('the default symbol');
    lexer.expect(';', 'after the default symbol');
    return [...attributes, ['default', stringNode(symbol.text, symbol.position)]];
  }

  #record(namespace: string): Attributes {
    const lexer = this.#lexer;
    const { position } = lexer.expect('{', 'after the name of the record');
    const fields: JsonNode[] = [];
    while (!lexer.takeIf('}')) {
      const { doc } = lexer.next;
      const type = typeOf(lexer, namespace);
      do fields.push(this.#variable(type, doc));
      while (lexer.takeIf(','));
      lexer.expect(';', "or ',' after a field");
    }
    return [['fields', arrayNode(fields, position)]];
  }

  /** A field or a parameter, from its annotations on. */
  #variable(type: ReturnType<typeof typeOf>, sharedDoc: string | null): JsonObject {
    const lexer = this.#lexer;
    const first = lexer.next;
    const annotations = annotationsOf(lexer);
    const name = lexer.expectName('the name of a field');
    const value = lexer.takeIf('=') ? jsonOf(lexer, 1) : null;
    const node = objectNode(name.position, [
      ['name', stringNode(name.text, name.position)],
      ['type', unionOf(type, value !== null && value.kind !== 'null')],
      ['doc', docNode(first.doc ?? sharedDoc, first.position)],
      ['default', value],
      ['order', orderIn(annotations)],
      ['aliases', aliasesIn(annotations)],
    ]);
    return extendedNode(node, propertiesFrom(annotations, 'field', OF_FIELDS));
  }

  #message(namespace: string): void {
    const lexer = this.#lexer;
    const isVoid = lexer.takeIf('void');
    const response = isVoid ? null : unionOf(plainTypeOf(lexer, namespace), false);
    const name = lexer.expectName('the name of a message');
    if (this.#messages.has(name.text)) {
      const message = `the message ${quoted(name.text)} stands twice in the protocol; rename or remove one`;
      throw new SchemaError(message, 'IDL_INVALID', name.position);
    }
    this.#messages.add(name.text);
    const types = response === null ? [] : [response];
    lexer.expect('(', 'after the name of the message');
    for (let more = !lexer.isAt(')'); more; more = lexer.takeIf(',')) {
      const type = typeOf(lexer, namespace);
      this.#variable(type, null);
      types.push(unionOf(type, false));
    }
    lexer.expect(')', "or ',' after a parameter");
    if (lexer.takeIf('oneway')) {
      if (!isVoid) throw lexer.error(`the message ${quoted(name.text)} is oneway and must return void`);
    } else if (lexer.isAt('throws')) {
      types.push(this.#errors(namespace));
    }
    lexer.expect(';', 'after the message');
    for (const node of types) this.#messageTypes.push({ node, namespace });
  }

  #errors(namespace: string): JsonNode {
    const { position } = this.#lexer.take();
    const errors: JsonNode[] = [];
    do errors.push(referenceNode(this.#lexer.expectName('the name of an error'), namespace));
    while (this.#lexer.takeIf(','));
    return arrayNode(errors, position);
  }
}

type Attributes = readonly (readonly [key: string, value: JsonNode | null])[];

function namespaceIn(annotations: Annotations): { value: string; position: Position } | null {
  const member = annotations.get('namespace');
  if (member === undefined) return null;
  if (member.value.kind === 'string') return { value: member.value.value, position: member.value.position };
  throw misused('namespace', 'a string', member);
}

function aliasesIn(annotations: Annotations): JsonNode | null {
  const member = annotations.get('aliases');
  if (member === undefined) return null;
  const { value } = member;
  if (value.kind === 'array' && value.items.every((item) => item.kind === 'string')) return value;
  throw misused('aliases', 'an array of strings', member);
}

function orderIn(annotations: Annotations): JsonNode | null {
  const member = annotations.get('order');
  if (member === undefined) return null;
  if (member.value.kind !== 'string') throw misused('order', 'a string', member);
  return stringNode(member.value.value.toLowerCase(), member.value.position);
}

function misused(annotation: string, wanted: string, member: JsonMember): SchemaError {
  const message = `the annotation '${annotation}' must hold ${wanted}`;
  return new SchemaError(message, 'IDL_INVALID', member.value.position);
}

function refuseTypeWord(name: string, token: IdlToken): void {
  if (!TYPE_WORDS.has(name)) return;
  const message = `a type cannot be called ${quoted(name)}, which is a type of Avro IDL; give it another name`;
  throw new SchemaError(message, 'NAME_INVALID', token.position);
}
