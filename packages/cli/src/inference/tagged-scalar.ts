/**
 * Types with a name whose values plain JSON puts into `{ "$type", "value" }`: enums, fixed and durations.
 *
 * A record with the one field `value` would look the same; it is taken for one of these where all its values allow
 * it, for only so may other objects beside it go without `$type`. Pure.
 */
import { kindsOf } from './dictionary-sign.ts';
import { VARIED, type SeenObjects, type Sighting } from './sighting.ts';
import { VALUE_KEY } from './type-tag.ts';

/** The definition without its name. */
export type TaggedScalar =
  | { readonly type: 'enum'; readonly symbols: readonly string[] }
  | { readonly type: 'fixed'; readonly size: number; readonly logicalType?: 'duration' };

const DURATION_BYTES = 12;
const DURATION_PARTS = ['months', 'days', 'milliseconds'];

/** Undefined for what can only be a record. */
export function taggedScalar({ members, count }: SeenObjects): TaggedScalar | undefined {
  const value = members.get(VALUE_KEY);
  if (value === undefined || members.size !== 1 || value.key.count !== count) return undefined;
  const { texts, nulls, objects } = value.sighting;
  if (nulls > 0 || kindsOf(value.sighting).length !== 1) return undefined;
  if (objects !== null) return isDuration(objects) ? durationType : undefined;
  if (texts === null) return undefined;
  if (texts.symbols !== null) return { type: 'enum', symbols: [...texts.symbols].toSorted() };
  return texts.size === null || texts.size === VARIED ? undefined : { type: 'fixed', size: texts.size };
}

const durationType: TaggedScalar = { type: 'fixed', size: DURATION_BYTES, logicalType: 'duration' };

function isDuration({ members, count }: SeenObjects): boolean {
  return (
    members.size === DURATION_PARTS.length &&
    DURATION_PARTS.every((part) => {
      const member = members.get(part);
      return member?.key.count === count && isCount(member.sighting);
    })
  );
}

function isCount(sighting: Sighting): boolean {
  const { numbers, nulls } = sighting;
  if (numbers === null || nulls > 0 || kindsOf(sighting).length !== 1) return false;
  return numbers.fractions === null && numbers.large === null;
}
