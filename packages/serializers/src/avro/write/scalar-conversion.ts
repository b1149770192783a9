/**
 * From a value without parts (and the outside of a map) to what avsc writes.
 *
 * A conversion refuses with MISFIT, or gives undefined, which avsc refuses; why is found out afterwards.
 */
import type { MapRepresentation } from '@ottla/schema';
import { asBuffer } from '@ottla/kernel';
import { isRecordLike } from '../../found-kind.ts';
import type { Conversion } from '../engine/avsc-type.ts';
import { conversionOf, type ConvertedRepresentation } from '../logical/scalar-conversion.ts';
import { MISFIT } from './misfit-signal.ts';

/** Undefined where avsc takes our value as it is, and judges it as we would. */
export function scalarConversion(
  representation: ConvertedRepresentation | MapRepresentation,
): Conversion | undefined {
  if (representation.kind === 'map') {
    return (value) => {
      if (!isRecordLike(value)) throw MISFIT;
      return value;
    };
  }
  const { wire, conversion } = conversionOf(representation);
  if (conversion !== null) return (value) => conversion.toWire(value);
  if (wire === 'bytes' || wire === 'fixed') {
    return (value) => (value instanceof Uint8Array ? asBuffer(value) : undefined);
  }
  if (wire === 'long') return (value) => (typeof value === 'bigint' ? Number(value) : value);
  if (wire === 'bigintLong') return (value) => (Number.isSafeInteger(value) ? BigInt(Number(value)) : value);
  return undefined;
}
