/** Which order of deployment is safe, in words. */
import type { CompatibilityFinding, Direction } from '../compatibility/compatibility-finding.ts';

/** Who can read whom of the new version and the one before it. */
export type Readability = Readonly<Record<Direction, boolean>>;

const NO_ORDER = 'no order is safe: neither version can read what the other writes';

/**
 * One sentence for an error that concerns some versions, labels the oldest first; '' for a warning, which no
 * order changes.
 * @example
 * deployOrder(finding, ['v1', 'v2'], { BACKWARD: false, FORWARD: true });
 * // 'upgrade producers first, and consumers once nothing written with v1 and v2 is left to read'
 */
export function deployOrder(
  { severity, direction }: CompatibilityFinding,
  versions: readonly string[],
  readable: Readability,
): string {
  if (severity !== 'error') return '';
  if (direction === null || (!readable.BACKWARD && !readable.FORWARD)) return NO_ORDER;
  const labels = listText(versions);
  if (direction === 'BACKWARD') {
    const gone = `once nothing written with ${labels} is left to read`;
    if (!readable.BACKWARD) return `upgrade producers first, and consumers ${gone}`;
    return `${readable.FORWARD ? 'either order' : 'upgrade consumers first'}, ${gone}`;
  }
  if (!readable.FORWARD)
    return `upgrade consumers first: none may still be at ${labels} when producers follow`;
  return `${readable.BACKWARD ? 'either order' : 'upgrade producers first'}, once no consumer is at ${labels}`;
}

const MOST_LABELS = 4;

/** `v1`, `v1 and v2`, `v1, v2 and v3`, `v1, v2, v3 and 9 more`. */
function listText(labels: readonly string[]): string {
  const shown = labels.length > MOST_LABELS ? labels.slice(0, MOST_LABELS - 1) : labels.slice(0, -1);
  const last = labels.length > MOST_LABELS ? `${labels.length - shown.length} more` : (labels.at(-1) ?? '');
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}
