/**
 * The baseline: fingerprints of findings that were there before the gate was.
 *
 * A JSON file, sorted, one fingerprint a line, so that two branches that change it merge.
 */
import { resolve } from 'node:path';
import { CliError } from '../cli-error.ts';
import { FINGERPRINT } from '../config/config-table.ts';
import { EXIT } from '../exit-code.ts';
import { kindOnDisk, readDiskFile } from '../inputs/disk-tree.ts';
import { printable } from '../terminal.ts';

const VERSION = 1;

/** The fingerprints of a baseline. Throws CliError `BASELINE_INVALID`. */
export function readBaseline(word: string, workingFolder: string): ReadonlySet<string> {
  const path = resolve(workingFolder, word);
  if (kindOnDisk(path) === null) {
    throw invalid(
      `there is no baseline ${printable(word)}`,
      'Make it by the same command with --write-baseline.',
    );
  }
  let content: unknown;
  try {
    content = JSON.parse(readDiskFile(path, word));
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw invalid(`the baseline ${printable(word)} is no JSON`, 'Write it anew with --write-baseline.');
  }
  const { version, findings } = Object(content);
  if (version !== VERSION || !Array.isArray(findings) || !findings.every(isFingerprint)) {
    throw invalid(
      `the baseline ${printable(word)} is not { "version": ${VERSION}, "findings": ["…"] } with fingerprints of twelve hex digits`,
      'Write it anew with --write-baseline.',
    );
  }
  return new Set(findings);
}

export function baselineText(fingerprints: Iterable<string>): string {
  return `${JSON.stringify({ version: VERSION, findings: [...new Set(fingerprints)].toSorted() }, null, 2)}\n`;
}

function isFingerprint(value: unknown): value is string {
  return typeof value === 'string' && FINGERPRINT.test(value);
}

function invalid(message: string, remedy: string): CliError {
  return new CliError(message, { code: 'BASELINE_INVALID', exitCode: EXIT.usage, remedy });
}
