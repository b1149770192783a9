/**
 * A report as SARIF 2.1.0, which code scanning services read.
 *
 * Carries the rules that found something, each finding with its fingerprint and the other side, and the
 * pardoned ones as suppressed. Files that could not be judged are notifications. Source: OASIS, "Static
 * Analysis Results Interchange Format (SARIF) Version 2.1.0".
 */
import { ruleOf, type CompatibilityLevel, type Position, type Severity } from '@ottla/schema';
import { toolVersion } from '../version.ts';
import { effectOf, failureWordsOf, historyWordsOf, passingLevelsOf, placeOf } from './finding-words.ts';
import { jsonDocument } from './json-document.ts';
import type { PrintContext } from './print-context.ts';
import type { Pardon, Report, ReportedFinding } from './report.ts';
import { isWorkFile, RepositoryPlaces, type RepositoryPlace } from './repository-place.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** The name says what is in it and in which form, as SARIF asks. */
const FINGERPRINT = 'ottlaFinding/v1';

export function printSarif(report: Report, { folder }: PrintContext): string {
  const places = new RepositoryPlaces(report, folder);
  const rules = [...new Set(report.findings.map(({ finding }) => finding.rule))].toSorted();
  const surroundings = { rules, places, passingLevels: passingLevelsOf(report) };
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ottla', version: toolVersion(), rules: rules.map(ruleDescriptor) } },
        automationDetails: { id: `ottla/${report.command}/` },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: report.failures.length === 0,
            toolExecutionNotifications: [
              ...report.failures.map((failure) => {
                const { position, message } = failureWordsOf(failure);
                return {
                  level: 'error',
                  descriptor: { id: failure.error.code },
                  message: { text: `${placeOf(position)}: ${message}` },
                  locations: locationsOf(places.placeOf(position, failure.file)),
                };
              }),
              ...report.remarks.map((remark) => ({ level: 'note', message: { text: remark } })),
            ],
          },
        ],
        results: report.findings.map((reported) => resultOf(reported, surroundings)),
      },
    ],
  };
  return jsonDocument(log);
}

function ruleDescriptor(id: string): object {
  const rule = ruleOf(id);
  if (rule === undefined) return { id };
  const { purpose, remedy, severity, family, category } = rule;
  return {
    id,
    shortDescription: { text: purpose },
    help: { text: `${purpose}\n\n${remedy}`, markdown: `${purpose}\n\n**Remedy:** ${remedy}` },
    defaultConfiguration: severity === 'off' ? { enabled: false } : { level: sarifLevel(severity) },
    properties: { tags: [family, ...(category === null ? [] : [category])] },
  };
}

interface Surroundings {
  readonly rules: readonly string[];
  readonly places: RepositoryPlaces;
  readonly passingLevels: ReadonlyMap<string, CompatibilityLevel>;
}

function resultOf(reported: ReportedFinding, { rules, places, passingLevels }: Surroundings): object {
  const { finding, subject, fingerprint, pardon, level } = reported;
  const { inner, deployOrder } = historyWordsOf(reported);
  const passing = passingLevels.get(subject);
  const place = places.placeOf(finding.position, subject);
  const lines = [
    finding.path === '' ? finding.message : `${finding.path}: ${finding.message}`,
    effectOf(reported),
    ...inner,
    finding.fix === null ? '' : `Fix: ${finding.fix}`,
    passing === undefined ? '' : `Level ${passing} would let the subject pass.`,
    deployOrder,
  ];
  return {
    ruleId: finding.rule,
    ruleIndex: rules.indexOf(finding.rule),
    level: sarifLevel(finding.severity),
    message: { text: lines.filter((line) => line !== '').join('\n') },
    locations: locationsOf(place).map((location) => ({
      ...location,
      logicalLocations: [{ fullyQualifiedName: finding.path }],
    })),
    ...(finding.other === null ? {} : { relatedLocations: [relatedLocation(finding.other, places)] }),
    partialFingerprints: { [FINGERPRINT]: fingerprint },
    ...(pardon === null ? {} : { suppressions: [suppressionOf(pardon)] }),
    properties: { subject: subject, ...(level === null ? {} : { level }) },
  };
}

function relatedLocation(other: Position, places: RepositoryPlaces): object {
  const { file, line, column } = other;
  const message = { text: `compared with ${placeOf(other)}` };
  if (file === undefined) return { id: 0, message };
  // What stands at a git ref is no file of the repository: its name is kept, with nothing that reads as a scheme.
  const shown = isWorkFile(file) ? places.path(file) : file;
  return {
    id: 0,
    message,
    physicalLocation: {
      artifactLocation: { uri: uriOf(shown) },
      region: { startLine: line, startColumn: column },
    },
  };
}

function locationsOf(place: RepositoryPlace | null): readonly object[] {
  if (place === null) return [];
  const { file, at } = place;
  const region = at === null ? {} : { region: { startLine: at.line, startColumn: at.column } };
  return [{ physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...region } }];
}

function suppressionOf(pardon: Pardon): object {
  const justification = pardon.by === 'baseline' ? 'in the baseline' : pardon.reason;
  return { kind: 'external', status: 'accepted', justification };
}

function sarifLevel(severity: Severity): string {
  return { error: 'error', warn: 'warning', info: 'note' }[severity];
}

/** A relative reference: every step escaped, so that no name is taken for a scheme or a query. Half characters have no escape. */
function uriOf(file: string): string {
  return file
    .split('/')
    .map((step) => encodeURIComponent(step.replaceAll(/\p{Cs}/gu, '\ufffd')))
    .join('/');
}
