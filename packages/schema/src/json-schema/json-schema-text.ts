/**
 * JSON as Confluent's registry stores a JSON Schema: compact, keys in their order, numbers to the digit.
 *
 * Numbers with a point or an exponent are decimals and print as Java's BigDecimal does.
 */
import { nodeLayout } from '../json/json-layout.ts';
import { parseJson } from '../json/json-parser.ts';

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const LEAST_PLAIN_EXPONENT = -6;
/** A scale beyond this is no BigDecimal; the text then stands as it is. */
const LARGEST_EXPONENT = 2_147_483_647;

/**
 * The text of a JSON Schema as a registry gives it back; throws SchemaError `JSON_INVALID`.
 * @example
 * jsonSchemaText('{"type": "number", "maximum": 1.50e2}'); // '{"type":"number","maximum":150}'
 */
export function jsonSchemaText(text: string): string {
  return nodeLayout(parseJson(text), decimalText);
}

function decimalText(text: string): string {
  const [, minus = '', whole = '', fraction, exponent] = NUMBER.exec(text) ?? [];
  if (fraction === undefined && exponent === undefined) return text === '-0' ? '0' : text;
  const scale = (fraction?.length ?? 0) - Number(exponent ?? 0);
  if (Math.abs(scale) > LARGEST_EXPONENT) return text;
  const digits = `${whole}${fraction ?? ''}`.replace(/^0+(?=\d)/, '');
  const sign = /^0+$/.test(digits) ? '' : minus;
  return sign + scaledDigits(digits, scale);
}

/** The digits with `scale` of them behind the point, or in scientific form where Java prefers it. */
function scaledDigits(digits: string, scale: number): string {
  const adjusted = digits.length - 1 - scale;
  if (scale < 0 || adjusted < LEAST_PLAIN_EXPONENT) {
    const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
    return adjusted === 0 ? mantissa : `${mantissa}E${adjusted < 0 ? '' : '+'}${adjusted}`;
  }
  if (scale === 0) return digits;
  const padded = digits.padStart(scale + 1, '0');
  return `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}
