import { describe, expect, it } from 'vitest';
import { cleanReport, sampleReport } from '../../testing/sample-report.ts';
import { reportExitCode } from './report-exit-code.ts';
import type { Report } from './report.ts';

const judgedAll: Report = { ...sampleReport, failures: [] };
const only = (severity: string): Report => ({
  ...judgedAll,
  findings: judgedAll.findings.filter(({ finding }) => finding.severity === severity),
});
const pardonedAll: Report = {
  ...judgedAll,
  findings: judgedAll.findings.map((reported) => ({ ...reported, pardon: { by: 'baseline' } })),
};

describe('the exit code of a report', () => {
  it.each([
    ['nothing found', cleanReport, 'error', 0],
    ['errors', judgedAll, 'error', 1],
    ['warnings, which do not count', only('warn'), 'error', 0],
    ['warnings, which count', only('warn'), 'warn', 1],
    ['notices', only('info'), 'warn', 0],
    ['pardoned errors', pardonedAll, 'warn', 0],
    ['a file that could not be judged, besides errors', sampleReport, 'error', 4],
  ] as const)('of %s is right', (_of, report, failOn, code) => {
    expect(reportExitCode(report, { failOn })).toBe(code);
  });

  it('lets no finding count when only a report is asked for, but a broken file still does', () => {
    expect(reportExitCode(judgedAll, { failOn: 'warn', exitZero: true })).toBe(0);
    expect(reportExitCode(sampleReport, { failOn: 'error', exitZero: true })).toBe(4);
  });
});
