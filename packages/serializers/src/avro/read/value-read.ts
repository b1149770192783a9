/**
 * Runs a read plan.
 *
 * Each step becomes a node that holds the function which reads it; see node-reads.ts.
 */
import type { ReadStep } from '../plan/read-step.ts';
import type { DatumReader } from './datum-reader.ts';
import { ReadNodes } from './read-nodes.ts';

/** Reads the value at the datum's position. Throws SerializationError. */
export type ValueRead = (datum: DatumReader) => unknown;

/**
 * A reader for one plan; keeps what it works out.
 * @example
 * const read = valueRead(readPlan(schema, representationOf(schema)));
 * datum.start(bytes, 0);
 * read(datum);
 */
export function valueRead(step: ReadStep): ValueRead {
  const root = new ReadNodes(valueRead).of(step);
  return (datum) => root.read(root, datum);
}
