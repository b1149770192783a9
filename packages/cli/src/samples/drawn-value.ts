/**
 * Values of any representation, drawn so that they come to an end and show all that the schema allows.
 *
 * Branches of unions, symbols of enums and sizes of collections take turns, so that each is seen in as many draws as
 * there are. Beyond some depth, and beyond some parts of one value, the smallest is drawn. What scalars are is told by
 * whoever draws. Values are such that encode takes them, each branch of a union said where it could be mistaken.
 */
import type {
  EnumRepresentation,
  FieldRepresentation,
  RecordRepresentation,
  Representation,
  ScalarRepresentation,
  UnionBranch,
  UnionRepresentation,
} from '@ottla/schema';
import type { Drawing } from './drawing.ts';
import type { ValueSizes } from './value-sizes.ts';

/** What is drawn by another hand. */
export interface DrawnParts {
  /** `hint` is the name of the field around it. */
  scalar(representation: Exclude<ScalarRepresentation, EnumRepresentation>, hint: string): unknown;
  /** A key of a map. */
  key(hint: string): string;
  /** Whether a value stays as it is where another branch could take it; else it says its branch. */
  readonly staysNatural?: boolean;
  /** Whether a field with a default is left out; none is without it. */
  leavesOut?(field: FieldRepresentation): boolean;
}

/** From here on collections are empty and unions take their smallest branch. */
const DEEPEST = 6;
const MANY_PARTS = 300;
/** Sizes of collections are 0 up to this. */
const MOST_ITEMS = 3;

export class DrawnValues {
  readonly #drawing: Drawing;
  readonly #parts: DrawnParts;
  readonly #sizes: ValueSizes;
  readonly #branches = new Map<UnionRepresentation, readonly UnionBranch[]>();
  #count = 0;

  /** `sizes` are those of the types that values are drawn of. */
  constructor(drawing: Drawing, parts: DrawnParts, sizes: ValueSizes) {
    this.#drawing = drawing;
    this.#parts = parts;
    this.#sizes = sizes;
  }

  /** Of a type that has a size. */
  of(representation: Representation): unknown {
    this.#count = 0;
    return this.#value(representation, { depth: 0, hint: '' });
  }

  #value(type: Representation, at: Place): unknown {
    this.#count++;
    if (type.kind === 'record') return this.#record(type, at);
    if (type.kind === 'union') return this.#branch(type, at);
    if (type.kind === 'enum') return type.symbols[this.#drawing.turn(type, type.symbols.length)];
    if (type.kind === 'array') {
      const length = this.#length(type, type.items, at);
      return Array.from({ length }, () => this.#value(type.items, inside(at)));
    }
    if (type.kind !== 'map') return this.#parts.scalar(type, at.hint);
    const length = this.#length(type, type.values, at);
    const keys = Array.from({ length }, () => this.#parts.key(at.hint));
    // As data: a key may be `__proto__`.
    return Object.fromEntries(keys.map((key) => [key, this.#value(type.values, inside(at))]));
  }

  #record({ fields }: RecordRepresentation, at: Place): object {
    const entries: [string, unknown][] = [];
    for (const field of fields) {
      if (field.field.hasDefault && this.#parts.leavesOut?.(field) === true) continue;
      entries.push([field.name, this.#value(field.representation, inside(at, field.name))]);
    }
    return Object.fromEntries(entries);
  }

  #branch(type: UnionRepresentation, at: Place): unknown {
    const branches = this.#drawable(type);
    const branch = this.#isEnding(at)
      ? this.#smallest(branches)
      : branches[this.#drawing.turn(type, branches.length)];
    if (branch === undefined) return null;
    const value = this.#value(branch.representation, inside(at));
    if (branch.representation.kind === 'record') {
      // Records are objects, and say their own `$type` beside their fields.
      return branch.tagging === 'inline' ? { $type: branch.tag, ...(value as object) } : value;
    }
    const isAlone = type.branches.filter(({ jsKind }) => jsKind === branch.jsKind).length === 1;
    return branch.tagging === 'none' && (isAlone || this.#parts.staysNatural === true)
      ? value
      : { $type: branch.tag, value };
  }

  /** Worked out once: a union is drawn with every value. */
  #drawable(type: UnionRepresentation): readonly UnionBranch[] {
    let branches = this.#branches.get(type);
    if (branches === undefined) {
      branches = type.branches.filter(({ representation }) => this.#sizes.of(representation) !== undefined);
      this.#branches.set(type, branches);
    }
    return branches;
  }

  #smallest(branches: readonly UnionBranch[]): UnionBranch | undefined {
    let smallest = branches[0];
    for (const branch of branches) {
      if (smallest !== undefined && this.#sizeOf(branch) < this.#sizeOf(smallest)) smallest = branch;
    }
    return smallest;
  }

  #sizeOf({ representation }: UnionBranch): number {
    return this.#sizes.of(representation) ?? Number.POSITIVE_INFINITY;
  }

  #length(type: Representation, items: Representation, at: Place): number {
    if (this.#isEnding(at) || this.#sizes.of(items) === undefined) return 0;
    return this.#drawing.turn(type, MOST_ITEMS + 1);
  }

  #isEnding({ depth }: Place): boolean {
    return depth >= DEEPEST || this.#count > MANY_PARTS;
  }
}

interface Place {
  readonly depth: number;
  readonly hint: string;
}

function inside({ depth, hint }: Place, name: string = hint): Place {
  return { depth: depth + 1, hint: name };
}
