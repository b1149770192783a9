/**
 * Which findings do not count: those that `allow` of the configuration or the baseline excuses.
 *
 * A finding is told by its fingerprint, which survives moved lines. An excuse that has expired, or excuses
 * nothing, is remarked. Pure.
 */
import { findingFingerprint } from '@ottla/schema';
import type { AllowEntry } from '../config/read-config.ts';
import type { Pardon, ReportedFinding } from '../report/report.ts';
import type { SubjectFinding } from './docket.ts';

export interface Excuses {
  readonly allow: readonly AllowEntry[];
  /** The fingerprints of the baseline. */
  readonly baseline: ReadonlySet<string>;
  /** `2026-12-31` */
  readonly today: string;
  /** Whether all that is configured was judged: of less, an `allow` without its finding means nothing. */
  readonly complete: boolean;
}

export interface Pardoned {
  readonly findings: readonly ReportedFinding[];
  readonly remarks: readonly string[];
}

/** The findings with what excuses them. */
export function pardonFindings(findings: readonly SubjectFinding[], excuses: Excuses): Pardoned {
  const allow = new Map(excuses.allow.map((entry) => [entry.id, entry]));
  const remarks = new Set<string>();
  const seen = new Set<string>();
  const pardonOf = (fingerprint: string): Pardon | null => {
    const entry = allow.get(fingerprint);
    if (entry !== undefined && (entry.until === null || excuses.today <= entry.until)) {
      return { by: 'allow', reason: entry.reason, until: entry.until };
    }
    if (entry !== undefined) {
      remarks.add(`allow ${fingerprint} expired on ${entry.until}: its finding counts again`);
    }
    return excuses.baseline.has(fingerprint) ? { by: 'baseline' } : null;
  };
  const reported = findings.map(({ subject, finding, level, compared }): ReportedFinding => {
    const fingerprint = findingFingerprint(subject, finding);
    seen.add(fingerprint);
    return { finding, subject, level, compared, fingerprint, pardon: pardonOf(fingerprint) };
  });
  for (const { id } of excuses.allow) {
    if (excuses.complete && !seen.has(id))
      remarks.add(`allow ${id} excuses nothing here: remove it once its change is everywhere`);
  }
  const stale = [...excuses.baseline].filter((fingerprint) => !seen.has(fingerprint));
  if (stale.length > 0) {
    const shown = stale.slice(0, 5).join(', ') + (stale.length > 5 ? ', …' : '');
    remarks.add(
      `the baseline has ${stale.length} findings that are not here any more (${shown}); write it anew with --write-baseline`,
    );
  }
  return { findings: reported, remarks: [...remarks] };
}
