/**
 * Which branch of a union a value belongs to.
 *
 * 1. A value of a class that a branch stands for takes that branch.
 * 2. A value whose `$type` names a branch takes it: a record as it is, any other inside `{ $type, value }`.
 * 3. Any other takes the only branch of its JavaScript kind; of several the first, in schema order, that holds
 *    it exactly.
 * 4. What no branch takes naturally goes to the first that takes it besides: a bigint to a long of numbers.
 *
 * Branches with parts are chosen by kind and not asked what is inside. Source: DESIGN.md section 5.
 */
import type { JavaScriptKind } from '@ottla/schema';
import { isRecordLike } from '../../found-kind.ts';
import type { BranchWriteStep, UnionWriteStep, WriteStep } from '../plan/write-step.ts';
import { isWrapped, TYPE_KEY } from '../union-tag.ts';
import { isOf } from '../value-codec.ts';
import { exactFit, looseFit, type BranchFit } from './branch-fit.ts';
import { isForClass } from './scalar-check.ts';
import type { ValueWrite } from './write-contract.ts';

/** No branch. */
export const NONE = -1;

/** A branch whose values need no tag. */
interface Candidate {
  readonly index: number;
  /** Null for a branch with parts, which is not asked. */
  readonly fits: { readonly exactly: BranchFit; readonly loosely: BranchFit } | null;
}

export class UnionChoice {
  readonly #branches: readonly BranchWriteStep[];
  readonly #byTag: ReadonlyMap<unknown, number>;
  readonly #classes: readonly number[];
  /** In schema order, those whose values need no tag. */
  readonly #natural = new Map<JavaScriptKind, Candidate[]>();
  readonly #untagged: Candidate[] = [];

  constructor({ branches }: UnionWriteStep, writes: readonly ValueWrite[]) {
    this.#branches = branches;
    this.#byTag = new Map(branches.map(({ branch }, index) => [branch.tag, index]));
    this.#classes = [...branches.keys()].filter((index) => branches[index]?.branch.jsKind === 'class');
    for (const [index, { branch, value }] of branches.entries()) {
      const write = writes[index];
      if (branch.tagging !== 'none' || write === undefined) continue;
      const isWhole = value.step === 'scalar' || value.step === 'enum';
      const fits = isWhole ? { exactly: exactFit(value, write), loosely: looseFit(write) } : null;
      this.#untagged.push({ index, fits });
      this.#natural.set(branch.jsKind, [...(this.#natural.get(branch.jsKind) ?? []), { index, fits }]);
    }
  }

  /** The only branch for all values of a kind that have no `$type`; NONE where more must be asked. */
  onlyOf(kind: JavaScriptKind): number {
    const candidates = this.#natural.get(kind) ?? [];
    const [only] = candidates;
    return only === undefined || candidates.length > 1 || this.#classes.length > 0 ? NONE : only.index;
  }

  /** Where `isWrapping` says so, the branch's own value is in the member `value`. */
  choose(value: unknown): number {
    const ofClass = this.#classes.find((index) => isOfClass(this.#branches[index]?.value, value));
    if (ofClass !== undefined) return ofClass;
    const named = this.#named(value);
    return named === NONE ? this.#untaggedBranch(value) : named;
  }

  /** The record that an object's `$type` names, where nothing else needs to be asked. */
  namedRecord(tag: unknown): number {
    const index = this.#classes.length > 0 ? NONE : (this.#byTag.get(tag) ?? NONE);
    return this.#branches[index]?.value.step === 'record' ? index : NONE;
  }

  /** The branch that the value's `$type` names. */
  #named(value: unknown): number {
    if (typeof value !== 'object' || value === null || !(TYPE_KEY in value)) return NONE;
    const index = this.#byTag.get(value[TYPE_KEY]) ?? NONE;
    return this.#branches[index]?.value.step === 'record' || this.isWrapping(value, index) ? index : NONE;
  }

  /** Whether a value that takes this branch holds the branch's own. */
  isWrapping(value: unknown, index: number): value is { readonly value: unknown } {
    const chosen = this.#branches[index];
    if (chosen === undefined || chosen.value.step === 'record') return false;
    return isRecordLike(value) && isWrapped(value) && value.$type === chosen.branch.tag;
  }

  #untaggedBranch(value: unknown): number {
    const kind = kindOf(value);
    const candidates = kind === undefined ? [] : (this.#natural.get(kind) ?? []);
    const [only] = candidates;
    const natural =
      only !== undefined && candidates.length === 1
        ? // Alone, a float takes what it must round, and an int takes -0.
          only.fits === null || only.fits.loosely(value)
          ? only
          : undefined
        : candidates.find(({ fits }) => fits === null || fits.exactly(value));
    const taking = natural ?? this.#untagged.find(({ fits }) => fits?.exactly(value) === true);
    return taking?.index ?? NONE;
  }
}

function isOfClass(step: WriteStep | undefined, value: unknown): boolean {
  if (step?.step !== 'scalar') return false;
  return step.codec === null ? isForClass(step.representation, value) : isOf(step.codec, value);
}

/** Undefined for what no branch can be: undefined, functions and symbols. */
export function kindOf(value: unknown): JavaScriptKind | undefined {
  const type = typeof value;
  if (type === 'string' || type === 'number' || type === 'boolean' || type === 'bigint') return type;
  if (typeof value !== 'object') return undefined;
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  return value instanceof Uint8Array ? 'bytes' : 'object';
}
