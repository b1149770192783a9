/** Which lines two short texts do not share: the longest common run of lines stays. Pure; takes time by the product of the lengths. */

export interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/**
 * What was removed stands before what was added.
 * @example
 * lineDiff('a\nb', 'a\nc'); // [{ sign: ' ', text: 'a' }, { sign: '-', text: 'b' }, { sign: '+', text: 'c' }]
 */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  return diffOfLines(linesOf(before), linesOf(after));
}

/** The same for texts that are lines already. */
export function diffOfLines(left: readonly string[], right: readonly string[]): readonly DiffLine[] {
  const shared = sharedCounts(left, right);
  const lines: DiffLine[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length || r < right.length) {
    const old = left[l];
    const fresh = right[r];
    if (old !== undefined && old === fresh) {
      lines.push({ sign: ' ', text: old });
      l++;
      r++;
    } else if (old !== undefined && (fresh === undefined || at(shared, l + 1, r) >= at(shared, l, r + 1))) {
      lines.push({ sign: '-', text: old });
      l++;
    } else if (fresh !== undefined) {
      lines.push({ sign: '+', text: fresh });
      r++;
    }
  }
  return lines;
}

/** An empty text has no line, not an empty one. */
function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n');
}

type Counts = readonly (readonly number[])[];

/** How many lines the ends from (l, r) on share at most, in order. */
function sharedCounts(left: readonly string[], right: readonly string[]): Counts {
  const counts: number[][] = [];
  for (let l = left.length - 1; l >= 0; l--) {
    const row: number[] = [];
    for (let r = right.length - 1; r >= 0; r--) {
      row[r] =
        left[l] === right[r] ? at(counts, l + 1, r + 1) + 1 : Math.max(at(counts, l + 1, r), row[r + 1] ?? 0);
    }
    counts[l] = row;
  }
  return counts;
}

function at(counts: Counts, l: number, r: number): number {
  return counts[l]?.[r] ?? 0;
}
