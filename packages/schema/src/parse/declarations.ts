/**
 * The first look at schema texts: which names they define, before any name is looked up.
 *
 * Gives every named type its schema object at once; a record's fields are filled in later. So neither the
 * order of definitions in a text nor the order of files matters. A name may be defined again: the first
 * definition stands for all, and each pair is kept to be compared when both are complete. A text that cannot
 * be declared leaves no trace. Names that no text defines may come from outside.
 */
import { memberOf, nodeKindText, type JsonNode, type JsonObject } from '../json/json-node.ts';
import type { Position } from '../json/position.ts';
import { fullNameIn, isAcceptedName } from '../names.ts';
import {
  namedTypesOf,
  type EnumSchema,
  type Field,
  type FixedSchema,
  type NamedSchema,
  type RecordSchema,
  type Schema,
} from '../schema.ts';
import { SchemaError, quoted } from '../schema-error.ts';
import {
  NO_ALIASES,
  aliasesOf,
  docOf,
  invalidName,
  logicalOf,
  requiredArray,
  requiredNode,
  requiredText,
  sizeOf,
  typeNameOf,
  withProperties,
  type TypeName,
} from './attribute-reader.ts';

/** A definition: the schema it makes, and for a record what its fields are read from. */
export interface Declaration {
  readonly schema: NamedSchema;
  readonly node: JsonObject;
  readonly namespace: string;
  /** The array behind `schema.fields`, to be filled; empty for enum and fixed. */
  readonly fields: Field[];
  readonly fieldNodes: readonly JsonNode[];
}

/** A schema of a text and the namespace around it. */
export interface SchemaRoot {
  readonly node: JsonNode;
  readonly namespace: string;
}

/** Where names come from that the texts themselves do not define. */
export interface OuterNames {
  has(fullName: string): boolean;
  /** Throws SchemaError when the name is known but cannot be had. */
  find(fullName: string, at: Position): NamedSchema | undefined;
}

const NO_NAMES: OuterNames = { has: () => false, find: () => undefined };

export class Declarations {
  readonly lenient: boolean;
  readonly #byNode = new Map<JsonObject, Declaration>();
  readonly #byName = new Map<string, NamedSchema>();
  readonly #referenced: ReadonlySet<string>;
  readonly #repeated: [first: NamedSchema, again: NamedSchema][] = [];
  readonly #outer: OuterNames;
  /** Of the text being declared. */
  #staged: Declaration[] = [];

  constructor(references: readonly Schema[], lenient: boolean, outer = NO_NAMES) {
    this.lenient = lenient;
    this.#outer = outer;
    for (const reference of references) {
      for (const type of namedTypesOf(reference)) this.#add(type);
    }
    this.#referenced = new Set(this.#byName.keys());
  }

  /** The definition that an object of the text is, if it is one. */
  at(node: JsonObject): Declaration | undefined {
    return this.#byNode.get(node);
  }

  has(fullName: string): boolean {
    return this.#byName.has(fullName) || this.#outer.has(fullName);
  }

  /** The type of a full name, used at a place. */
  named(fullName: string, at: Position): NamedSchema | undefined {
    return this.#byName.get(fullName) ?? this.#outer.find(fullName, at);
  }

  /** True for a name that was known before any text was read. */
  isReferenced(fullName: string): boolean {
    return this.#referenced.has(fullName);
  }

  get types(): ReadonlyMap<string, NamedSchema> {
    return this.#byName;
  }

  /** Definitions of one full name that must turn out equal. */
  get repeated(): readonly (readonly [first: NamedSchema, again: NamedSchema])[] {
    return this.#repeated;
  }

  /**
   * Declares what the schemas of one text define, at any depth, and gives the definitions in order. When it
   * throws, none of them is declared.
   */
  declare(roots: readonly SchemaRoot[]): readonly Declaration[] {
    this.#staged = [];
    for (const { node, namespace } of roots) this.#declare(node, namespace);
    for (const declaration of this.#staged) {
      this.#byNode.set(declaration.node, declaration);
      this.#add(declaration.schema);
    }
    return this.#staged;
  }

  #declare(node: JsonNode, namespace: string): void {
    if (node.kind === 'array') {
      for (const branch of node.items) this.#declare(branch, namespace);
      return;
    }
    if (node.kind !== 'object' || this.#byNode.has(node)) return;
    const type = memberOf(node, 'type');
    switch (type?.kind === 'string' ? type.value : '') {
      case 'record':
      case 'error':
        this.#declareRecord(node, namespace);
        return;
      case 'enum':
        this.#enter(node, namespace, enumOf(node, typeNameOf(node, namespace, this.lenient), this.lenient));
        return;
      case 'fixed':
        this.#declareFixed(node, namespace);
        return;
      case 'array':
        this.#declareMember(node, 'items', namespace);
        return;
      case 'map':
        this.#declareMember(node, 'values', namespace);
        return;
    }
  }

