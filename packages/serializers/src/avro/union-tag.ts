/**
 * How a branch of a union says which one it is: `$type`, where the representation asks for it.
 */
import type { UnionBranch } from '@ottla/schema';

/** Gives a branch's value the form it has inside its union. */
export function tagged(value: unknown, { tagging, tag }: UnionBranch): unknown {
  if (tagging === 'none') return value;
  // Inline tagging is for records, which are objects.
  return tagging === 'wrapped' ? { $type: tag, value } : { $type: tag, ...(value as object) };
}
