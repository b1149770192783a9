/**
 * Whether a value that has no parts fits its representation.
 *
 * The rules of the conversions, said once more in words: this runs when a conversion has refused, and where a
 * union must choose.
 */
import type {
  ArrayRepresentation,
  DateStringRepresentation,
  DecimalStringRepresentation,
  EnumRepresentation,
  MapRepresentation,
  NumberRepresentation,
  PlainRepresentation,
  RecordRepresentation,
  Representation,
  UnionRepresentation,
} from '@ottla/schema';
import { nearestName } from '@ottla/kernel';
import { foundKind } from '../../found-kind.ts';
import { daysOfDate } from '../logical/calendar-date.ts';
import { unscaledOf } from '../logical/decimal-text.ts';
import { isDuration } from '../logical/duration.ts';
import { isUuid } from '../logical/uuid.ts';
import { isLong } from '../logical/zigzag.ts';

type WithParts = ArrayRepresentation | MapRepresentation | RecordRepresentation | UnionRepresentation;
export type ScalarRepresentation = Exclude<Representation, WithParts>;

/** True for what is made of other values. */
export function hasParts(representation: Representation): representation is WithParts {
  const { kind } = representation;
  return kind === 'array' || kind === 'map' || kind === 'record' || kind === 'union';
}

/** What was found instead, and what would mend it. */
export interface ScalarMisfit {
  readonly found: string;
  readonly remedy?: string | undefined;
}

/** Undefined when the value fits. */
export function scalarMisfit(representation: ScalarRepresentation, value: unknown): ScalarMisfit | undefined {
  switch (representation.kind) {
    case 'null':
      return value === null ? undefined : { found: foundKind(value) };
    case 'boolean':
      return typeof value === 'boolean' ? undefined : { found: foundKind(value) };
    case 'number':
      return numberMisfit(representation, value);
    case 'bigint':
      return bigintMisfit(value);
    case 'timestamp':
      return value instanceof Date && !Number.isNaN(value.getTime())
        ? undefined
        : { found: foundKind(value) };
    case 'duration':
      return isDuration(value) ? undefined : { found: foundKind(value) };
    case 'bytes':
      return value instanceof Uint8Array ? undefined : { found: foundKind(value) };
    case 'fixedBytes':
      if (!(value instanceof Uint8Array)) return { found: foundKind(value) };
      return value.length === representation.size ? undefined : { found: `${value.length} bytes` };
    case 'string':
    case 'enum':
    case 'dateString':
    case 'decimalString':
      return typeof value === 'string' ? textMisfit(representation, value) : { found: foundKind(value) };
  }
}

type TextRepresentation =
  PlainRepresentation | EnumRepresentation | DateStringRepresentation | DecimalStringRepresentation;

function textMisfit(representation: TextRepresentation, value: string): ScalarMisfit | undefined {
  if (representation.kind === 'dateString') {
    return daysOfDate(value) === undefined ? { found: 'a string that is no such date' } : undefined;
  }
  if (representation.kind === 'decimalString') {
    const unscaled = unscaledOf(value, representation);
    return typeof unscaled === 'string' ? { found: unscaled } : undefined;
  }
  if (representation.kind === 'enum') {
    const { symbols } = representation;
    if (symbols.includes(value)) return undefined;
    const nearest = nearestName(value, symbols);
    const remedy = nearest === undefined ? undefined : `did you mean '${nearest}'?`;
    return { found: 'a string that is none of its symbols', remedy };
  }
  if (representation.schema.logical?.name !== 'uuid' || isUuid(value)) return undefined;
  return { found: 'a string that is no uuid' };
}

function numberMisfit({ of }: NumberRepresentation, value: unknown): ScalarMisfit | undefined {
  if (typeof value !== 'number') {
    const remedy =
      of === 'long' && typeof value === 'bigint' ? "choose long: 'bigint' to pass bigints" : undefined;
    return { found: foundKind(value), remedy };
  }
  if (of === 'float' || of === 'double') return undefined;
  if (!Number.isInteger(value)) return { found: foundKind(value) };
  if (of === 'int' || of === 'time-millis') {
    return value === (value | 0) ? undefined : { found: 'an integer beyond 32 bits' };
  }
  if (Number.isSafeInteger(value)) return undefined;
  const remedy = of === 'long' ? "choose long: 'bigint' to hold it exactly" : undefined;
  return { found: foundKind(value), remedy };
}

function bigintMisfit(value: unknown): ScalarMisfit | undefined {
  if (typeof value === 'bigint') return isLong(value) ? undefined : { found: 'a bigint beyond 64 bits' };
  const remedy = typeof value === 'number' ? 'pass a bigint, such as 1n' : undefined;
  return { found: foundKind(value), remedy };
}