  #declareMember(node: JsonObject, key: string, namespace: string): void {
    const member = memberOf(node, key);
    if (member !== undefined) this.#declare(member, namespace);
  }

  #declareRecord(node: JsonObject, enclosing: string): void {
    const { fullName, namespace } = typeNameOf(node, enclosing, this.lenient);
    const list = memberOf(node, 'fields');
    const fieldNodes =
      list?.kind === 'array' ? list.items : requiredArray(node, 'fields', `the record ${quoted(fullName)}`);
    const fields: Field[] = [];
    const schema: RecordSchema & { isError?: true } = {
      type: 'record',
      fullName,
      nameNode: requiredNode(node, 'name', 'a record'),
      aliases: fullAliases(node, { fullName, namespace }, this.lenient),
      doc: docOf(node),
      fields,
      position: node.position,
    };
    if (requiredText(node, 'type', 'a schema') === 'error') schema.isError = true;
    withProperties(schema, node, 'schema');
    this.#staged.push({ schema, node, namespace, fields, fieldNodes });
    for (const field of fieldNodes) {
      if (field.kind === 'object') this.#declareMember(field, 'type', namespace);
    }
  }

  #declareFixed(node: JsonObject, enclosing: string): void {
    const name = typeNameOf(node, enclosing, this.lenient);
    const size = sizeOf(node);
    const schema: FixedSchema = {
      type: 'fixed',
      fullName: name.fullName,
      nameNode: requiredNode(node, 'name', 'a fixed'),
      aliases: fullAliases(node, name, this.lenient),
      doc: docOf(node),
      size,
      sizeNode: requiredNode(node, 'size', 'a fixed'),
      logical: logicalOf(node, 'fixed', size),
      position: node.position,
    };
    this.#enter(node, name.namespace, withProperties(schema, node, 'schema'));
  }

  #enter(node: JsonObject, namespace: string, schema: NamedSchema): void {
    this.#staged.push({ schema, node, namespace, fields: [], fieldNodes: [] });
  }

  #add(type: NamedSchema): void {
    const first = this.#byName.get(type.fullName);
    if (first === undefined) this.#byName.set(type.fullName, type);
    else if (first !== type) this.#repeated.push([first, type]);
  }
}

function fullAliases(node: JsonObject, name: TypeName, lenient: boolean): readonly string[] {
  if (!node.members.has('aliases')) return NO_ALIASES;
  const aliases = aliasesOf(node, `the type ${quoted(name.fullName)}`, lenient);
  return aliases.map((alias) => fullNameIn(alias, name.namespace));
}

function enumOf(node: JsonObject, name: TypeName, lenient: boolean): EnumSchema {
  const owner = `the enum ${quoted(name.fullName)}`;
  const symbols = new Set<string>();
  const symbolNodes = requiredArray(node, 'symbols', owner);
  for (const item of symbolNodes) {
    if (item.kind !== 'string') {
      const message = `a symbol of ${owner} must be a string, found ${nodeKindText(item)}`;
      throw new SchemaError(message, 'SCHEMA_MALFORMED', item.position);
    }
    if (!isAcceptedName(item.value, lenient))
      throw invalidName(item.value, `a symbol of ${owner}`, item.position);
    if (symbols.has(item.value)) {
      const message = `the symbol ${quoted(item.value)} stands twice in ${owner}; remove one`;
      throw new SchemaError(message, 'SYMBOL_DUPLICATE', item.position);
    }
    symbols.add(item.value);
  }
  const schema: EnumSchema = {
    type: 'enum',
    fullName: name.fullName,
    nameNode: requiredNode(node, 'name', owner),
    aliases: fullAliases(node, name, lenient),
    doc: docOf(node),
    symbols: [...symbols],
    symbolNodes,
    defaultSymbol: defaultSymbolOf(node, symbols, lenient),
    position: node.position,
  };
  return withProperties(schema, node, 'enum');
}

/** A stored schema whose default is no symbol is read as one without a default. */
function defaultSymbolOf(node: JsonObject, symbols: ReadonlySet<string>, lenient: boolean): string | null {
  const value = memberOf(node, 'default');
  if (value === undefined) return null;
  if (value.kind === 'string' && symbols.has(value.value)) return value.value;
  if (lenient) return null;
  const found = value.kind === 'string' ? quoted(value.value) : nodeKindText(value);
  const message = `the "default" of the enum ${quoted(requiredText(node, 'name', 'an enum'))} must be one of its symbols, found ${found}`;
  throw new SchemaError(message, 'DEFAULT_INVALID', value.position);
}
