/**
 * How a union is printed, decided from its branches alone.
 *
 * Keeps the rules of serializers' write/union-choice.ts as far as code can ask them cheaply: classes first, then the
 * only branch of a value's kind, then of several the first that holds the value exactly. What cannot be asked so is
 * left to the plan where the whole union is scalars, and to the closures otherwise.
 */
import {
  inputKindsOf,
  type CustomRepresentation,
  type JavaScriptKind,
  type Representation,
  type UnionBranch,
  type UnionRepresentation,
} from '@ottla/schema';

/** A branch and its position. */
export interface PlacedBranch extends UnionBranch {
  readonly index: number;
}

export type UnionForm =
  | NullableForm
  /** As a whole. */
  | { readonly form: 'planned' }
  | UnionArms;

/** Null and one more, which is no class. */
export interface NullableForm {
  readonly form: 'nullable';
  readonly nullBranch: PlacedBranch;
  readonly other: PlacedBranch;
}

/** A function of its own, which asks kind by kind. */
export interface UnionArms {
  readonly form: 'arms';
  /** Asked first. */
  readonly custom: readonly (PlacedBranch & { readonly representation: CustomRepresentation })[];
  /** Those whose kind alone, or an exact test, says that they are meant; by kind, in schema order. */
  readonly natural: ReadonlyMap<JavaScriptKind, readonly PlacedBranch[]>;
  /** Meant where `$type` says so. */
  readonly tagged: readonly PlacedBranch[];
  /** Objects that may be of a class which code cannot ask for. */
  readonly refusesObjects: boolean;
  /** Dates are among what some branch takes besides. */
  readonly takesDates: boolean;
}

export function unionForm({ branches }: UnionRepresentation): UnionForm {
  const placed = branches.map((branch, index): PlacedBranch => ({ ...branch, index }));
  const [first, second] = placed;
  if (first !== undefined && second !== undefined && placed.length === 2) {
    const nullBranch = placed.find(({ jsKind }) => jsKind === 'null');
    const other = nullBranch === first ? second : first;
    if (nullBranch !== undefined && other.jsKind !== 'class') return { form: 'nullable', nullBranch, other };
  }
  const natural = new Map<JavaScriptKind, PlacedBranch[]>();
  for (const branch of placed) {
    if (branch.tagging !== 'none') continue;
    const { jsKind } = branch;
    natural.set(jsKind, [...(natural.get(jsKind) ?? []), branch]);
  }
  const hasClass = natural.has('class');
  const isUndecided = [...natural.values()].some((group) => !isDecidable(group));
  if ((hasClass || isUndecided) && placed.every(({ representation }) => isScalar(representation))) {
    return { form: 'planned' };
  }
  return {
    form: 'arms',
    custom: (natural.get('class') ?? []).flatMap((branch) => {
      const { representation } = branch;
      return representation.kind === 'custom' ? [{ ...branch, representation }] : [];
    }),
    natural: new Map([...natural].filter(([kind, group]) => kind !== 'class' && isDecidable(group))),
    tagged: placed.filter(({ tagging }) => tagging !== 'none'),
    refusesObjects: placed.some(({ representation }) => representation.kind === 'temporal'),
    takesDates: placed.some(({ representation }) => inputKindsOf(representation).wide.includes('date')),
  };
}

/** The only one of its kind, or one of those that hold a value exactly or do not at a glance. */
function isDecidable(group: readonly PlacedBranch[]): boolean {
  return group.length === 1 || group.every(({ representation }) => hasExactTest(representation));
}

function hasExactTest({ kind, schema }: Representation): boolean {
  if (kind === 'string') return schema.type === 'string' && schema.logical === null;
  return kind === 'number' || kind === 'enum' || kind === 'bytes' || kind === 'fixedBytes';
}

function isScalar({ kind }: Representation): boolean {
  return kind !== 'record' && kind !== 'array' && kind !== 'map' && kind !== 'union';
}
