/**
 * JSON as Java's Avro prints it, to the digit: what registries store and hash.
 *
 * Whole numbers keep their digits, however many. Numbers with a point or an exponent become doubles in the
 * form of Double.toString (Java 19 and later; earlier ones print a few, such as 2E23, with more digits), and
 * what is no finite double a string. Escapes have capital hex digits. Depth is bounded by the JSON parser.
 */
import type { JsonNode } from './json-node.ts';
import type { JsonValue } from './json-value.ts';

const ESCAPE = /\\(?:u[0-9a-f]{4}|.)/g;
const WHOLE = /^-?\d+$/;
const LEAST_PLAIN = 1e-3;
const LEAST_SCIENTIFIC = 1e7;
const MOST_FLOAT_DIGITS = 9;

/** A node as text, compact; `numberText` prints numbers otherwise than Avro does. */
export function nodeLayout(node: JsonNode, numberText: (text: string) => string = numberLayout): string {
  switch (node.kind) {
    case 'null':
    case 'true':
    case 'false':
      return node.kind;
    case 'number':
      return numberText(node.text);
    case 'string':
      return stringLayout(node.value);
    case 'array':
      return `[${node.items.map((item) => nodeLayout(item, numberText)).join(',')}]`;
    case 'object': {
      const members = [...node.members].map(
        ([key, { value }]) => `${stringLayout(key)}:${nodeLayout(value, numberText)}`,
      );
      return `{${members.join(',')}}`;
    }
  }
}

/** The same for a value that has no text of its own: a whole number is written without a point. */
export function valueLayout(value: JsonValue): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return stringLayout(value);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : doubleLayout(value);
  if (isArray(value)) return `[${value.map(valueLayout).join(',')}]`;
  const members = Object.entries(value);
  return `{${members.map(([key, member]) => `${stringLayout(key)}:${valueLayout(member)}`).join(',')}}`;
}

export function stringLayout(text: string): string {
  const json = JSON.stringify(text);
  if (!json.includes('\\u')) return json;
  return json.replaceAll(ESCAPE, (escape) =>
    escape.length === 2 ? escape : `\\u${escape.slice(2).toUpperCase()}`,
  );
}

/** A number from its text. */
export function numberLayout(text: string): string {
  if (!WHOLE.test(text)) return doubleLayout(Number(text));
  return text === '-0' ? '0' : text;
}

/** Like Double.toString: the fewest digits that give the number again, at least one after the point. */
export function doubleLayout(value: number): string {
  return decimalLayout(value, shortestExponential(value));
}

/** Like Float.toString; the value must be one of 32 bits. */
export function floatLayout(value: number): string {
  let digits = 0;
  let text = value.toExponential(digits);
  while (Math.fround(Number(text)) !== value && digits < MOST_FLOAT_DIGITS) {
    text = value.toExponential(++digits);
  }
  return decimalLayout(value, digits === 0 ? value.toExponential(1) : text);
}

/** Where one digit is enough Java takes the nearest of two: 4.9E-324, not 5.0E-324. */
function shortestExponential(value: number): string {
  const shortest = value.toExponential();
  if (shortest.includes('.')) return shortest;
  const nearest = value.toExponential(1);
  return Number(nearest) === value ? nearest : shortest;
}

function decimalLayout(value: number, exponential: string): string {
  if (!Number.isFinite(value)) return JSON.stringify(String(value));
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa = '', exponent = ''] = exponential.split('e');
  const size = Math.abs(value);
  if (size < LEAST_PLAIN || size >= LEAST_SCIENTIFIC) {
    return `${withPoint(mantissa)}E${Number(exponent)}`;
  }
  return withPoint(plainDigits(mantissa, Number(exponent)));
}

/** `1.25e-2` is 0.0125: the digits moved to where the point stands. */
function plainDigits(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replaceAll(/[-.]/g, '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${withoutTail(digits)}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const rest = withoutTail(digits.slice(exponent + 1));
  return rest === '' ? `${sign}${whole}` : `${sign}${whole}.${rest}`;
}

function withoutTail(digits: string): string {
  return digits.replace(/0+$/, '');
}

function withPoint(text: string): string {
  return text.includes('.') ? text : `${text}.0`;
}

function isArray(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
