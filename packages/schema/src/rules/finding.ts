/**
 * What a check, a lint or a comparison has found: the one result that every report prints.
 *
 * A finding says which rule, where on both sides, and what would mend it. It knows nothing of files beyond
 * the positions, of subjects or of levels.
 */
import { newHash } from '../identity/digest.ts';
import type { Position } from '../json/position.ts';

/** From the worst: `error` breaks someone, `warn` may, `info` is good to know. */
export const severities = ['error', 'warn', 'info'] as const;

export type Severity = (typeof severities)[number];

export interface Finding {
  /** The id of its rule, such as `FIELD_ADDED_WITHOUT_DEFAULT`. */
  readonly rule: string;
  readonly severity: Severity;
  /** Where in names: `com.acme.Customer.loyaltyTier`; of JSON Schema a pointer, `#/properties/tier`; '' for a whole text. */
  readonly path: string;
  /** One sentence, without place and rule. */
  readonly message: string;
  /** Where in the schema that is judged; of what was removed, where it is missing. */
  readonly position: Position;
  /** Where in the schema it is compared with; null when nothing is compared. */
  readonly other: Position | null;
  /** What would mend it, as it can stand behind "fix"; null when nothing can. */
  readonly fix: string | null;
  /** What tells it from other findings of the same rule and path, `2 -> 4`; '' when nothing needs to. */
  readonly detail: string;
}

/**
 * Twelve hex digits that stay the same when lines move: of subject, rule, path, detail and, where there is one,
 * the direction. Who excuses that new readers fail on old data has not excused that old readers fail on new.
 * @example
 * const position = { line: 1, column: 1, file: 'a.avsc' };
 * const finding = { rule: 'TYPE_RENAMED', severity: 'error', path: 'A', message: '', position, other: null, fix: null, detail: '' } as const;
 * findingFingerprint('customers-value', finding) === findingFingerprint('customers-value', { ...finding, position: { ...position, line: 9 } }); // true
 */
export function findingFingerprint(
  subject: string,
  finding: Finding & { readonly direction?: 'BACKWARD' | 'FORWARD' | null },
): string {
  const { rule, path, detail, direction = null } = finding;
  const text = JSON.stringify([subject, rule, path, detail, direction]);
  return newHash('sha256').update(text, 'utf8').digest('hex').slice(0, 12);
}
