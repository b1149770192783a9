/**
 * From a value without parts (and the outside of a map) to what avsc writes.
 *
 * A conversion refuses with MISFIT, or gives undefined, which avsc refuses; why is found out afterwards.
 */
import type {
  DateStringRepresentation,
  DecimalStringRepresentation,
  DurationRepresentation,
  FixedBytesRepresentation,
  MapRepresentation,
  NumberRepresentation,
  PlainRepresentation,
  TimestampRepresentation,
} from '@ottla/schema';
import { asBuffer } from '@ottla/kernel';
import { isRecordLike } from '../../found-kind.ts';
import type { Conversion } from '../engine/avsc-type.ts';
import { daysOfDate } from '../logical/calendar-date.ts';
import { bytesOfUnscaled, unscaledOf } from '../logical/decimal-text.ts';
import { bytesOfDuration, isDuration } from '../logical/duration.ts';
import { bytesOfUuid, isUuid } from '../logical/uuid.ts';
import { MISFIT } from './misfit-signal.ts';

type Converted =
  | PlainRepresentation
  | NumberRepresentation
  | FixedBytesRepresentation
  | TimestampRepresentation
  | DateStringRepresentation
  | DecimalStringRepresentation
  | DurationRepresentation
  | MapRepresentation;

/** Undefined where avsc takes our value as it is, and judges it as we would. */
export function scalarConversion(representation: Converted): Conversion | undefined {
  switch (representation.kind) {
    case 'null':
    case 'boolean':
    case 'number':
      return undefined;
    case 'string':
      return stringConversion(representation.schema);
    case 'bytes':
    case 'fixedBytes':
      return (value) => (value instanceof Uint8Array ? asBuffer(value) : undefined);
    case 'timestamp':
      return (value) => (value instanceof Date ? value.getTime() : undefined);
    case 'dateString':
      return (value) => (typeof value === 'string' ? daysOfDate(value) : undefined);
    case 'decimalString': {
      const size = representation.schema.type === 'fixed' ? representation.schema.size : undefined;
      return (value) => {
        const unscaled = typeof value === 'string' ? unscaledOf(value, representation) : '';
        return typeof unscaled === 'string' ? undefined : bytesOfUnscaled(unscaled, size);
      };
    }
    case 'duration':
      return (value) => (isDuration(value) ? bytesOfDuration(value) : undefined);
    case 'map':
      return (value) => {
        if (!isRecordLike(value)) throw MISFIT;
        return value;
      };
  }
}

function stringConversion(schema: PlainRepresentation['schema']): Conversion | undefined {
  if (schema.logical?.name !== 'uuid') return undefined;
  if (schema.type === 'fixed') return (value) => (isUuid(value) ? bytesOfUuid(value) : undefined);
  return (value) => (isUuid(value) ? value : undefined);
}
