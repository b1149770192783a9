/**
 * The read step of a value without parts: how its bytes are read, and what leads from there to the reader's value.
 *
 * Where both sides name a unit or a scale, the value is moved exactly from one to the other: a number of
 * milliseconds is never taken for microseconds. All else about logical types is the reader's representation.
 */
import type { FixedSchema, LogicalType, PrimitiveSchema } from '@ottla/schema';
import type { WireType } from '../logical/conversion.ts';
import type { ConvertedRepresentation, ScalarConversion } from '../logical/scalar-conversion.ts';
import type { Promotion, ScalarReadStep } from './read-step.ts';

export type ScalarWriter = PrimitiveSchema | FixedSchema;

/** Decimal digits after the second. */
const UNIT_DIGITS: Readonly<Record<string, number>> = {
  'time-millis': 3,
  'time-micros': 6,
  'timestamp-millis': 3,
  'timestamp-micros': 6,
  'timestamp-nanos': 9,
  'local-timestamp-millis': 3,
  'local-timestamp-micros': 6,
  'local-timestamp-nanos': 9,
};

/** The types are known to match or to promote; `target` is what the reader's representation converts from. */
export function scalarReadStep(
  writer: ScalarWriter,
  reader: ConvertedRepresentation,
  { target, path }: { readonly target: ScalarConversion; readonly path: string },
): ScalarReadStep {
  const { wire, promotion } = readingOf(writer, reader, target);
  return { step: 'scalar', wire, size: target.size, promotion, conversion: target.conversion, path };
}

function readingOf(
  writer: ScalarWriter,
  reader: ConvertedRepresentation,
  target: ScalarConversion,
): { readonly wire: WireType; readonly promotion: Promotion | null } {
  const { wire } = target;
  if (writer.type === 'int' || writer.type === 'long') {
    const digits = unitsBetween(writer.logical, reader.schema.logical);
    if (digits !== 0 && (wire === 'int' || wire === 'long' || wire === 'bigintLong')) {
      const wide = writer.type === 'int' ? 'int' : 'bigintLong';
      return { wire: wide, promotion: { to: 'digits', digits, wire } };
    }
    return writer.type === 'int' ? intReading(wire) : longReading(wire);
  }
  if (writer.type === 'float') return { wire: 'float', promotion: null };
  return { wire, promotion: scaleBetween(writer.logical, reader.schema.logical, target.size) };
}

function intReading(wire: WireType): { wire: WireType; promotion: Promotion | null } {
  if (wire === 'bigintLong') return { wire: 'int', promotion: { to: 'bigint' } };
  return { wire: 'int', promotion: wire === 'float' ? { to: 'float' } : null };
}

function longReading(wire: WireType): { wire: WireType; promotion: Promotion | null } {
  if (wire === 'float' || wire === 'double') return { wire: 'bigintLong', promotion: { to: wire } };
  return { wire, promotion: null };
}

/** How many digits a count must move left; 0 when either side names no unit. */
function unitsBetween(writer: LogicalType | null, reader: LogicalType | null): number {
  const from = UNIT_DIGITS[writer?.name ?? ''];
  const to = UNIT_DIGITS[reader?.name ?? ''];
  return from === undefined || to === undefined ? 0 : to - from;
}

function scaleBetween(
  writer: LogicalType | null,
  reader: LogicalType | null,
  size: number | null,
): Promotion | null {
  if (writer?.name !== 'decimal' || reader?.name !== 'decimal') return null;
  const digits = reader.scale - writer.scale;
  return digits === 0 ? null : { to: 'scale', digits, precision: reader.precision, size };
}
