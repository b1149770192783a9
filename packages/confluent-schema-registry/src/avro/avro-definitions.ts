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

type Attributes = Readonly<Record<string, unknown>>;

const isAttributes = (value: unknown): value is Attributes =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function qualified(name: string, namespace: string | undefined): string {
  if (name.includes('.') || !namespace || PRIMITIVES.has(name)) return name;
  return `${namespace}.${name}`;
}

/** The full name that a definition gets inside `namespace`; undefined for anything else. */
export function definedName(schema: unknown, namespace: string | undefined): string | undefined {
  if (!isAttributes(schema) || !NAMED_KINDS.has(schema.type) || typeof schema.name !== 'string') return;
  return qualified(schema.name, typeof schema.namespace === 'string' ? schema.namespace : namespace);
}

const namespaceOf = (fullName: string): string => fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')));

/** The schema with full names, members in order, no documentation, and types defined inside it by name only. */
function shapeOf(schema: unknown, namespace: string | undefined, depth = 0): Untyped {
  if (typeof schema === 'string') return qualified(schema, namespace);
  if (Array.isArray(schema)) return schema.map((branch) => shapeOf(branch, namespace, depth + 1));
  if (!isAttributes(schema)) return schema;
  const name = definedName(schema, namespace);
  if (name !== undefined && depth > 0) return name;
  const inside = name === undefined ? namespace : namespaceOf(name);
  const members = Object.keys(schema)
    .filter((key) => key !== 'doc' && key !== 'namespace')
    .toSorted()
    .map((key): [string, unknown] => [key, memberShape(key, schema[key], { inside, depth })]);
  return name === undefined ? members : [...members, ['name', name]];
}

function memberShape(
  key: string,
  value: unknown,
  { inside, depth }: { inside: string | undefined; depth: number },
): unknown {
  if (key === 'type' || key === 'items' || key === 'values') return shapeOf(value, inside, depth + 1);
  if (key !== 'fields' || !Array.isArray(value)) return value;
  return value.map((field) => shapeOf(field, inside, depth + 1));
}

export class AvroDefinitions {
  readonly #definitions = new Map<string, Definition>();
  #document = 0;

  /** What is told from now on stands in another document. */
  startDocument(): void {
    this.#document++;
  }

  /** Remembers a definition that is about to be parsed; true when an earlier document has the same. */
  isRepeated(name: string, schema: unknown, namespace: string | undefined): boolean {
    const shape = JSON.stringify(shapeOf(schema, namespace));
    const earlier = this.#definitions.get(name);
    if (earlier === undefined) this.#definitions.set(name, { document: this.#document, shape });
    return earlier !== undefined && earlier.document !== this.#document && earlier.shape === shape;
  }
}
