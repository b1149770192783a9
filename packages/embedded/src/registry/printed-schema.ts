/**
 * A schema text as the registry stores and answers it: parsed and printed again, in Java Avro's layout.
 *
 * Whitespace goes, `{"type":"string"}` becomes `"string"`, names are printed as name and namespace (the
 * namespace only where it differs from the enclosing one), a second definition of a name becomes a mention,
 * referenced types stay names, properties that Avro does not know are kept, numbers keep their digits.
 * Equal schemas so get equal texts, and equal ids. Works on the text of a schema that was parsed strictly
 * before; checks nothing (Avro specification, "Schema Declaration"; Java's Schema.toString).
 */
import { parseJson, type JsonNode, type JsonObject } from '@ottla/schema';

const primitives = new Set(['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string']);

/** Members in the order they are printed; unknown ones follow, then `aliases` of a named type. */
const namedLayout = ['type', 'name', 'namespace', 'doc', 'fields', 'symbols', 'size', 'default'];
const fieldLayout = ['name', 'type', 'doc', 'default', 'order', 'aliases'];
const named = new Set(['record', 'error', 'enum', 'fixed']);

/** Printed members by name. A Map, so that `__proto__` is a name like any other. */
type Members = Map<string, string>;

function textOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'string' ? node.value : undefined;
}

function split(fullName: string): { name: string; namespace: string } {
  const dot = fullName.lastIndexOf('.');
  return { name: fullName.slice(dot + 1), namespace: dot < 0 ? '' : fullName.slice(0, dot) };
}

/** The name of a type as it is mentioned from within a namespace: short where that says the same. */
function mention(written: string, enclosing: string): string {
  const { name, namespace } = split(written);
  const short = written.includes('.') && namespace === enclosing && !primitives.has(name);
  return JSON.stringify(short ? name : written);
}

/** Any JSON value, compact. */
function plain(node: JsonNode): string {
  switch (node.kind) {
    case 'string':
      return JSON.stringify(node.value);
    case 'number':
      return node.text;
    case 'array':
      return `[${node.items.map(plain).join(',')}]`;
    case 'object':
      return braces(members(node), []);
    case 'null':
    case 'true':
    case 'false':
      return node.kind;
  }
}

function members(node: JsonObject): Members {
  return new Map([...node.members].map(([name, { value }]) => [name, plain(value)]));
}

function braces(printed: Members, layout: readonly string[], last: readonly string[] = []): string {
  const own = [...printed.keys()].filter((name) => !layout.includes(name) && !last.includes(name));
  const pairs = [...layout, ...own, ...last].flatMap((name) => {
    const value = printed.get(name);
    return value === undefined ? [] : [`${JSON.stringify(name)}:${value}`];
  });
  return `{${pairs.join(',')}}`;
}

class SchemaPrinter {
  /** Full names defined so far. */
  readonly #defined = new Set<string>();

  print(node: JsonNode, enclosing: string): string {
    if (node.kind === 'string') return mention(node.value, enclosing);
    if (node.kind === 'array')
      return `[${node.items.map((branch) => this.print(branch, enclosing)).join(',')}]`;
    if (node.kind !== 'object') return plain(node);
    const type = node.members.get('type')?.value;
    const kind = textOf(type);
    if (kind === undefined) return type === undefined ? plain(node) : this.print(type, enclosing);
    if (named.has(kind)) return this.#definition(node, enclosing);
    if (kind === 'array') return this.#container(node, 'items', enclosing);
    if (kind === 'map') return this.#container(node, 'values', enclosing);
    if (node.members.size === 1 || !primitives.has(kind)) return mention(kind, enclosing);
    return braces(members(node), ['type']);
  }

  #container(node: JsonObject, content: 'items' | 'values', enclosing: string): string {
    const printed = members(node);
    const inner = node.members.get(content)?.value;
    if (inner !== undefined) printed.set(content, this.print(inner, enclosing));
    return braces(printed, ['type', content]);
  }

  #definition(node: JsonObject, enclosing: string): string {
    const written = textOf(node.members.get('name')?.value) ?? '';
    const given = textOf(node.members.get('namespace')?.value) ?? enclosing;
    const { name, namespace } = written.includes('.') ? split(written) : { name: written, namespace: given };
    const fullName = namespace === '' ? name : `${namespace}.${name}`;
    if (this.#defined.has(fullName)) return mention(fullName, enclosing);
    this.#defined.add(fullName);
    const printed = members(node);
    printed.set('name', JSON.stringify(name));
    printed.delete('namespace');
    if (namespace !== enclosing) printed.set('namespace', JSON.stringify(namespace));
    this.#setAliases(printed, node, namespace);
    const fields = node.members.get('fields')?.value;
    if (fields?.kind === 'array') {
      printed.set('fields', `[${fields.items.map((field) => this.#field(field, namespace)).join(',')}]`);
    }
    return braces(printed, namedLayout, ['aliases']);
  }

  #field(node: JsonNode, enclosing: string): string {
    if (node.kind !== 'object') return plain(node);
    const printed = members(node);
    const type = node.members.get('type')?.value;
    if (type !== undefined) printed.set('type', this.print(type, enclosing));
    if (textOf(node.members.get('order')?.value) === 'ascending') printed.delete('order');
    if (printed.get('aliases') === '[]') printed.delete('aliases');
    return braces(printed, fieldLayout);
  }

  #setAliases(printed: Members, node: JsonObject, namespace: string): void {
    const aliases = node.members.get('aliases')?.value;
    if (aliases?.kind !== 'array') return;
    const mentions = aliases.items.map((alias) => mention(textOf(alias) ?? '', namespace));
    if (mentions.length === 0) printed.delete('aliases');
    else printed.set('aliases', `[${mentions.join(',')}]`);
  }
}

/** The text the registry keeps for a valid Avro schema. Throws SchemaError for what is no plain JSON. */
export function printSchema(text: string): string {
  return new SchemaPrinter().print(parseJson(text), '');
}
