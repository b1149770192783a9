/**
 * Which logical types may stand where, and with which attributes.
 *
 * By the specification a logical type that is unknown, stands on the wrong type or has invalid attributes is
 * ignored, never an error. Source: Avro 1.12 specification, "Logical Types".
 */
import type { LogicalType } from '../schema.ts';

const DIGITS_PER_BIT = Math.log10(2);
const UUID_BYTES = 16;
const DURATION_BYTES = 12;

/** The type a logical type annotates; `size` in bytes counts for fixed only. */
export interface Annotated {
  readonly type: string;
  readonly size: number;
}

/** `attribute` gives a numeric attribute: undefined when absent, NaN when it is no number. */
export function logicalTypeOf(
  name: string,
  on: Annotated,
  attribute: (key: 'precision' | 'scale') => number | undefined,
): LogicalType | null {
  switch (name) {
    case 'decimal':
      return decimalOn(on, attribute('precision') ?? Number.NaN, attribute('scale') ?? 0);
    case 'big-decimal':
      return on.type === 'bytes' ? { name } : null;
    case 'uuid':
      return on.type === 'string' || (on.type === 'fixed' && on.size === UUID_BYTES) ? { name } : null;
    case 'date':
    case 'time-millis':
      return on.type === 'int' ? { name } : null;
    case 'time-micros':
    case 'timestamp-millis':
    case 'timestamp-micros':
    case 'timestamp-nanos':
    case 'local-timestamp-millis':
    case 'local-timestamp-micros':
    case 'local-timestamp-nanos':
      return on.type === 'long' ? { name } : null;
    case 'duration':
      return on.type === 'fixed' && on.size === DURATION_BYTES ? { name } : null;
    default:
      return null;
  }
}

function decimalOn(on: Annotated, precision: number, scale: number): LogicalType | null {
  if (on.type !== 'bytes' && on.type !== 'fixed') return null;
  const most = on.type === 'bytes' ? 0x7fffffff : Math.floor((8 * on.size - 1) * DIGITS_PER_BIT);
  if (!Number.isInteger(precision) || precision < 1 || precision > most) return null;
  if (!Number.isInteger(scale) || scale < 0 || scale > precision) return null;
  return { name: 'decimal', precision, scale };
}
