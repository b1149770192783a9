/** What jest reports of the published suite, and how it compares with the differences we argue for. Pure. */
import { stripVTControlCharacters } from 'node:util';

/** Of `jest --json`, what is read here. */
export interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** A case that we mean to fail: what it asserts is wrong, or not what users want. */
export interface Difference {
  readonly file: string;
  readonly case: string;
  readonly reason: string;
}

export interface SuiteVerdict {
  /** One line for each file. */
  readonly lines: readonly string[];
  /** What must not be: cases that fail without a reason, reasons without a failing case, files that did not run. */
  readonly complaints: readonly string[];
  readonly passed: number;
}

const firstLine = (text: string): string => stripVTControlCharacters(text).split('\n', 1)[0] ?? '';

/** `nameOf` makes a file's path as it is listed. */
export function judgeSuite(
  report: JestReport,
  differences: readonly Difference[],
  nameOf: (path: string) => string,
): SuiteVerdict {
  const lines: string[] = [];
  const complaints: string[] = [];
  const open = new Set(differences);
  let passedInAll = 0;
  for (const { name, message, assertionResults } of report.testResults) {
    const file = nameOf(name);
    const count = (status: string): number =>
      assertionResults.filter((result) => result.status === status).length;
    const argued: Difference[] = [];
    for (const { fullName, status, failureMessages } of assertionResults) {
      if (status !== 'failed') continue;
      const difference = differences.find((known) => known.file === file && known.case === fullName);
      if (difference !== undefined) argued.push(difference);
      else complaints.push(`${file} › ${fullName}: ${firstLine(failureMessages[0] ?? '')}`);
    }
    for (const difference of argued) open.delete(difference);
    if (assertionResults.length === 0) complaints.push(`${file} did not run: ${message.trim()}`);
    passedInAll += count('passed');
    const skipped = count('pending') + count('todo');
    lines.push(
      `${file}: ${count('passed')} passed, ${count('failed')} failed (${argued.length} of them argued), ${skipped} skipped by the suite`,
    );
  }
  for (const { file, case: name } of open) {
    complaints.push(`${file} › ${name}: listed as a difference, but it did not fail`);
  }
  if (report.testResults.length === 0) complaints.push('jest found no test file');
  return { lines: lines.sort(), complaints, passed: passedInAll };
}
