/**
 * Decimals in plain JSON: texts with the schema's digits after the point, or numbers as they are spelled.
 *
 * Exact or refused, whatever a double would make of the digits. A big-decimal keeps its own scale: one that no
 * plain digits show has an exponent, as Java's BigDecimal prints it.
 */
import type { JsonNode } from '@ottla/schema';
import { bigDecimalOfInput, bigDecimalOfPair } from '../logical/big-decimal.ts';
import { withoutExponent } from '../logical/decimal-number.ts';
import { decimalText, MOST_DIGITS, unscaledOf, type DecimalShape } from '../logical/decimal-text.ts';
import type { UnscaledDecimal } from '../logical/unscaled-decimal.ts';

const SCALED = /^(-?\d+)E([+-]\d{1,10})$/;

/** The unscaled number, or in words what was found. Undefined where its kind says it. */
export function decimalOfJson(node: JsonNode, shape: DecimalShape): bigint | string | undefined {
  const text = textOf(node);
  return text === undefined ? foundWords(node) : unscaledOf(text, shape);
}

export function bigDecimalOfJson(node: JsonNode): UnscaledDecimal | string | undefined {
  const match = node.kind === 'string' ? SCALED.exec(node.value) : null;
  if (match !== null && (match[1] ?? '').length <= MOST_DIGITS + 1) {
    const scale = -Number(match[2]);
    if (scale === (scale | 0)) return bigDecimalOfPair({ unscaled: BigInt(match[1] ?? 0), scale: scale | 0 });
  }
  const text = textOf(node);
  return text === undefined ? foundWords(node) : bigDecimalOfInput(text);
}

/**
 * @example
 * bigDecimalText({ unscaled: 5n, scale: -2 }); // '5E+2'
 */
export function bigDecimalText({ unscaled, scale }: UnscaledDecimal): string {
  if (scale >= 0 && scale <= MOST_DIGITS) return decimalText(unscaled, scale);
  return `${unscaled}E${scale < 0 ? '+' : '-'}${Math.abs(scale)}`;
}

function textOf(node: JsonNode): string | undefined {
  if (node.kind === 'string') return node.value;
  return node.kind === 'number' ? withoutExponent(node.text) : undefined;
}

/** Of a number that has no text: it would be one of more digits than anybody writes. */
function foundWords({ kind }: JsonNode): string | undefined {
  return kind === 'number' ? 'a number whose exponent is too large' : undefined;
}
