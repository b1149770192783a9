/**
 * Names for types that nobody has named: from the way to their place, each once.
 *
 * Taken in the order of the schema, so that the same places get the same names. Pure.
 */

/** Longer ones help nobody, and each level would repeat them. */
const LONGEST_PIECE = 40;
const LONGEST_NAME = 160;

export class TypeNames {
  readonly #taken = new Set<string>();
  /** The number that is tried next. */
  readonly #next = new Map<string, number>();

  /** Keeps a full name for a type that has one. */
  reserve(fullName: string): void {
    this.#taken.add(fullName);
  }

  /** The wanted name, or that with the first free number behind it. */
  take(wanted: string, namespace: string): string {
    const prefix = namespace === '' ? '' : `${namespace}.`;
    const start = wanted.slice(0, LONGEST_NAME);
    let name = start;
    let number = this.#next.get(start) ?? 2;
    while (this.#taken.has(prefix + name)) name = `${start}${number++}`;
    this.#next.set(start, number);
    this.#taken.add(prefix + name);
    return name;
  }
}

/**
 * A key as a piece of a type's name.
 * @example
 * pascalCase('order_lines'); // 'OrderLines'
 */
export function pascalCase(key: string): string {
  const words = key.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return name.slice(0, LONGEST_PIECE);
}
