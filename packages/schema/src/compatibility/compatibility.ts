/**
 * Whether data of a writer can be read with a reader, as Java's SchemaCompatibility (Avro 1.12) decides it.
 *
 * Verdicts, kinds, messages, locations and their order are Java's, its quirks included. Two things are not:
 * what Java repeats for every way that leads to it stands once, because the ways can be exponentially many;
 * and where more than `EXACT` allows would have to be looked at, branches of unions that cannot fit by name
 * are left out. Java looks into those, too; it shows only where one has ambiguous aliases or is met again
 * while it is open.
 */
import type { Schema } from '../schema.ts';
import { SchemaError } from '../schema-error.ts';
import { discrepanciesOf, type Discrepancy } from './discrepancy.ts';
import type { Incompatibility, SchemaPair } from './incompatibility.ts';
import { PairWalk, type PairWalkLimits } from './pair-walk.ts';

export type { Incompatibility, IncompatibilityKind } from './incompatibility.ts';

/** The largest schemas seen in use need some ten thousand pairs. */
const EXACT: PairWalkLimits = { pairs: 200_000, steps: 2_000_000, byName: false };
/** Unions of many types of one name can ask for the square of their number. */
const BY_NAME: PairWalkLimits = { pairs: 500_000, steps: 5_000_000, byName: true };

/**
 * All reasons why `reader` cannot read what `writer` wrote; empty when it can.
 * Throws SchemaError `FIELD_AMBIGUOUS` when a reader's field and its aliases match several written fields, and
 * `SCHEMA_TOO_COMPLEX` beyond half a million pairs of types.
 * @example
 * const [reason] = checkCompatibility(parseSchema('"int"'), parseSchema('"long"'));
 * reason?.message; // 'reader type: INT not compatible with writer type: LONG'
 */
export function checkCompatibility(reader: Schema, writer: Schema): Incompatibility[] {
  return discrepancies({ reader, writer }).map(({ incompatibility }) => incompatibility);
}

/** The same, with the pairs of types on which they were found. */
export function discrepancies(pair: SchemaPair): Discrepancy[] {
  try {
    return [...discrepanciesOf(new PairWalk(EXACT).judge(pair))];
  } catch (error) {
    if (!(error instanceof SchemaError) || error.code !== 'SCHEMA_TOO_COMPLEX') throw error;
    return [...discrepanciesOf(new PairWalk(BY_NAME).judge(pair))];
  }
}
