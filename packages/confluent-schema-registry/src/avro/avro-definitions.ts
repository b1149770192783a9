/**
 * The named types of several schema documents that are parsed into one table, and what each was defined as.
 *
 * Two documents may bring along the same type, as Java allows: the first definition counts, the second is
 * taken for it when both say the same. Documentation and the layout of the text do not matter. Within one
 * document, and for definitions that differ, avsc's refusal stands. Parses nothing.
 */
import type { Untyped } from '../schema-types.ts';

/** A definition as it stands in a document: an object with a name, of one of these kinds. */
const NAMED_KINDS: ReadonlySet<unknown> = new Set(['record', 'error', 'enum', 'fixed']);
const PRIMITIVES: ReadonlySet<string> = new Set([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);

interface Definition {
  readonly document: number;
  readonly shape: string;
}

export type Attributes = Readonly<Record<string, unknown>>;

export const isAttributes = (value: unknown): value is Attributes =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function qualified(name: string, namespace: string | undefined): string {
  if (name.includes('.') || !namespace || PRIMITIVES.has(name)) return name;
  return `${namespace}.${name}`;
}

/** The full name that a definition gets inside `namespace`; undefined for anything else. */
export function definedName(schema: Attributes, namespace: string | undefined): string | undefined {
  if (!NAMED_KINDS.has(schema.type) || typeof schema.name !== 'string') return;
  return qualified(schema.name, typeof schema.namespace === 'string' ? schema.namespace : namespace);
}

const namespaceOf = (fullName: string): string => fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')));

/** A definition inside another one. */
interface InnerDefinition {
  readonly name: string;
  readonly schema: Attributes;
}

/** What one definition says: full names, members in order, no documentation; those inside it by name only. */
class Shape {
  readonly inner: InnerDefinition[] = [];
  readonly text: string;

  constructor(name: string, schema: Attributes) {
    const { name: _asWritten, ...members } = schema;
    this.text = JSON.stringify([name, this.#members(members, namespaceOf(name))]);
  }

  #members(schema: Attributes, namespace: string | undefined): Untyped {
    return Object.keys(schema)
      .filter((key) => key !== 'doc' && key !== 'namespace')
      .toSorted()
      .map((key) => [key, this.#member(key, schema[key], namespace)]);
  }

  #member(key: string, value: unknown, namespace: string | undefined): Untyped {
    if (key === 'type' || key === 'items' || key === 'values') return this.#type(value, namespace);
    if (key !== 'fields' || !Array.isArray(value)) return value;
    return value.map((field) => (isAttributes(field) ? this.#members(field, namespace) : field));
  }

  #type(schema: unknown, namespace: string | undefined): Untyped {
    if (typeof schema === 'string') return qualified(schema, namespace);
    if (Array.isArray(schema)) return schema.map((branch) => this.#type(branch, namespace));
    if (!isAttributes(schema)) return schema;
    const name = definedName(schema, namespace);
    if (name === undefined) return this.#members(schema, namespace);
    this.inner.push({ name, schema });
    return name;
  }
}

export class AvroDefinitions {
  readonly #definitions = new Map<string, Definition>();
  #document = 0;

  /** What is told from now on stands in another document. */
  startDocument(): void {
    this.#document++;
  }

  /** Remembers a definition that is about to be parsed; true when an earlier document has the same. */
  isRepeated(name: string, schema: Attributes): boolean {
    if (this.#definitions.has(name)) return this.#isKnown(name, schema);
    this.#definitions.set(name, { document: this.#document, shape: new Shape(name, schema).text });
    return false;
  }

  #isKnown(name: string, schema: Attributes): boolean {
    const known = this.#definitions.get(name);
    if (known === undefined || known.document === this.#document) return false;
    const { text, inner } = new Shape(name, schema);
    // What stands inside it will not be parsed again either, so it must be the same too.
    return text === known.shape && inner.every((each) => this.#isKnown(each.name, each.schema));
  }
}
