/**
 * The text behind schemas, for places that the schemas themselves do not keep: of a name, a symbol, an alias,
 * a default; and which definitions a file holds, also those that stand there a second time.
 *
 * Only what is written as a schema counts: an object within a default or an unknown attribute is no schema.
 */
import { memberOf, type JsonNode, type JsonObject } from '../json/json-node.ts';
import type { Position } from '../json/position.ts';
import { fullNameIn, namespaceOf } from '../names.ts';
import { readSource, type SchemaFile } from '../parse/schema-source.ts';
import { isPrimitiveName } from '../schema.ts';

const COLUMNS = 0x4000000;
const DEFINING: ReadonlySet<string> = new Set(['record', 'error', 'enum', 'fixed']);

/** A definition of a named type as it stands in a file. */
export interface Definition {
  readonly fullName: string;
  readonly position: Position;
}

export interface Reference {
  readonly object: JsonObject;
  readonly path: string;
}

/** A schema as written, the namespace around it, and its path. */
interface Part {
  readonly node: JsonNode;
  readonly namespace: string;
  readonly path: string;
}

export class LintSource {
  readonly definitions: readonly Definition[];
  /** Objects that stand for a type defined elsewhere: `{ "type": "com.acme.Money", … }`. */
  readonly references: readonly Reference[];
  readonly #objects = new Map<number, JsonObject>();

  constructor(file: SchemaFile) {
    const definitions: Definition[] = [];
    const references: Reference[] = [];
    const { roots } = readSource(file.text, file.file);
    for (const { node, namespace } of roots)
      this.#read({ node, namespace, path: '' }, definitions, references);
    this.definitions = definitions;
    this.references = references;
  }

  /** The object that a schema or field was read from. */
  objectAt(position: Position): JsonObject | undefined {
    return this.#objects.get(key(position));
  }

  /** The value of an attribute of what stands at a position. */
  attribute(position: Position, name: string): JsonNode | undefined {
    const object = this.objectAt(position);
    return object === undefined ? undefined : memberOf(object, name);
  }

  /** Where an attribute's value stands; the position itself when that is unknown. */
  placeOf(position: Position, name: string): Position {
    return this.attribute(position, name)?.position ?? position;
  }

  /** Where an attribute's key stands. */
  placeOfKey(position: Position, name: string): Position {
    return this.objectAt(position)?.members.get(name)?.keyPosition ?? position;
  }

  /** Where one of the values of an attribute stands, such as a symbol. */
  placeOfItem(position: Position, name: string, index: number): Position {
    const list = this.attribute(position, name);
    return (list?.kind === 'array' ? list.items[index]?.position : undefined) ?? position;
  }

  /** Reads every schema within one, in the order of the text. Depth is no matter: what waits is on a stack. */
  #read(start: Part, definitions: Definition[], references: Reference[]): void {
    const waiting = [start];
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      const { node, namespace, path } = part;
      const from = waiting.length;
      if (node.kind === 'array') {
        for (const item of node.items) wait(waiting, item, part);
      } else if (node.kind === 'object') {
        this.#objects.set(key(node.position), node);
        const definition = definitionOf(node, namespace);
        if (definition !== undefined) {
          definitions.push(definition);
          this.#readFields(node, definition.fullName, waiting);
        } else if (isReference(node)) references.push({ object: node, path });
        else {
          const isArray = textOf(node, 'type') === 'array';
          const held = memberOf(node, isArray ? 'items' : 'values');
          wait(waiting, held, { namespace, path: path + (isArray ? '[]' : '{}') });
        }
      }
      reverseFrom(waiting, from);
    }
  }

  #readFields(record: JsonObject, fullName: string, waiting: Part[]): void {
    const fields = memberOf(record, 'fields');
    const namespace = namespaceOf(fullName);
    for (const field of fields?.kind === 'array' ? fields.items : []) {
      if (field.kind !== 'object') continue;
      this.#objects.set(key(field.position), field);
      wait(waiting, memberOf(field, 'type'), { namespace, path: `${fullName}.${textOf(field, 'name')}` });
    }
  }
}

/** A bare name has nothing within it. */
function wait(waiting: Part[], node: JsonNode | undefined, { namespace, path }: Omit<Part, 'node'>): void {
  if (node?.kind === 'object' || node?.kind === 'array') waiting.push({ node, namespace, path });
}

/** What was pushed first is popped first. In place: a union may have more types than a call has arguments. */
function reverseFrom(waiting: Part[], from: number): void {
  for (let left = from, right = waiting.length - 1; left < right; left++, right--) {
    const [first, last] = [waiting[left], waiting[right]];
    if (first === undefined || last === undefined) return;
    waiting[left] = last;
    waiting[right] = first;
  }
}

function isReference(node: JsonObject): boolean {
  const type = textOf(node, 'type');
  return type !== '' && !isPrimitiveName(type) && type !== 'array' && type !== 'map';
}

function definitionOf(node: JsonObject, enclosing: string): Definition | undefined {
  if (!DEFINING.has(textOf(node, 'type'))) return undefined;
  const given = memberOf(node, 'namespace');
  const fullName = fullNameIn(textOf(node, 'name'), given?.kind === 'string' ? given.value : enclosing);
  return { fullName, position: node.position };
}

function textOf(node: JsonObject, key: string): string {
  const value = memberOf(node, key);
  return value?.kind === 'string' ? value.value : '';
}

function key(position: Position): number {
  return position.line * COLUMNS + position.column;
}
