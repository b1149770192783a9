/**
 * The second look at schema texts: builds every schema and looks every name up.
 *
 * Needs all declarations of all texts. Leaves the checking of defaults until everything is complete.
 */
import {
  memberOf,
  nodeKindText,
  type JsonNode,
  type JsonObject,
  type JsonString,
} from '../json/json-node.ts';
import { jsonValueOf } from '../json/json-value.ts';
import type { Position } from '../json/position.ts';
import { branchName, fullNameIn, isAcceptedName } from '../names.ts';
import { isPrimitiveName, type Field, type NamedSchema, type Schema } from '../schema.ts';
import { SchemaError, quoted } from '../schema-error.ts';
import {
  NO_ALIASES,
  aliasesOf,
  docOf,
  invalidName,
  logicalOf,
  orderOf,
  requiredNode,
  requiredText,
  withProperties,
} from './attribute-reader.ts';
import { brokenType } from './broken-type.ts';
import type { Declaration, Declarations, SchemaRoot } from './declarations.ts';
import { NameSuggestion } from './name-suggestion.ts';

const COMPLEX_TYPES: ReadonlyMap<string, string> = new Map([
  ['array', '"items": …'],
  ['map', '"values": …'],
  ['record', '"name": …, "fields": […]'],
  ['error', '"name": …, "fields": […]'],
  ['enum', '"name": …, "symbols": […]'],
  ['fixed', '"name": …, "size": …'],
]);

/**
 * Mentions that mean a type without namespace although their namespace has one of that name. Which mentions
 * do depends on the whole text, so what was found out there holds when a part of it is built again.
 */
export interface NameMeanings {
  readonly bare: Set<JsonNode>;
  /** True once they are known. */
  readonly settled: boolean;
}

/** A default still to be checked against its field's type. */
export interface PendingDefault {
  readonly field: Field;
  /** The full name of its record, for messages. */
  readonly record: string;
  readonly node: JsonNode;
}

/** The error of a file that seems to define a name, where one could not be read. */
export type CulpritOf = (fullName: string) => SchemaError | undefined;

/** What one text says. */
export interface BuiltText {
  /** One for each root. */
  readonly schemas: readonly Schema[];
  readonly pendingDefaults: readonly PendingDefault[];
  /** Names of types, in full, that the text mentions, each with its first mention. */
  readonly mentions: ReadonlyMap<string, Position>;
}

export class SchemaBuilder {
  readonly #declarations: Declarations;
  readonly #meanings: NameMeanings;
  readonly #culpritOf: CulpritOf;
  readonly #suggestion: NameSuggestion;
  #pendingDefaults: PendingDefault[] = [];
  #mentions = new Map<string, Position>();
  /** Full names whose definitions the current text has shown so far. */
  #met = new Set<string>();

  constructor(
    declarations: Declarations,
    meanings: NameMeanings = { bare: new Set(), settled: false },
    culpritOf: CulpritOf = () => undefined,
  ) {
    this.#declarations = declarations;
    this.#meanings = meanings;
    this.#culpritOf = culpritOf;
    this.#suggestion = new NameSuggestion(() => declarations.types.keys());
  }

  /** Builds what one text says. */
  build(roots: readonly SchemaRoot[]): BuiltText {
    this.#met = new Set();
    this.#pendingDefaults = [];
    this.#mentions = new Map();
    const schemas = roots.map(({ node, namespace }) => this.#build(node, namespace));
    return { schemas, pendingDefaults: this.#pendingDefaults, mentions: this.#mentions };
  }

  #build(node: JsonNode, namespace: string): Schema {
    if (node.kind === 'string') return this.#named(node, node.value, namespace);
    if (node.kind === 'array') return this.#union(node.items, node, namespace);
    if (node.kind === 'object') return this.#object(node, namespace);
    const message = `a schema is a type name, an object or an array (a union), found ${nodeKindText(node)}`;
    throw new SchemaError(message, 'SCHEMA_MALFORMED', node.position);
  }

  #object(node: JsonObject, namespace: string): Schema {
    const declaration = this.#declarations.at(node);
    if (declaration !== undefined) return this.#definition(declaration);
    const { position } = node;
    const typeNode = requiredNode(node, 'type', 'a schema');
    if (typeNode.kind !== 'string') {
      const message = `the "type" of a schema is ${nodeKindText(typeNode)}; write that schema itself in place of this object`;
      throw new SchemaError(message, 'SCHEMA_MALFORMED', typeNode.position);
    }
    const type = requiredText(node, 'type', 'a schema');
    if (type === 'array') {
      const items = this.#build(requiredNode(node, 'items', 'an array'), namespace);
      return withProperties({ type, items, position }, node, 'schema');
    }
    if (type === 'map') {
      const values = this.#build(requiredNode(node, 'values', 'a map'), namespace);
      return withProperties({ type, values, position }, node, 'schema');
    }
    if (isPrimitiveName(type)) {
      return withProperties({ type, logical: logicalOf(node, type, 0), position }, node, 'schema');
    }
    return this.#named(typeNode, type, namespace);
  }

