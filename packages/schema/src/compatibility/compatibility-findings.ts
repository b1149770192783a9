/**
 * What two versions of an Avro schema mean for those who read and write them: Java's incompatibilities, judged
 * in one direction, as findings.
 */
import type { Schema } from '../schema.ts';
import type { CompatibilityFinding, Direction } from './compatibility-finding.ts';
import { checkCompatibility } from './compatibility.ts';

/** The incompatible differences between two versions; BACKWARD: the new one must read the old one's values. */
export function compatibilityFindings(
  before: Schema,
  after: Schema,
  direction: Direction,
): CompatibilityFinding[] {
  const [reader, writer] = direction === 'BACKWARD' ? [after, before] : [before, after];
  return checkCompatibility(reader, writer).map((incompatibility) => ({
    rule: incompatibility.kind,
    severity: 'error',
    path: incompatibility.location,
    message: incompatibility.message,
    position: direction === 'BACKWARD' ? incompatibility.reader : incompatibility.writer,
    other: direction === 'BACKWARD' ? incompatibility.writer : incompatibility.reader,
    fix: null,
    detail: incompatibility.message,
    direction,
    incompatibility,
    inner: [],
  }));
}
