import type { HistoryFinding } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { addedField, sampleReport } from '../../testing/sample-report.ts';
import type { Report } from './report.ts';
import { printText } from './text-report.ts';

const subject = { subject: 'customers-value', level: 'FULL', compared: ['v1'] } as const;
const backward: HistoryFinding = {
  ...addedField,
  rule: 'FIELD_TYPE_CHANGED',
  message: 'new readers cannot read it',
  versions: ['v1'],
  weakerLevel: 'FORWARD',
  deployOrder: 'no order is safe',
};
const forward: HistoryFinding = {
  ...backward,
  direction: 'FORWARD',
  message: 'old readers cannot read it',
  weakerLevel: 'BACKWARD',
};

/** The lines of a report of these findings, their fingerprints `f0`, `f1` and so on; without the summary. */
function linesOf(...findings: readonly (HistoryFinding & { pardoned?: boolean })[]): readonly string[] {
  const report: Report = {
    ...sampleReport,
    failures: [],
    remarks: [],
    findings: findings.map(({ pardoned = false, ...finding }, index) => ({
      ...subject,
      finding,
      fingerprint: `f${index}`,
      pardon: pardoned ? { by: 'baseline' } : null,
    })),
  };
  const plain = (_style: string, text: string): string => text;
  return printText(report, { paint: plain, verbose: true, failOn: 'error', folder: '' })
    .split('\n')
    .slice(0, -2);
}

describe('a change that breaks new readers and old ones', () => {
  it('is one block with both reasons and both fingerprints, new readers first', () => {
    expect(linesOf(forward, backward)).toEqual([
      'schemas/customer.avsc:8:5  error  FIELD_TYPE_CHANGED  com.acme.Customer.loyaltyTier',
      '  level FULL · subject customers-value · breaks reading of version 1 · breaks reading by version 1',
      '    10 |       "name": "loyaltyTier"',
      '       |               ^^^^^^^^^^^^^ new readers cannot read it',
      '       |                             old readers cannot read it',
      '  fix   add a default, e.g. "default": "NONE"      ottla explain FIELD_TYPE_CHANGED',
      '  order no order is safe',
      '  allow ottla allow f1 f0 --until YYYY-MM-DD --reason "…"',
    ]);
  });

  it('is two when one of them is pardoned, or they stand at different places', () => {
    const headers = (lines: readonly string[]): number => lines.filter((line) => /^\S/.test(line)).length;
    expect(headers(linesOf({ ...backward, pardoned: true }, forward))).toBe(2);
    expect(headers(linesOf(backward, { ...forward, detail: 'another' }))).toBe(2);
    expect(headers(linesOf(backward, backward))).toBe(2);
  });
});

describe('a weaker level', () => {
  const levels = (lines: readonly string[]): readonly string[] =>
    lines.filter((line) => line.includes('would let'));
  const other = { ...backward, path: 'com.acme.Customer.name' };

  it('is named once when it lets all errors of the subject pass', () => {
    expect(levels(linesOf(backward, other))).toEqual(['  level FORWARD would let the subject pass']);
  });

  it('is not named when another error of the subject would remain', () => {
    expect(levels(linesOf(backward, forward))).toEqual([]);
    expect(levels(linesOf(backward, { ...other, weakerLevel: null }))).toEqual([]);
    expect(levels(linesOf({ ...backward, weakerLevel: 'NONE' }))).toEqual([]);
    expect(levels(linesOf(backward, { ...forward, pardoned: true }))).toHaveLength(1);
  });

  it('leaves the order of deployment to be said once, too', () => {
    expect(linesOf(backward, other).filter((line) => line.includes('no order is safe'))).toHaveLength(1);
  });
});
