/** What printing a value's put needs to know of the place where it stands. */
import type { Representation } from '@ottla/schema';
import type { CodecContext, PartSpot } from './codec-context.ts';
import type { Code } from './code-layout.ts';
import type { WriteFunction } from './function-text.ts';
import type { Put } from './put.ts';

export interface WriteSpot extends PartSpot {
  readonly context: CodecContext;
  /** The function that is being made. */
  readonly into: WriteFunction;
  /** The expressions of the value, and of the place. */
  readonly value: string;
  readonly at: Code;
  /** How many unnamed types are around it. */
  readonly nesting: number;
}

/** Gives the put of a value; made in value-write.ts and handed to what it is made of. */
export type ValuePut = (representation: Representation, spot: WriteSpot) => Put;
