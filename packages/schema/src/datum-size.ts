/**
 * The least a datum of a schema can take: bytes on the wire, and values where it takes none.
 *
 * With it a count can be judged before anything is built for it: by whoever reads, and in code that is generated
 * for reading. Both are exact for recursive schemas too.
 */
import { childSchemas, type RecordSchema, type Schema } from './schema.ts';

/** Lengths, counts and varints take at least one byte. */
const SCALAR_BYTES = {
  null: 0,
  boolean: 1,
  int: 1,
  long: 1,
  float: 4,
  double: 8,
  bytes: 1,
  string: 1,
  enum: 1,
  array: 1,
  map: 1,
} as const;

/**
 * Of one schema and all that is inside it.
 * @example
 * const pair = parseSchema('{"type":"record","name":"Pair","fields":[{"name":"a","type":"string"},{"name":"b","type":["null","int"]}]}');
 * new DatumSizes(pair).leastBytes(pair); // 2
 */
export class DatumSizes {
  /** Infinity for a record that contains itself unconditionally: no datum of it ends. */
  readonly #records = new Map<RecordSchema, number>();
  readonly #weights = new Map<RecordSchema, number>();

  constructor(root: Schema) {
    // Innermost first, so that one round is enough; recursion takes more, until nothing changes.
    const records = innermostFirst(root);
    for (let changed = true; changed;) {
      changed = false;
      for (const record of records) {
        const bytes = record.fields.reduce((sum, field) => sum + this.leastBytes(field.schema), 0);
        if (bytes === (this.#records.get(record) ?? Number.POSITIVE_INFINITY)) continue;
        this.#records.set(record, bytes);
        changed = true;
      }
    }
  }

  leastBytes(schema: Schema): number {
    if (schema.type === 'record') return this.#records.get(schema) ?? Number.POSITIVE_INFINITY;
    if (schema.type === 'fixed') return schema.size;
    if (schema.type !== 'union') return SCALAR_BYTES[schema.type];
    return 1 + Math.min(...schema.branches.map((branch) => this.leastBytes(branch)));
  }

  /** How many values one datum without bytes is: a record of records of nulls can be billions. */
  emptyValues(schema: Schema): number {
    if (schema.type !== 'record') return 1;
    const known = this.#weights.get(schema);
    if (known !== undefined) return known;
    const weight = schema.fields.reduce((sum, field) => sum + this.emptyValues(field.schema), 1);
    this.#weights.set(schema, weight);
    return weight;
  }
}

/** Every record of a schema after those inside it, as far as recursion allows. */
function innermostFirst(root: Schema): RecordSchema[] {
  const order: RecordSchema[] = [];
  const seen = new Set<Schema>();
  const waiting: { readonly schema: Schema; readonly isLeaving: boolean }[] = [
    { schema: root, isLeaving: false },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { schema, isLeaving } = next;
    if (isLeaving) {
      if (schema.type === 'record') order.push(schema);
      continue;
    }
    if (seen.has(schema)) continue;
    seen.add(schema);
    waiting.push({ schema, isLeaving: true });
    for (const child of childSchemas(schema)) waiting.push({ schema: child, isLeaving: false });
  }
  return order;
}
