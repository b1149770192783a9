/** What a broker remembers of an idempotent producer: five batches, one epoch. */
import { InvariantError } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { SequenceWindow, type SequenceVerdict, type SequencedBatch } from './sequence-window.ts';

const LARGEST = 0x7fffffff;

function batch(baseSequence: number, recordCount = 1, producerEpoch = 0, producerId = 9n): SequencedBatch {
  return { producerId, producerEpoch, baseSequence, recordCount };
}

/** A window that took these batches; each record has the next offset. */
function windowWith(...batches: readonly SequencedBatch[]): SequenceWindow {
  const window = new SequenceWindow();
  let offset = 100;
  for (const one of batches) {
    window.remember(one, offset);
    offset += one.recordCount;
  }
  return window;
}

const next: SequenceVerdict = { kind: 'next' };

describe('a sequence window', () => {
  it.each([0, 1, 4711, LARGEST])(
    'takes any first sequence from a producer it does not know (%i)',
    (first) => {
      expect(new SequenceWindow().judge(batch(first))).toEqual(next);
    },
  );

  it.each<[string, SequencedBatch, SequenceVerdict]>([
    ['the next sequence goes on', batch(13), next],
    ['the newest again is a duplicate', batch(10, 3), { kind: 'duplicate', baseOffset: 110 }],
    ['an older one of the five again is a duplicate', batch(0, 10), { kind: 'duplicate', baseOffset: 100 }],
    ['a hole of one is a gap', batch(14), { kind: 'gap', expected: 13 }],
    ['far ahead is a gap', batch(5000), { kind: 'gap', expected: 13 }],
    [
      'the same first sequence with fewer records is no duplicate',
      batch(10, 2),
      { kind: 'forgotten', expected: 13 },
    ],
    ['overlapping the end is no duplicate', batch(12, 3), { kind: 'forgotten', expected: 13 }],
    ['spanning two batches is no duplicate', batch(0, 13), { kind: 'forgotten', expected: 13 }],
    ['an older epoch is fenced', batch(13, 1, -1), { kind: 'fenced', currentEpoch: 0 }],
    ['a new epoch begins at 0', batch(0, 1, 1), next],
    ['a new epoch that begins elsewhere is a gap', batch(13, 1, 1), { kind: 'gap', expected: 0 }],
    ['another producer is not concerned', batch(77, 1, 0, 10n), next],
  ])('%s', (_, incoming, verdict) => {
    expect(windowWith(batch(0, 10), batch(10, 3)).judge(incoming)).toEqual(verdict);
  });

  it('judging changes nothing', () => {
    const window = windowWith(batch(0));
    for (let again = 0; again < 3; again++) expect(window.judge(batch(1))).toEqual(next);
  });

  it('remembers five batches and forgets the sixth', () => {
    const window = windowWith(...[0, 1, 2, 3, 4, 5].map((sequence) => batch(sequence)));
    expect(window.judge(batch(0))).toEqual({ kind: 'forgotten', expected: 6 });
    for (const sequence of [1, 2, 3, 4, 5]) {
      expect(window.judge(batch(sequence))).toEqual({ kind: 'duplicate', baseOffset: 100 + sequence });
    }
    expect(window.judge(batch(6))).toEqual(next);
  });

  it('forgets the batches of the old epoch with the first of the new', () => {
    const window = windowWith(batch(0), batch(1), batch(0, 1, 1));
    expect(window.judge(batch(1, 1, 0))).toEqual({ kind: 'fenced', currentEpoch: 1 });
    expect(window.judge(batch(0, 1, 1))).toEqual({ kind: 'duplicate', baseOffset: 102 });
    expect(window.judge(batch(1, 1, 1))).toEqual(next);
    expect(window.judge(batch(2, 1, 1))).toEqual({ kind: 'gap', expected: 1 });
  });

  it('may skip epochs', () => {
    const window = windowWith(batch(0));
    expect(window.judge(batch(0, 1, 7))).toEqual(next);
  });

  it.each<[string, SequencedBatch, SequencedBatch, SequenceVerdict]>([
    ['after the largest comes 0', batch(LARGEST), batch(0), next],
    ['a batch may wrap inside', batch(LARGEST - 1, 5), batch(3), next],
    [
      'a wrapped batch again is a duplicate',
      batch(LARGEST - 1, 5),
      batch(LARGEST - 1, 5),
      { kind: 'duplicate', baseOffset: 100 },
    ],
    ['a gap across the wrap is a gap', batch(LARGEST - 1), batch(0), { kind: 'gap', expected: LARGEST }],
    [
      'before the wrap lies behind after it',
      batch(LARGEST),
      batch(LARGEST - 3),
      { kind: 'forgotten', expected: 0 },
    ],
  ])('%s', (_, first, incoming, verdict) => {
    expect(windowWith(first).judge(incoming)).toEqual(verdict);
  });

  it('throws when a gap got past the judgement: that is a defect', () => {
    const window = windowWith(batch(0));
    expect(() => window.remember(batch(2), 200)).toThrow(InvariantError);
    expect(() => window.remember(batch(0), 200)).toThrow(InvariantError);
  });
});
