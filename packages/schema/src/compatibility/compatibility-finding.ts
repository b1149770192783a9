/** A finding about two versions of a schema: who reads, who wrote, and what Java says of it. */
import type { Finding } from '../rules/finding.ts';
import type { Incompatibility } from './incompatibility.ts';

/** BACKWARD: the new version reads what the old one wrote. FORWARD: the old one reads what the new one writes. */
export type Direction = 'BACKWARD' | 'FORWARD';

export interface CompatibilityFinding extends Finding {
  /** Null for a warning that concerns both ways. */
  readonly direction: Direction | null;
  /** Java's kind, location and message; null where Java's check says nothing. */
  readonly incompatibility: Incompatibility | null;
  /** Inside unions: why the branches that might have fit do not, one sentence each. */
  readonly inner: readonly string[];
}
