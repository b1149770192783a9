/**
 * Where `$ref` leads: identifiers, anchors and JSON pointers of one text and of the texts it may refer to.
 *
 * Addresses are resolved as URIs; a text or reference without an address of its own stands in a directory
 * that nothing else is in. Nothing is fetched: what is not among the references does not exist. `$defs` that a
 * text keeps under `definitions` are found there, as Confluent finds them.
 */
import { parseJson } from '../json/json-parser.ts';
import { memberOf, type JsonNode } from '../json/json-node.ts';
import type { Dialect } from './dialect.ts';

/** A schema that others may refer to by its name, as in a registry's `references`. */
export interface JsonSchemaReference {
  readonly name: string;
  readonly text: string;
}

/** One text, with the places in it that have addresses. */
interface SchemaDocument {
  readonly root: JsonNode;
  readonly address: string;
  /** The address that relative references are relative to, of every object. */
  readonly scopes: ReadonlyMap<JsonNode, string>;
  readonly byAddress: ReadonlyMap<string, JsonNode>;
}

/** A node and the text it stands in. */
export interface SchemaPlace {
  readonly document: SchemaDocument;
  readonly node: JsonNode;
}

const DIRECTORY = 'registry:///';
/** Values, not schemas: what looks like an identifier in them is none. */
const VALUE_KEYWORDS: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples']);
/** Schemas by name: the names are no keywords. */
const NAMED_KEYWORDS: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependencies',
  'dependentSchemas',
]);

export class SchemaDocuments {
  readonly main: SchemaDocument;
  readonly #idKeyword: string;
  readonly #references: ReadonlyMap<string, JsonSchemaReference>;
  readonly #read = new Map<JsonSchemaReference, SchemaDocument>();

  constructor(root: JsonNode, references: readonly JsonSchemaReference[], dialect: Dialect) {
    this.#idKeyword = dialect === 'draft-04' ? 'id' : '$id';
    this.main = this.#document(root, DIRECTORY);
    const byAddress = new Map<string, JsonSchemaReference>();
    for (const reference of references) {
      byAddress.set(reference.name, reference);
      byAddress.set(resolved(DIRECTORY, reference.name), reference);
      byAddress.set(resolved(this.main.address, reference.name), reference);
    }
    this.#references = byAddress;
  }

  /** Where the reference of an object leads; undefined when nothing is there. */
  find(reference: string, from: SchemaPlace): SchemaPlace | undefined {
    const { document } = from;
    const scope = document.scopes.get(from.node) ?? document.address;
    const address = resolved(scope, reference);
    const marked = document.byAddress.get(address);
    if (marked !== undefined) return { document, node: marked };
    const [place, fragment] = split(address);
    const local = [document.byAddress.get(place), reference.startsWith('#') ? document.root : undefined];
    for (const start of local) {
      const node = start === undefined ? undefined : pointedAt(start, fragment);
      if (node !== undefined) return { document, node };
    }
    const other = this.#otherDocument(place, split(reference)[0]);
    if (other === undefined) return undefined;
    const node =
      other.byAddress.get(resolved(other.address, `#${fragment}`)) ?? pointedAt(other.root, fragment);
    return node === undefined ? undefined : { document: other, node };
  }

  #otherDocument(address: string, name: string): SchemaDocument | undefined {
    const reference = this.#references.get(address) ?? this.#references.get(name);
    if (reference === undefined) return undefined;
    let document = this.#read.get(reference);
    if (document === undefined) {
      document = this.#document(parseJson(reference.text, reference.name), address);
      this.#read.set(reference, document);
    }
    return document;
  }

  #document(root: JsonNode, address: string): SchemaDocument {
    const scopes = new Map<JsonNode, string>();
    const byAddress = new Map<string, JsonNode>();
    this.#mark(root, address, { scopes, byAddress });
    return { root, address: scopes.get(root) ?? address, scopes, byAddress };
  }

  #mark(node: JsonNode, outer: string, marks: Marks): void {
    if (node.kind === 'array') for (const item of node.items) this.#mark(item, outer, marks);
    if (node.kind !== 'object') return;
    const id = memberOf(node, this.#idKeyword);
    const own = id?.kind === 'string' ? resolved(outer, id.value) : outer;
    if (id?.kind === 'string') marks.byAddress.set(own, node);
    const scope = split(own)[0];
    marks.scopes.set(node, scope);
    for (const keyword of ['$anchor', '$dynamicAnchor']) {
      const anchor = memberOf(node, keyword);
      if (anchor?.kind === 'string') marks.byAddress.set(resolved(scope, `#${anchor.value}`), node);
    }
    for (const [keyword, { value }] of node.members) {
      if (NAMED_KEYWORDS.has(keyword) && value.kind === 'object') {
        for (const member of value.members.values()) this.#mark(member.value, scope, marks);
      } else if (!VALUE_KEYWORDS.has(keyword)) {
        this.#mark(value, scope, marks);
      }
    }
  }
}

interface Marks {
  readonly scopes: Map<JsonNode, string>;
  readonly byAddress: Map<string, JsonNode>;
}

/** An address without the empty fragment; an address that is none stays as written. */
function resolved(scope: string, reference: string): string {
  try {
    return new URL(reference, scope).href.replace(/#$/, '');
  } catch {
    return reference.replace(/#$/, '');
  }
}

function split(address: string): readonly [place: string, fragment: string] {
  const mark = address.indexOf('#');
  return mark < 0 ? [address, ''] : [address.slice(0, mark), address.slice(mark + 1)];
}

/** What a JSON pointer points at (RFC 6901, in a URI fragment). */
function pointedAt(start: JsonNode, fragment: string): JsonNode | undefined {
  if (fragment === '') return start;
  if (!fragment.startsWith('/')) return undefined;
  const names = fragment.slice(1).split('/').map(unescaped);
  const node = step(start, names);
  if (node !== undefined || names[0] !== '$defs') return node;
  return step(start, ['definitions', ...names.slice(1)]);
}

function step(start: JsonNode, names: readonly string[]): JsonNode | undefined {
  let node: JsonNode | undefined = start;
  for (const name of names) {
    if (node?.kind === 'object') node = memberOf(node, name);
    else if (node?.kind === 'array') node = /^\d{1,9}$/.test(name) ? node.items[Number(name)] : undefined;
    else return undefined;
  }
  return node;
}

function unescaped(name: string): string {
  let plain = name;
  try {
    plain = decodeURIComponent(name);
  } catch {
    // Not percent-encoded: it stands for itself.
  }
  return plain.replaceAll('~1', '/').replaceAll('~0', '~');
}
