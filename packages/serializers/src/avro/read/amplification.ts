/**
 * Whether a few bytes of a schema can ask for much more than they are.
 *
 * Only arrays, maps, recursion and deep nests of records can; where none is, a payload is scanned only after
 * reading it has failed.
 */
import type { RecordSchema, Schema } from '@ottla/schema';

/** Values in one datum of a schema without counts; more than this is scanned first. */
const MOST_VALUES = 4096;

export function canAmplify(schema: Schema): boolean {
  return new Expansion().values(schema) > MOST_VALUES;
}

class Expansion {
  /** Undefined while a record is being looked at: meeting it again is recursion. */
  readonly #records = new Map<RecordSchema, number | undefined>();

  values(schema: Schema): number {
    if (schema.type === 'array' || schema.type === 'map') return Number.POSITIVE_INFINITY;
    if (schema.type === 'union') {
      return schema.branches.reduce((most, branch) => Math.max(most, this.values(branch)), 1);
    }
    if (schema.type !== 'record') return 1;
    if (this.#records.has(schema)) return this.#records.get(schema) ?? Number.POSITIVE_INFINITY;
    this.#records.set(schema, undefined);
    const values = schema.fields.reduce((sum, field) => sum + this.values(field.schema), 1);
    this.#records.set(schema, values);
    return values;
  }
}
