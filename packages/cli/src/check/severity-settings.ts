/** What the configuration makes of findings: other severities, rules that do not count, types that may break. Pure. */
import type { Severity } from '@ottla/schema';
import { pathPattern } from '../inputs/path-pattern.ts';
import type { SubjectFinding } from './docket.ts';

export interface SeveritySettings {
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  /** Rules that do not count for a subject. */
  readonly exceptOf: (subject: string) => ReadonlySet<string>;
  /** Patterns of full names, `*.alpha.*`: what breaks there is good to know, no more. */
  readonly unstable: readonly string[];
}

export function withSettings(
  findings: readonly SubjectFinding[],
  settings: SeveritySettings,
): readonly SubjectFinding[] {
  const unstable = settings.unstable.map((name) => pathPattern(name));
  return findings.flatMap((each): readonly SubjectFinding[] => {
    const { finding, subject } = each;
    const severity = settings.severities.get(finding.rule) ?? finding.severity;
    if (severity === 'off' || settings.exceptOf(subject).has(finding.rule)) return [];
    const free = unstable.some((pattern) => pattern.match(finding.path) !== null);
    return [{ ...each, finding: { ...finding, severity: free ? 'info' : severity } }];
  });
}
