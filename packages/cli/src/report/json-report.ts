/**
 * A report for programs: one JSON document with every field of every finding.
 *
 * Its shape is docs/reference/report.schema.json. Within one `version` members are only added. All values
 * are strings, numbers, lists of them and null, so nothing is lost in any reader of JSON.
 */
import type { Position } from '@ottla/schema';
import { toolVersion } from '../version.ts';
import { failureWordsOf, historyWordsOf } from './finding-words.ts';
import { jsonDocument } from './json-document.ts';
import { countsOf } from './report-counts.ts';
import type { Report, ReportedFinding } from './report.ts';

const VERSION = 1;

export function printJson(report: Report): string {
  const document = {
    version: VERSION,
    tool: { name: 'ottla', version: toolVersion() },
    command: report.command,
    elapsedMs: report.elapsedMs,
    counts: countsOf(report),
    subjects: report.judged.map(({ subject, file, state, compared }) => ({ subject, file, state, compared })),
    findings: report.findings.map(findingOf),
    failures: report.failures.map((failure) => {
      const { position, message } = failureWordsOf(failure);
      return { file: failure.file, code: failure.error.code, message, position: positionOf(position) };
    }),
    remarks: report.remarks,
  };
  return jsonDocument(document);
}

function findingOf(reported: ReportedFinding): object {
  const { finding, subject, level, compared, fingerprint, pardon } = reported;
  const { direction, versions, weakerLevel, deployOrder, inner } = historyWordsOf(reported);
  const incompatibility = 'incompatibility' in finding ? finding.incompatibility : null;
  return {
    rule: finding.rule,
    severity: finding.severity,
    path: finding.path,
    message: finding.message,
    detail: finding.detail,
    position: positionOf(finding.position),
    other: finding.other === null ? null : positionOf(finding.other),
    fix: finding.fix,
    subject,
    fingerprint,
    pardon: pardon === null ? null : { reason: null, until: null, ...pardon },
    level,
    compared,
    direction,
    versions,
    weakerLevel,
    deployOrder: deployOrder === '' ? null : deployOrder,
    inner,
    incompatibility:
      incompatibility === null
        ? null
        : {
            kind: incompatibility.kind,
            location: incompatibility.location,
            message: incompatibility.message,
            reader: positionOf(incompatibility.reader),
            writer: positionOf(incompatibility.writer),
          },
  };
}

function positionOf({ file, line, column }: Position): object {
  return { file: file ?? null, line, column };
}
