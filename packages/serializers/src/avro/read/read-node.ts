/**
 * What a step of the plan becomes to be run: one object of one hidden class, whatever the step, with a code that a
 * switch understands.
 *
 * Calling a closure per field would make every call in the record loop one of many targets; the switch is about
 * twice as fast. What is inside records and unions is made when data first meets it.
 */
import type { Conversion } from '../logical/conversion.ts';
import type { ReadStep } from '../plan/read-step.ts';
import type { DatumReader } from './datum-reader.ts';
import type { RecordFields } from './record-fields.ts';
import type { PromotedValue } from './promoted-value.ts';

export const ReadCode = {
  NULL: 0,
  BOOLEAN: 1,
  INT: 2,
  LONG: 3,
  BIGINT: 4,
  FLOAT: 5,
  DOUBLE: 6,
  STRING: 7,
  BYTES: 8,
  FIXED: 9,
  ENUM: 10,
  ARRAY: 11,
  MAP: 12,
  RECORD: 13,
  UNION: 14,
  TAGGED: 15,
  /** Reads as its child does, then converts. */
  CONVERTED: 16,
  SKIP: 17,
  FAIL: 18,
  /** A record or a union that data has not met yet. */
  UNMET: 19,
} as const;

/** Past a value, building nothing. */
export interface SkipRead {
  skip(datum: DatumReader): void;
}

/** Fills what data meets for the first time. */
export interface NodeMaker {
  meet(node: ReadNode): void;
  meetBranch(node: ReadNode, index: number): ReadNode;
}

export class ReadNode {
  code: number;
  readonly step: ReadStep;
  /** Where what data has not met yet is made. */
  readonly nodes: NodeMaker;
  /** For errors. */
  path = '';
  /** Of what an array, map, tagged or converted value holds. */
  child: ReadNode | null = null;
  /** Branches of a union, as far as met. */
  children: (ReadNode | undefined)[] = [];
  symbols: readonly (string | null)[] = [];
  /** In bytes, of a fixed; of a union, how many branches it has. */
  size = 0;
  leastBytes = 0;
  emptyValues = 0;
  record: RecordFields | null = null;
  promoted: PromotedValue | null = null;
  conversion: Conversion | null = null;
  skipped: SkipRead | null = null;

  constructor(step: ReadStep, code: number, nodes: NodeMaker) {
    this.step = step;
    this.nodes = nodes;
    this.code = code;
  }
}
