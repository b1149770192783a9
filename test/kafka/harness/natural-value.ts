/**
 * Values of ours as InteropAvro.java and interop_avro.py print theirs, so that they can be compared.
 *
 * Numbers are n:digits or d:bits, bytes b:hex, text s:text; branches of unions are not named.
 */
import type { Representation, UnionRepresentation } from '@ottla/schema';

export type NaturalValue =
  null | boolean | string | readonly NaturalValue[] | { readonly [name: string]: NaturalValue };

/** `value` is one that decoding gives, with the default choices or with bigint longs. */
export function naturalValue(representation: Representation, value: unknown): NaturalValue {
  if (representation.kind === 'union') return ofBranch(representation, value);
  if (Array.isArray(value)) {
    const items = representation.kind === 'array' ? representation.items : representation;
    return value.map((item) => naturalValue(items, item));
  }
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return `s:${value}`;
  if (typeof value === 'bigint') return `n:${value}`;
  if (typeof value === 'number') return numberText(value);
  if (value instanceof Uint8Array) return `b:${Buffer.from(value).toString('hex')}`;
  if (representation.kind === 'map') {
    const entries = Object.entries(value as object); // what a map decodes to
    return Object.fromEntries(
      entries.map(([key, entry]) => [key, naturalValue(representation.values, entry)]),
    );
  }
  if (representation.kind !== 'record') throw new Error(`${representation.kind} has no natural value`);
  const record = value as Readonly<Record<string, unknown>>; // what a record decodes to
  return Object.fromEntries(
    representation.fields.map(({ name, representation: field }) => [name, naturalValue(field, record[name])]),
  );
}

/** Scalars are told by themselves; of arrays a union has one; of objects `$type` says which. */
function ofBranch({ branches }: UnionRepresentation, value: unknown): NaturalValue {
  const parts = branches.filter(({ jsKind }) => jsKind === (Array.isArray(value) ? 'array' : 'object'));
  const isObject = typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
  if (!isObject) return naturalValue({ kind: 'null', schema: NULL }, value);
  const tag: unknown = '$type' in value ? value.$type : undefined;
  const branch =
    parts.find((each) => each.tagging !== 'none' && each.tag === tag) ??
    parts.find(({ tagging }) => tagging === 'none');
  if (branch === undefined) throw new Error('the value is of no branch');
  const isWrapped = branch.tagging === 'wrapped' && 'value' in value;
  return naturalValue(branch.representation, isWrapped ? value.value : value);
}

const NULL = { type: 'null', logical: null, position: { line: 0, column: 0 } } as const;

function numberText(value: number): string {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return `n:${value}`;
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(value);
  return `d:${bits.toString('hex')}`;
}
