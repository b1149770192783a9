/**
 * A field's default, as a value of the reader.
 *
 * The JSON of the schema is written as bytes, and those are read like all others: so a default is whatever the same
 * value would be had somebody written it, a union's of the first branch that fits, and of its own at each use. A
 * default that fits nothing is an error when it is needed, not before: stored schemas hold some. Source: Avro 1.12
 * specification, "Records".
 */
import { asBuffer } from '@ottla/kernel';
import type { Representation } from '@ottla/schema';
import { readPlan } from './plan/read-plan.ts';
import type { DefaultReadStep, ReadStep } from './plan/read-step.ts';
import { DatumReader } from './read/datum-reader.ts';
import { defaultBytes } from './write/default-bytes.ts';

/** Of values that nobody can change. */
const UNCHANGEABLE: ReadonlySet<Representation['kind']> = new Set([
  'null',
  'boolean',
  'string',
  'number',
  'bigint',
  'dateString',
  'decimalString',
  'bigDecimalString',
  'enum',
]);

/** Makes a reader of a plan; handed in, since readers of records need defaults themselves. */
export type ReadOfStep = (step: ReadStep) => (datum: DatumReader) => unknown;

export class DefaultRead {
  readonly #step: DefaultReadStep;
  readonly #readOf: ReadOfStep;
  #read: (() => unknown) | undefined;

  constructor(step: DefaultReadStep, readOf: ReadOfStep) {
    this.#step = step;
    this.#readOf = readOf;
  }

  /** Throws SerializationError `DEFAULT_INVALID` when the default does not fit. */
  value(): unknown {
    return (this.#read ??= this.#made())();
  }

  #made(): () => unknown {
    const { defaultValue, representation, codecs } = this.#step;
    const bytes = asBuffer(defaultBytes(defaultValue, representation.schema));
    const readBytes = this.#readOf(readPlan(representation.schema, representation, codecs));
    const read = (): unknown => {
      // A datum of its own: defaults of records may have defaults within.
      const datum = new DatumReader();
      datum.start(bytes, 0);
      return readBytes(datum);
    };
    if (!UNCHANGEABLE.has(representation.kind)) return read;
    const value = read();
    return () => value;
  }
}
