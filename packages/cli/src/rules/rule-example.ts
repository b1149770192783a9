/**
 * The example of a rule as differences between schemas: what it finds, and what it does not.
 *
 * A change is shown against the version before it; of a single schema the good one against the bad.
 */
import type { Rule } from '@ottla/schema';
import { laidOut } from './example-layout.ts';
import { lineDiff, type DiffLine } from './line-diff.ts';

export interface ExamplePart {
  readonly title: string;
  readonly lines: readonly DiffLine[];
}

export function examplePartsOf({ example }: Rule): readonly ExamplePart[] {
  const bad = laidOut(example.bad);
  const good = laidOut(example.good);
  if (!('before' in example)) return [{ title: 'Found (-) and mended (+)', lines: lineDiff(bad, good) }];
  const before = laidOut(example.before);
  return [
    { title: `Found at level ${example.level}`, lines: lineDiff(before, bad) },
    { title: 'Not found', lines: lineDiff(before, good) },
  ];
}
