/**
 * How a branch of a union says which one it is: `$type`, where the representation asks for it.
 */
import type { UnionBranch } from '@ottla/schema';

/** The member by which a value says its branch; no field can have this name. */
export const TYPE_KEY = '$type';

/** Gives a branch's value the form it has inside its union. */
export function tagged(value: unknown, { tagging, tag }: UnionBranch): unknown {
  if (tagging === 'none') return value;
  // Inline tagging is for records, which are objects.
  return tagging === 'wrapped' ? { $type: tag, value } : { $type: tag, ...(value as object) };
}

/** True for exactly `{ $type, value }`: the form that names a branch from outside its value. */
export function isWrapped(value: object): value is { readonly $type: unknown; readonly value: unknown } {
  return Object.hasOwn(value, TYPE_KEY) && Object.hasOwn(value, 'value') && Object.keys(value).length === 2;
}
