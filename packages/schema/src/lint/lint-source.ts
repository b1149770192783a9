/**
 * The text behind schemas, for places that the schemas themselves do not keep: of a name, a symbol, an alias,
 * a default; and which definitions a file holds, also those that stand there a second time.
 *
 * Only what is written as a schema counts: an object within a default or an unknown attribute is no schema.
 */
import { memberOf, type JsonNode, type JsonObject } from '../json/json-node.ts';
import type { Position } from '../json/position.ts';
import { fullNameIn, namespaceOf } from '../names.ts';
import { readSource } from '../parse/schema-source.ts';
import type { Definition, LintFile } from './lint-rule.ts';

const COLUMNS = 0x4000000;
const DEFINING: ReadonlySet<string> = new Set(['record', 'error', 'enum', 'fixed']);

export class LintSource {
  readonly definitions: readonly Definition[];
  readonly #objects = new Map<number, JsonObject>();

  constructor(file: LintFile) {
    const definitions: Definition[] = [];
    const { roots } = readSource(file.text, file.file);
    for (const { node, namespace } of roots) this.#read(node, namespace, definitions);
    this.definitions = definitions;
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

  #read(start: JsonNode, enclosing: string, definitions: Definition[]): void {
    const waiting: [JsonNode, string][] = [[start, enclosing]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [node, namespace] = next;
      if (node.kind === 'object') this.#objects.set(key(node.position), node);
      const definition = definitionOf(node, namespace);
      if (definition !== undefined) definitions.push(definition);
      const inner = definition === undefined ? namespace : namespaceOf(definition.fullName);
      const children = this.#children(node);
      for (let index = children.length - 1; index >= 0; index--) {
        const child = children[index];
        if (child !== undefined) waiting.push([child, inner]);
      }
    }
  }

  /** The schemas written directly inside a schema. */
  #children(node: JsonNode): readonly JsonNode[] {
    if (node.kind === 'array') return node.items;
    if (node.kind !== 'object') return [];
    const type = textOf(node, 'type');
    if (type === 'array' || type === 'map')
      return present(memberOf(node, type === 'array' ? 'items' : 'values'));
    const fields = type === 'record' || type === 'error' ? memberOf(node, 'fields') : undefined;
    if (fields?.kind !== 'array') return [];
    return fields.items.flatMap((field) => {
      if (field.kind !== 'object') return [];
      this.#objects.set(key(field.position), field);
      return present(memberOf(field, 'type'));
    });
  }
}

function definitionOf(node: JsonNode, enclosing: string): Definition | undefined {
  if (node.kind !== 'object' || !DEFINING.has(textOf(node, 'type'))) return undefined;
  const given = memberOf(node, 'namespace');
  const fullName = fullNameIn(textOf(node, 'name'), given?.kind === 'string' ? given.value : enclosing);
  return { fullName, position: node.position };
}

function textOf(node: JsonObject, key: string): string {
  const value = memberOf(node, key);
  return value?.kind === 'string' ? value.value : '';
}

function present(node: JsonNode | undefined): readonly JsonNode[] {
  return node === undefined ? [] : [node];
}

function key(position: Position): number {
  return position.line * COLUMNS + position.column;
}