  /** Equal definitions of one name are all the first of them, so that a type is one object. */
  #definition(declaration: Declaration): NamedSchema {
    const { schema, namespace, fields, fieldNodes } = declaration;
    this.#met.add(schema.fullName);
    // Built already: as a part of what is around it.
    if (fields.length > 0) return this.#declarations.named(schema.fullName, schema.position) ?? schema;
    const names = new Set<string>();
    for (const node of fieldNodes) {
      const field = this.#field(node, schema.fullName, namespace);
      if (names.has(field.name)) {
        const message = `the field ${quoted(field.name)} stands twice in ${quoted(schema.fullName)}; rename or remove one`;
        throw new SchemaError(message, 'FIELD_DUPLICATE', field.position);
      }
      names.add(field.name);
      fields.push(field);
    }
    return this.#declarations.named(schema.fullName, schema.position) ?? schema;
  }

  /** What belongs to messages is put together where it is needed only: there are many fields. */
  #field(node: JsonNode, record: string, namespace: string): Field {
    if (node.kind !== 'object') {
      const message = `a field of ${quoted(record)} must be an object with "name" and "type", found ${nodeKindText(node)}`;
      throw new SchemaError(message, 'SCHEMA_MALFORMED', node.position);
    }
    const { lenient } = this.#declarations;
    const nameNode = memberOf(node, 'name');
    const name =
      nameNode?.kind === 'string'
        ? nameNode.value
        : requiredText(node, 'name', `a field of ${quoted(record)}`);
    if (!isAcceptedName(name, lenient)) {
      throw invalidName(name, `the name of a field of ${quoted(record)}`, (nameNode ?? node).position);
    }
    const typeNode = memberOf(node, 'type') ?? requiredNode(node, 'type', fieldText(record, name));
    const defaultNode = memberOf(node, 'default');
    const field: Field & { defaultNode?: JsonNode } = {
      name,
      doc: docOf(node),
      aliases: node.members.has('aliases') ? aliasesOf(node, fieldText(record, name), lenient) : NO_ALIASES,
      schema: this.#build(typeNode, namespace),
      hasDefault: defaultNode !== undefined,
      defaultValue: defaultNode === undefined ? undefined : jsonValueOf(defaultNode),
      order: orderOf(node, lenient),
      position: node.position,
    };
    if (defaultNode !== undefined) {
      field.defaultNode = defaultNode;
      this.#pendingDefaults.push({ field, record, node: defaultNode });
    }
    return withProperties(field, node, 'field');
  }

  #union(items: readonly JsonNode[], node: JsonNode, namespace: string): Schema {
    const names = new Set<string>();
    const branches = items.map((item) => {
      const branch = this.#build(item, namespace);
      if (branch.type === 'union') {
        const message = 'a union cannot stand directly in a union; write its branches in the outer one';
        throw new SchemaError(message, 'UNION_NESTED', item.position);
      }
      const name = branchName(branch);
      if (names.has(name)) {
        const message = `the branch ${quoted(name)} stands twice in one union; only named types of different names may repeat`;
        throw new SchemaError(message, 'BRANCH_DUPLICATE', item.position);
      }
      names.add(name);
      return branch;
    });
    return { type: 'union', branches, position: node.position };
  }

  #named(node: JsonString, name: string, namespace: string): Schema {
    if (isPrimitiveName(name)) return { type: name, logical: null, position: node.position };
    const fullName = this.#meaning(node, name, namespace);
    if (!this.#mentions.has(fullName)) this.#mentions.set(fullName, node.position);
    const found = this.#declarations.named(fullName, node.position);
    if (found !== undefined) return found;
    const culprit = this.#culpritOf(fullName);
    if (culprit !== undefined) throw brokenType(fullName, culprit, node.position);
    throw new SchemaError(this.#unknownText(name, namespace), 'TYPE_UNKNOWN', node.position);
  }

  /**
   * The enclosing namespace first, then none. Java reads in one go: where both exist and the enclosing one is
   * defined only later in the same text, the name means the other, known already. What Java prints relies on
   * that.
   */
  #meaning(node: JsonNode, name: string, namespace: string): string {
    const fullName = fullNameIn(name, namespace);
    if (fullName === name || !this.#declarations.has(name)) return fullName;
    if (!this.#declarations.has(fullName)) return name;
    const { bare, settled } = this.#meanings;
    if (!settled && this.#isDefinedLater(fullName, name, node.position)) bare.add(node);
    return bare.has(node) ? name : fullName;
  }

  #isDefinedLater(fullName: string, bareName: string, at: Position): boolean {
    const declarations = this.#declarations;
    if (this.#met.has(fullName) || declarations.isReferenced(fullName)) return false;
    if (!this.#met.has(bareName) && !declarations.isReferenced(bareName)) return false;
    return declarations.named(fullName, at)?.position.file === at.file;
  }

  #unknownText(name: string, namespace: string): string {
    const attributes = COMPLEX_TYPES.get(name);
    if (attributes !== undefined) {
      return `'${name}' needs an object of its own here; write { "type": "${name}", ${attributes} }`;
    }
    const where = namespace === '' || name.includes('.') ? '' : ` in the namespace ${quoted(namespace)}`;
    const nearest = this.#suggestion.for(name);
    const remedy =
      nearest === undefined
        ? 'define it here, or give the schema that defines it as a reference'
        : `did you mean '${nearest}'?`;
    return `unknown type ${quoted(name)}${where}; ${remedy}`;
  }
}

function fieldText(record: string, name: string): string {
  return `the field ${quoted(`${record}.${name}`)}`;
}
