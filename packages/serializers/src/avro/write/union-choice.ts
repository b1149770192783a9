/**
 * Which branch of a union a value belongs to.
 *
 * A value with a `$type` names its branch. Any other takes the first branch in schema order that holds it
 * exactly, among those of its JavaScript kind; with one such branch no more is asked here, and the branch
 * itself judges. Source: DESIGN.md section 5.
 */
import type { JavaScriptKind, Representation, UnionBranch, UnionRepresentation } from '@ottla/schema';
import { isRecordLike } from '../../found-kind.ts';
import { TYPE_KEY } from './record-guard.ts';
import { hasParts, scalarMisfit } from './scalar-check.ts';

export interface UnionChoice {
  /** Into the branches. */
  readonly index: number;
  /** The branch's own value, without any wrapping. */
  readonly value: unknown;
}

export type UnionChooser = (value: unknown) => UnionChoice | undefined;

/** Made once per union; gives undefined for a value of no branch. */
export function unionChooser({ branches }: UnionRepresentation): UnionChooser {
  const byTag = new Map(branches.map((branch, index) => [branch.tag, { branch, index }]));
  const byKind = new Map<JavaScriptKind, { readonly branch: UnionBranch; readonly index: number }[]>();
  for (const [index, branch] of branches.entries()) {
    if (branch.tagging !== 'none') continue;
    byKind.set(branch.jsKind, [...(byKind.get(branch.jsKind) ?? []), { branch, index }]);
  }
  const natural: UnionChooser = (value) => {
    const candidates = byKind.get(kindOf(value)) ?? [];
    const [only] = candidates;
    if (only !== undefined && candidates.length === 1) return { index: only.index, value };
    const holding = candidates.find(({ branch }) => holdsExactly(branch.representation, value));
    return holding === undefined ? undefined : { index: holding.index, value };
  };
  return (value) => {
    if (!isRecordLike(value) || !Object.hasOwn(value, TYPE_KEY)) return natural(value);
    const tag = value[TYPE_KEY];
    const named = typeof tag === 'string' ? byTag.get(tag) : undefined;
    if (named === undefined) return natural(value);
    const { branch, index } = named;
    if (branch.representation.kind === 'record') return { index, value };
    const isWrapping = Object.hasOwn(value, 'value') && Object.keys(value).length === 2;
    return isWrapping ? { index, value: value['value'] } : natural(value);
  };
}

export function kindOf(value: unknown): JavaScriptKind {
  if (value === null) return 'null';
  const type = typeof value;
  if (type === 'string' || type === 'number' || type === 'boolean' || type === 'bigint') return type;
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  return value instanceof Uint8Array ? 'bytes' : 'object';
}

/**
 * Fits, and would be read back as the same value. Only values without parts can be in doubt: of arrays, and of
 * objects that need no `$type`, no union has two.
 */
function holdsExactly(representation: Representation, value: unknown): boolean {
  if (hasParts(representation) || scalarMisfit(representation, value) !== undefined) return false;
  if (representation.kind !== 'number' || representation.of === 'double') return true;
  if (representation.of === 'float') return Number.isNaN(value) || Math.fround(Number(value)) === value;
  return !Object.is(value, -0);
}
