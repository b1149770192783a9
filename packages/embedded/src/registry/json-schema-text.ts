/**
 * JSON as Confluent's registry stores a JSON Schema: compact, keys in their order, numbers to the digit.
 *
 * Numbers with a point or an exponent are decimals and print as Java's BigDecimal does.
 */
import { parseJson, type JsonNode } from '@ottla/schema';

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const LEAST_PLAIN_EXPONENT = -6;
/** A scale beyond this is no BigDecimal; the text then stands as it is. */
const LARGEST_EXPONENT = 2_147_483_647;

/** The text of a schema anew; throws SchemaError `JSON_INVALID`. */
export function jsonSchemaText(text: string): string {
  return printed(parseJson(text));
}

function printed(node: JsonNode): string {
  switch (node.kind) {
    case 'null':
    case 'true':
    case 'false':
      return node.kind;
    case 'number':
      return decimalText(node.text);
    case 'string':
      return quotedText(node.value);
    case 'array':
      return `[${node.items.map(printed).join(',')}]`;
    case 'object': {
      const members = [...node.members].map(([key, { value }]) => `${quotedText(key)}:${printed(value)}`);
      return `{${members.join(',')}}`;
    }
  }
}

/** Escapes have capital hex digits. */
function quotedText(text: string): string {
  return JSON.stringify(text).replaceAll(/\\(?:u[0-9a-f]{4}|.)/g, (escape) =>
    escape.length === 2 ? escape : `\\u${escape.slice(2).toUpperCase()}`,
  );
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
