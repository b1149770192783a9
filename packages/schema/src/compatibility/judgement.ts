/** What a finding says of a discrepancy: its rule, its place, and words of who reads and who wrote. */
import type { Position } from '../json/position.ts';
import type { NamedSchema } from '../schema.ts';
import type { CompatibilityFinding, Direction } from './compatibility-finding.ts';
import type { Discrepancy } from './discrepancy.ts';
import type { FieldRenames } from './field-renames.ts';

export type Judgement = Pick<
  CompatibilityFinding,
  'rule' | 'path' | 'message' | 'position' | 'other' | 'fix' | 'detail'
>;

/** A discrepancy, and which of the two schemas reads. */
export interface JudgedCase {
  readonly found: Discrepancy;
  readonly direction: Direction;
  /** Of the whole comparison. */
  readonly renames: FieldRenames;
}

/** Who reads and what was written, for messages. */
export const readerText: Readonly<Record<Direction, string>> = {
  BACKWARD: 'a reader with the new schema',
  FORWARD: 'a reader with the old schema',
};

export const writtenText: Readonly<Record<Direction, string>> = { BACKWARD: 'old data', FORWARD: 'new data' };

/** Where a type says its name, which is what a person looks for. */
export function namePlace(type: NamedSchema): Position {
  return type.nameNode?.position ?? type.position;
}
