/**
 * Schemas as sketches: a graph of few named types with few names, so that two sketches often meet.
 *
 * Drawn from a seed and printed as .avsc text. A sketch is always printable: unions drop what may not stand
 * in them, a named type is defined where it is met first. See SchemaEvolution for a second version of one.
 */
import type { Random } from '@ottla/kernel';

export type Shape =
  | { kind: 'primitive'; name: string }
  | { kind: 'array'; of: Shape }
  | { kind: 'map'; of: Shape }
  | { kind: 'union'; branches: Shape[] }
  | { kind: 'named'; index: number };

export interface SketchField {
  name: string;
  shape: Shape;
  aliases: string[];
  hasDefault: boolean;
}

export interface Definition {
  kind: 'record' | 'enum' | 'fixed';
  name: string;
  namespace: string;
  aliases: string[];
  fields: SketchField[];
  symbols: string[];
  defaultSymbol: string | null;
  size: number;
}

export interface Sketch {
  root: Shape;
  definitions: Definition[];
}

export const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
export const NAMES = ['A', 'B', 'C'];
export const NAMESPACES = ['', 'x', 'x.y'];
export const FIELD_NAMES = ['a', 'b', 'c', 'd', '__proto__', 'constructor'];
export const SYMBOLS = ['P', 'Q', 'R', 'toString'];

/** Draws one of these. */
export function pick<T>(random: Random, from: readonly T[]): T {
  const drawn = from[Math.floor(random() * from.length)];
  if (drawn === undefined) throw new Error('nothing to draw from');
  return drawn;
}

/** Draws some of these, each at most once. */
export function some<T>(random: Random, from: readonly T[]): T[] {
  return from.filter(() => random() < 0.5);
}

export class SketchBook {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  sketch(): Sketch {
    const definitions = Array.from({ length: 1 + this.#below(4) }, () => this.#definition());
    const sketch: Sketch = { root: { kind: 'named', index: 0 }, definitions };
    for (const definition of definitions) {
      if (definition.kind !== 'record') continue;
      definition.fields = some(this.#random, FIELD_NAMES).map((name) => this.field(name, sketch));
    }
    if (this.#random() < 0.3) sketch.root = this.shape(sketch, 0);
    return sketch;
  }

  field(name: string, sketch: Sketch): SketchField {
    const random = this.#random;
    const aliases = random() < 0.1 ? [pick(random, FIELD_NAMES)] : [];
    return { name, shape: this.shape(sketch, 0), aliases, hasDefault: random() < 0.5 };
  }

  shape(sketch: Sketch, depth: number): Shape {
    const draw = this.#random();
    if (draw < 0.4 || depth > 2) return { kind: 'primitive', name: pick(this.#random, PRIMITIVES) };
    if (draw < 0.7) return { kind: 'named', index: this.#below(sketch.definitions.length) };
    if (draw < 0.75) return { kind: 'array', of: this.shape(sketch, depth + 1) };
    if (draw < 0.8) return { kind: 'map', of: this.shape(sketch, depth + 1) };
    const branches = Array.from({ length: this.#below(5) }, () => this.shape(sketch, depth + 1));
    return { kind: 'union', branches };
  }

  #definition(): Definition {
    const random = this.#random;
    const symbols = some(random, SYMBOLS);
    return {
      kind: pick(random, ['record', 'record', 'record', 'enum', 'fixed'] as const),
      name: pick(random, NAMES),
      namespace: pick(random, NAMESPACES),
      aliases: random() < 0.2 ? [pick(random, ['A', 'x.B', 'x.y.C', '.A'])] : [],
      fields: [],
      symbols,
      defaultSymbol: symbols[0] !== undefined && random() < 0.4 ? symbols[0] : null,
      size: this.#below(3),
    };
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}
