import { describe, expect, it } from 'vitest';
import { judgeSuite, type Difference, type JestReport } from './suite-result.ts';

type Case = JestReport['testResults'][number]['assertionResults'][number];

const passed = (fullName: string): Case => ({ fullName, status: 'passed', failureMessages: [] });
const failed = (fullName: string, ...failureMessages: string[]): Case => ({
  fullName,
  status: 'failed',
  failureMessages,
});
const file = (name: string, assertionResults: readonly Case[], message = ''): JestReport => ({
  testResults: [{ name: `/suite/${name}`, message, assertionResults }],
});
const nameOf = (path: string): string => path.replace('/suite/', '');
const judge = (report: JestReport, differences: readonly Difference[] = []) =>
  judgeSuite(report, differences, nameOf);

const difference = { file: 'src/a.spec.ts', case: 'A decodes', reason: 'what it asserts is wrong' };

describe('the verdict on the published suite', () => {
  it('is no complaint when all cases pass, and one line for each file in order', () => {
    const { testResults } = file('src/b.spec.ts', [passed('B encodes'), passed('B decodes')]);
    const report = { testResults: [...testResults, ...file('src/a.spec.ts', [passed('A')]).testResults] };
    expect(judge(report)).toEqual({
      complaints: [],
      passed: 3,
      lines: [
        'src/a.spec.ts: 1 passed, 0 failed (0 of them argued), 0 skipped by the suite',
        'src/b.spec.ts: 2 passed, 0 failed (0 of them argued), 0 skipped by the suite',
      ],
    });
  });

  it('complains of a case that fails, with the first line of why, in plain text', () => {
    const report = file('src/a.spec.ts', [
      passed('A'),
      failed('A decodes', '\u001b[31mnot equal\u001b[39m\n at x'),
    ]);
    expect(judge(report)).toMatchObject({
      complaints: ['src/a.spec.ts › A decodes: not equal'],
      passed: 1,
    });
  });

  it('accepts a case that fails for a reason we give, in that file and under that name only', () => {
    const argued = judge(file('src/a.spec.ts', [failed('A decodes')]), [difference]);
    expect(argued.complaints).toEqual([]);
    expect(argued.lines).toEqual([expect.stringContaining('1 failed (1 of them argued)')]);

    const elsewhere = judge(file('src/b.spec.ts', [failed('A decodes')]), [difference]);
    expect(elsewhere.complaints).toEqual([
      'src/b.spec.ts › A decodes: ',
      'src/a.spec.ts › A decodes: listed as a difference, but it did not fail',
    ]);
  });

  it('complains of a difference that is none any more', () => {
    expect(judge(file('src/a.spec.ts', [passed('A decodes')]), [difference]).complaints).toEqual([
      'src/a.spec.ts › A decodes: listed as a difference, but it did not fail',
    ]);
  });

  it('complains of a file that did not run, and of a suite without files', () => {
    expect(judge(file('src/a.spec.ts', [], 'cannot find module x\n')).complaints).toEqual([
      'src/a.spec.ts did not run: cannot find module x',
    ]);
    expect(judge({ testResults: [] }).complaints).toEqual(['jest found no test file']);
  });

  it.each(['pending', 'todo'])(
    'counts cases that are %s as skipped by the suite, not as passed',
    (status) => {
      const { passed: count, lines } = judge(file('src/a.spec.ts', [{ ...passed('A'), status }]));
      expect(count).toBe(0);
      expect(lines).toEqual([expect.stringContaining('0 passed, 0 failed (0 of them argued), 1 skipped')]);
    },
  );
});
