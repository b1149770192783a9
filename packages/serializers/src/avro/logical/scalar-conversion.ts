/**
 * From the representation of a scalar to what stands on the wire and the conversion between the two.
 *
 * One table for writing, reading and defaults. Without a conversion users hold what the wire type holds, and the
 * wire judges it. Leaves enums, whose wire is a position, to the plans.
 */
import { InvariantError } from '@ottla/kernel';
import type {
  BigintRepresentation,
  DecimalStringRepresentation,
  EnumRepresentation,
  NumberRepresentation,
  PlainRepresentation,
  ScalarRepresentation,
  TemporalRepresentation,
  UnscaledDecimalRepresentation,
} from '@ottla/schema';
import { requiredCodec, type ValueCodecs } from '../value-codec.ts';
import type { Conversion, WireType } from './conversion.ts';
import { custom } from './custom-conversion.ts';
import {
  bigDecimalString,
  bigDecimalUnscaled,
  decimalString,
  decimalUnscaled,
} from './decimal-conversions.ts';
import { durationParts, uuidBytes, uuidText } from './plain-conversions.ts';
import { globalTemporal, type TemporalPort } from './temporal-port.ts';
import {
  countBigint,
  dateText,
  temporalDate,
  temporalDateTime,
  temporalInstant,
  temporalTime,
  timestampBigint,
  timestampDate,
  timestampNumber,
} from './time-conversions.ts';
import { unitDigits } from './time-units.ts';

export type ConvertedRepresentation = Exclude<ScalarRepresentation, EnumRepresentation>;

export interface ScalarConversion {
  readonly wire: WireType;
  /** In bytes, of a fixed. */
  readonly size: number | null;
  /** Null: users hold what the wire type holds. */
  readonly conversion: Conversion | null;
}

/**
 * Throws ConfigError `CODEC_MISSING` and `TEMPORAL_MISSING`, so that a plan fails when it is made and not at the
 * first value.
 */
export function conversionOf(
  representation: ConvertedRepresentation,
  codecs: ValueCodecs = {},
  temporal: TemporalPort = globalTemporal,
): ScalarConversion {
  const { kind, schema } = representation;
  switch (kind) {
    case 'null':
    case 'boolean':
    case 'string':
    case 'bytes':
      return onWire(representation, kind === 'string' ? uuidConversion(schema) : null);
    case 'fixedBytes':
      return onWire(representation, null);
    case 'number':
      return onWire(representation, numberConversion(representation.of));
    case 'bigint':
      return { ...onWire(representation, bigintConversion(representation.of)), wire: 'bigintLong' };
    case 'timestamp':
      return onWire(representation, timestampDate());
    case 'dateString':
      return onWire(representation, dateText());
    case 'temporal':
      return temporalConversion(representation, temporal);
    case 'decimalString':
    case 'unscaledDecimal':
      return onWire(representation, decimalConversion(representation));
    case 'bigDecimalString':
      return onWire(representation, bigDecimalString());
    case 'duration':
      return onWire(representation, durationParts());
    case 'custom': {
      const { codec, base } = representation;
      if (base.kind === 'enum') throw new InvariantError('a codec stands on an enum');
      const plain = conversionOf(base, codecs, temporal);
      return { ...plain, conversion: custom(codec, requiredCodec(codecs, codec), plain.conversion) };
    }
  }
}

function onWire({ schema }: ConvertedRepresentation, conversion: Conversion | null): ScalarConversion {
  return { wire: schema.type, size: sizeOf(schema), conversion };
}

function sizeOf(schema: PlainRepresentation['schema']): number | null {
  return schema.type === 'fixed' ? schema.size : null;
}

function uuidConversion(schema: PlainRepresentation['schema']): Conversion | null {
  if (schema.logical?.name !== 'uuid') return null;
  return schema.type === 'fixed' ? uuidBytes() : uuidText();
}

function numberConversion(of: NumberRepresentation['of']): Conversion | null {
  return of === 'timestamp-millis' || of === 'timestamp-micros' || of === 'timestamp-nanos'
    ? timestampNumber(unitDigits(of))
    : null;
}

function bigintConversion(of: BigintRepresentation['of']): Conversion | null {
  if (of === 'long') return null;
  return of === 'timestamp-millis' || of === 'timestamp-micros' || of === 'timestamp-nanos'
    ? timestampBigint(unitDigits(of))
    : countBigint();
}

function decimalConversion(
  representation: DecimalStringRepresentation | UnscaledDecimalRepresentation,
): Conversion {
  const size = sizeOf(representation.schema);
  if (representation.kind === 'decimalString') {
    return decimalString(representation.precision, representation.scale, size);
  }
  const { digits } = representation;
  return digits === null ? bigDecimalUnscaled() : decimalUnscaled(digits.precision, digits.scale, size);
}

function temporalConversion(representation: TemporalRepresentation, port: TemporalPort): ScalarConversion {
  const { of } = representation;
  if (of === 'date') return onWire(representation, temporalDate(port));
  const digits = unitDigits(of);
  if (of === 'time-millis' || of === 'time-micros') return onWire(representation, temporalTime(digits, port));
  const isLocal = of.startsWith('local-');
  const conversion = isLocal ? temporalDateTime(digits, port) : temporalInstant(digits, port);
  return { ...onWire(representation, conversion), wire: 'bigintLong' };
}
