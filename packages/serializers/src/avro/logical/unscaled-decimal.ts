/**
 * Decimals as `{ unscaled, scale }`: the number is unscaled × 10^-scale.
 *
 * What is given may have another scale than the schema keeps, as long as no digit is lost. A big-decimal keeps
 * the scale it was given. Source: Avro 1.12 specification, "Decimal"; Java's BigDecimal.
 */
import { foundKind, isRecordLike } from '../../found-kind.ts';
import { hasDigits, MOST_DIGITS, type DecimalShape } from './decimal-text.ts';

export interface UnscaledDecimal {
  readonly unscaled: bigint;
  /** A 32-bit integer. */
  readonly scale: number;
}

/** True for an object with exactly these two. */
export function isUnscaledDecimal(value: unknown): value is UnscaledDecimal {
  if (!isRecordLike(value) || Object.keys(value).length !== 2) return false;
  const { unscaled, scale } = value;
  return typeof unscaled === 'bigint' && typeof scale === 'number' && scale === (scale | 0);
}

/** The number at the schema's scale; or what is wrong with it. */
export function rescaled(value: unknown, { precision, scale }: DecimalShape): bigint | string {
  if (!isUnscaledDecimal(value)) return foundKind(value);
  if (value.unscaled === 0n) return 0n;
  const most = Math.min(precision, MOST_DIGITS);
  if (!hasDigits(value.unscaled, MOST_DIGITS)) return `a bigint of more than ${MOST_DIGITS} digits`;
  const digits = scale - value.scale;
  // Checked first: a hostile scale must not be raised to.
  if (digits > most) return tooManyDigits(most);
  if (digits < -MOST_DIGITS) return moreDigits(value.scale);
  const unscaled =
    digits >= 0 ? value.unscaled * 10n ** BigInt(digits) : value.unscaled / 10n ** BigInt(-digits);
  if (digits < 0 && unscaled * 10n ** BigInt(-digits) !== value.unscaled) return moreDigits(value.scale);
  return hasDigits(unscaled, most) ? unscaled : tooManyDigits(most);
}

function tooManyDigits(most: number): string {
  return `a number of more than ${most} digits at the schema's scale`;
}

function moreDigits(scale: number): string {
  return `a number of scale ${scale}, whose last digits would be lost`;
}
