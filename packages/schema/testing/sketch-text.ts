/** A sketch as .avsc text: a named type in full where it is met first, valid defaults, valid unions. */
import type { Definition, Shape, Sketch, SketchField } from './schema-sketch.ts';

/** JSON, or undefined where there is none. */
type Json = unknown;

const DEFAULTS: Readonly<Record<string, Json>> = {
  null: null,
  boolean: true,
  int: 7,
  long: 7,
  float: 0.5,
  double: 0.5,
  bytes: 'x',
  string: 'x',
};

export function sketchText(sketch: Sketch): string {
  return JSON.stringify(new SketchPrinter(sketch).of(sketch.root));
}

class SketchPrinter {
  readonly #definitions: readonly Definition[];
  readonly #printed = new Set<string>();

  constructor(sketch: Sketch) {
    // The first definition of a full name stands for all that have it.
    const first = new Map<string, Definition>();
    for (const each of sketch.definitions) if (!first.has(nameOf(each))) first.set(nameOf(each), each);
    this.#definitions = sketch.definitions.map((each) => first.get(nameOf(each)) ?? each);
  }

  of(shape: Shape): Json {
    switch (shape.kind) {
      case 'primitive':
        return shape.name;
      case 'array':
        return { type: 'array', items: this.of(shape.of) };
      case 'map':
        return { type: 'map', values: this.of(shape.of) };
      case 'union':
        return this.#branches(shape).map((branch) => this.of(branch));
      case 'named':
        return this.#named(this.#definition(shape));
    }
  }

  #definition(shape: Shape & { kind: 'named' }): Definition {
    const found = this.#definitions[shape.index % this.#definitions.length];
    if (found === undefined) throw new Error('a sketch has definitions');
    return found;
  }

  #named(definition: Definition): Json {
    const { kind, name, namespace, symbols, defaultSymbol, size } = definition;
    const fullName = nameOf(definition);
    // A name without namespace would be looked for in the enclosing one first: a namespace for all.
    if (this.#printed.has(fullName)) return fullName;
    this.#printed.add(fullName);
    const aliases = definition.aliases.length === 0 ? {} : { aliases: definition.aliases };
    const head = { type: kind, name, namespace: namespace === '' ? 'none' : namespace, ...aliases };
    if (kind === 'fixed') return { ...head, size };
    if (kind === 'enum')
      return { ...head, symbols, ...(defaultSymbol === null ? {} : { default: defaultSymbol }) };
    return { ...head, fields: definition.fields.map((field) => this.#field(field)) };
  }

  #field({ name, shape, aliases, hasDefault }: SketchField): Json {
    const fallback = hasDefault ? this.#default(shape, 0) : undefined;
    return {
      name,
      type: this.of(shape),
      ...(aliases.length === 0 ? {} : { aliases }),
      ...(fallback === undefined ? {} : { default: fallback }),
    };
  }

  /** A default that fits; undefined where there is none, as for a record that holds itself. */
  #default(shape: Shape, depth: number): Json {
    if (shape.kind === 'primitive') return DEFAULTS[shape.name];
    if (shape.kind === 'array') return [];
    if (shape.kind === 'map') return {};
    if (shape.kind === 'union') {
      const first = this.#branches(shape)[0];
      return first === undefined ? undefined : this.#default(first, depth);
    }
    const definition = this.#definition(shape);
    if (definition.kind === 'fixed') return 'x'.repeat(definition.size);
    if (definition.kind === 'enum') return definition.symbols[0];
    if (depth > 3) return undefined;
    const values: [string, Json][] = [];
    for (const field of definition.fields) {
      const value = this.#default(field.shape, depth + 1);
      if (value === undefined) return undefined;
      values.push([field.name, value]);
    }
    return Object.fromEntries(values);
  }

  /** Unions within are flattened; of branches of one name the first stays. */
  #branches(shape: Shape): readonly Shape[] {
    const names = new Set<string>();
    const flat = (each: Shape): readonly Shape[] =>
      each.kind === 'union' ? each.branches.flatMap(flat) : [each];
    return flat(shape).filter((branch) => {
      const name = this.#branchName(branch);
      if (names.has(name)) return false;
      names.add(name);
      return true;
    });
  }

  #branchName(branch: Shape): string {
    if (branch.kind === 'primitive') return branch.name;
    return branch.kind === 'named' ? nameOf(this.#definition(branch)) : branch.kind;
  }
}

function nameOf({ name, namespace }: Definition): string {
  return `${namespace === '' ? 'none' : namespace}.${name}`;
}
