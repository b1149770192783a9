/**
 * Two texts as a unified diff, as `diff -u` and git print it and `patch` reads it. Pure.
 *
 * What both texts begin and end with is put aside first. When what remains is too large to be compared line
 * by line it is shown as replaced as a whole, which is right too, only longer.
 */
import { diffOfLines, type DiffLine } from '../rules/line-diff.ts';

const CONTEXT_LINES = 3;
/** Pairs of lines to be compared at most. */
const PAIRS_MAXIMUM = 2_000_000;

interface Hunk {
  readonly lines: DiffLine[];
  /** Lines before it, of either text. */
  readonly oldStart: number;
  readonly newStart: number;
}

/**
 * The lines of the diff; none when the texts are equal.
 * @example
 * unifiedDiff({ name: 'a.avsc', before: '{}', after: '{}\n' });
 * // ['--- a.avsc', '+++ a.avsc', '@@ -1,1 +1,1 @@', '-{}', '\\ No newline at end of file', '+{}']
 */
export function unifiedDiff(change: {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}): readonly string[] {
  const { name, before, after } = change;
  if (before === after) return [];
  const lines = [`--- ${name}`, `+++ ${name}`];
  for (const { lines: hunk, oldStart, newStart } of hunksOf(changesOf(before, after))) {
    const oldCount = hunk.filter(({ sign }) => sign !== '+').length;
    const newCount = hunk.filter(({ sign }) => sign !== '-').length;
    lines.push(`@@ -${rangeOf(oldStart, oldCount)} +${rangeOf(newStart, newCount)} @@`);
    for (const { sign, text } of hunk) {
      lines.push(sign + text.replace(/\n$/, ''));
      if (!text.endsWith('\n')) lines.push('\\ No newline at end of file');
    }
  }
  return lines;
}

/** An empty range is named by the line before it. */
function rangeOf(linesBefore: number, count: number): string {
  return `${count === 0 ? linesBefore : linesBefore + 1},${count}`;
}

/** Lines with their line feeds, so that a missing one is a difference. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function changesOf(before: string, after: string): DiffLine[] {
  const left = linesOf(before);
  const right = linesOf(after);
  const most = Math.min(left.length, right.length);
  let start = 0;
  while (start < most && left[start] === right[start]) start++;
  let end = 0;
  while (end < most - start && left.at(-1 - end) === right.at(-1 - end)) end++;
  const middle = {
    left: left.slice(start, left.length - end),
    right: right.slice(start, right.length - end),
  };
  return [
    ...signed(' ', left.slice(0, start)),
    ...middleOf(middle.left, middle.right),
    ...signed(' ', left.slice(left.length - end)),
  ];
}

function middleOf(left: readonly string[], right: readonly string[]): readonly DiffLine[] {
  if (left.length * right.length > PAIRS_MAXIMUM || left.length === 0 || right.length === 0) {
    return [...signed('-', left), ...signed('+', right)];
  }
  return diffOfLines(left, right);
}

function signed(sign: DiffLine['sign'], lines: readonly string[]): readonly DiffLine[] {
  return lines.map((text) => ({ sign, text }));
}

/** Changes with a few lines around them; those that would touch become one. */
function hunksOf(lines: readonly DiffLine[]): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let current: Hunk | undefined;
  let lastChange = -Infinity;
  let oldLine = 0;
  let newLine = 0;
  for (const [index, line] of lines.entries()) {
    if (line.sign !== ' ') {
      if (current === undefined || index - lastChange > 2 * CONTEXT_LINES + 1) {
        const context = lines.slice(Math.max(0, index - CONTEXT_LINES), index);
        current = {
          lines: [...context],
          oldStart: oldLine - context.length,
          newStart: newLine - context.length,
        };
        hunks.push(current);
      } else {
        current.lines.push(...lines.slice(lastChange + 1 + CONTEXT_LINES, index));
      }
      lastChange = index;
      current.lines.push(line);
    } else if (current !== undefined && index - lastChange <= CONTEXT_LINES) {
      current.lines.push(line);
    }
    if (line.sign !== '+') oldLine++;
    if (line.sign !== '-') newLine++;
  }
  return hunks;
}
