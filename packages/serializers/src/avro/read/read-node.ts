/**
 * What a step of the plan becomes to be run: one object of one hidden class, whatever the step, which holds the
 * function that reads it.
 *
 * What is inside records and unions is made when data first meets it.
 */
import type { Conversion } from '../logical/conversion.ts';
import type { ReadStep } from '../plan/read-step.ts';
import type { DatumReader } from './datum-reader.ts';
import type { MapKeys } from './map-keys.ts';
import type { PromotedValue } from './promoted-value.ts';

/** Reads the value of the node it is held by. */
export type NodeRead = (node: ReadNode, datum: DatumReader) => unknown;

/** Past a value, building nothing. */
export interface SkipRead {
  skip(datum: DatumReader): void;
}

/** Fills an object with the members of a record. */
export interface RecordRead {
  readonly shape: { record(): Record<string, unknown> };
  readInto(record: Record<string, unknown>, datum: DatumReader): void;
}

/** Fills what data meets for the first time. */
export interface NodeMaker {
  meet(node: ReadNode): void;
  meetBranch(node: ReadNode, index: number): ReadNode;
}

export class ReadNode {
  read: NodeRead;
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
  /** Of a map. */
  keys: MapKeys | null = null;
  record: RecordRead | null = null;
  promoted: PromotedValue | null = null;
  conversion: Conversion | null = null;
  skipped: SkipRead | null = null;

  constructor(step: ReadStep, read: NodeRead, nodes: NodeMaker) {
    this.step = step;
    this.nodes = nodes;
    this.read = read;
  }
}
