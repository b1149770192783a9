/**
 * What every byte of an Avro payload is: for people who look into one.
 *
 * Read by the one reader there is, with all its bounds, which only tells on the way where each value begins and ends;
 * see traced-reading.ts. What was read before broken bytes is told, too. Not for speed.
 */
import { asBuffer, ByteReader, SerializationError } from '@ottla/kernel';
import { representationOf, type Schema } from '@ottla/schema';
import { knownBranchChoice } from '../plain-json/plain-json.ts';
import { plainTree, treeText } from '../plain-json/plain-tree.ts';
import { EXACT_CHOICES } from '../plain-json/exact-choices.ts';
import { readPlan } from '../plan/read-plan.ts';
import { withinStack } from '../schema-depth.ts';
import type { PayloadFailure, PayloadPart } from './payload-part.ts';
import { PayloadTrace } from './payload-trace.ts';
import { readTraced } from './traced-reading.ts';

export interface PayloadMap {
  readonly parts: readonly PayloadPart[];
  /** Parts beyond `mostParts`, which are read but not told. */
  readonly untold: number;
  /** The value as plain JSON; null when the bytes are broken, or are more parts than anybody prints: a million. */
  readonly value: string | null;
  /** Behind the datum, or where reading stopped. */
  readonly end: number;
  /** Null when all was read. */
  readonly failure: PayloadFailure | null;
}

export interface PayloadMapOptions {
  /** Where the datum begins, behind the frame. Default: 0. */
  readonly start?: number | undefined;
  /** Default: 10,000. */
  readonly mostParts?: number | undefined;
}

const MOST_PARTS = 10_000;
const MOST_VALUE_PARTS = 1_000_000;

/**
 * Reads one datum of the writer's schema. Bytes that are broken are no error but a part of the answer; throws
 * SerializationError `SCHEMA_TOO_DEEP` only.
 * @example
 * mapPayload(Uint8Array.of(2, 84), parseSchema('["null", "int"]')).parts;
 * // [{ start: 0, end: 1, path: '', kind: 'branch', type: 'union', text: 'int' }, { start: 1, end: 2, …, text: '42' }]
 */
export function mapPayload(
  bytes: Uint8Array,
  schema: Schema,
  { start = 0, mostParts = MOST_PARTS }: PayloadMapOptions = {},
): PayloadMap {
  const payload = asBuffer(bytes);
  const choice = knownBranchChoice(schema);
  const trace = new PayloadTrace(schema, { payload, choice, mostParts });
  const plan = withinStack(() => readPlan(schema, representationOf(schema, EXACT_CHOICES)));
  try {
    const end = readTraced(plan, { payload, start, trace });
    const { parts, untold } = trace;
    // All of it was read, so it can be read once more without bounds.
    const text = (): string => treeText(plainTree(choice, schema, new ByteReader(payload, start, end)));
    const value = parts.length + untold > MOST_VALUE_PARTS ? null : withinStack(text);
    return { parts, untold, value, end, failure: null };
  } catch (error) {
    if (!(error instanceof SerializationError) || error.code === 'SCHEMA_TOO_DEEP') throw error;
    const failure = { error, ...trace.broken() };
    return { parts: trace.parts, untold: trace.untold, value: null, end: trace.position, failure };
  }
}
