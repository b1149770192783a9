/**
 * Finds the keys of a value that no field of its Avro schema declares; each by its path.
 *
 * Walks avsc's types by their public members. A union's wrapped value is entered by its branch's name, which
 * stands in the path as in avsc's own; an unwrapped one by its only record or map. What a logical type makes
 * of a value cannot be seen from outside: nothing is reported there.
 */
import type { Type } from 'avsc';

/** The members of avsc's types that lead to others; which of them are there depends on `typeName`. */
interface AvroNode {
  readonly typeName: string;
  readonly branchName?: string;
  readonly fields?: readonly { readonly name: string; readonly type: AvroNode }[];
  readonly itemsType?: AvroNode;
  readonly valuesType?: AvroNode;
  readonly types?: readonly AvroNode[];
}

type Path = readonly string[];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

class UndeclaredFields {
  readonly paths: string[][] = [];

  visit(type: AvroNode, value: unknown, path: Path): void {
    if (!isObject(value)) return;
    switch (type.typeName) {
      case 'record':
      case 'error':
        return this.#visitRecord(type, value, path);
      case 'array':
      case 'map':
        return this.#visitMembers(type.itemsType ?? type.valuesType, value, path);
      case 'union:wrapped':
        return this.#visitWrapped(type, value, path);
      case 'union:unwrapped':
        return this.#visitUnwrapped(type, value, path);
      default:
    }
  }

  #visitRecord({ fields = [] }: AvroNode, value: Readonly<Record<string, unknown>>, path: Path): void {
    const declared = new Set(fields.map(({ name }) => name));
    for (const key of Object.keys(value)) if (!declared.has(key)) this.paths.push([...path, key]);
    for (const { name, type } of fields) this.visit(type, value[name], [...path, name]);
  }

  #visitMembers(member: AvroNode | undefined, value: Readonly<Record<string, unknown>>, path: Path): void {
    if (member === undefined) return;
    for (const [key, item] of Object.entries(value)) this.visit(member, item, [...path, key]);
  }

  #visitWrapped({ types = [] }: AvroNode, value: Readonly<Record<string, unknown>>, path: Path): void {
    const [key] = Object.keys(value);
    const branch = types.find(({ branchName }) => branchName === key);
    if (key !== undefined && branch) this.visit(branch, value[key], [...path, key]);
  }

  /** avsc wraps unions of two records or maps, so at most one branch takes an object that is no array. */
  #visitUnwrapped({ types = [] }: AvroNode, value: Readonly<Record<string, unknown>>, path: Path): void {
    const fitting = Array.isArray(value) ? ['array'] : ['record', 'error', 'map'];
    for (const branch of types) if (fitting.includes(branch.typeName)) this.visit(branch, value, path);
  }
}

/** The paths of all undeclared keys, in the schema's order; empty when there are none. */
export function undeclaredFields(type: Type, value: unknown): string[][] {
  const found = new UndeclaredFields();
  found.visit(type as AvroNode, value, []); // the members of avsc's types that its declarations give per class
  return found.paths;
}
