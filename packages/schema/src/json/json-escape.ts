/** What a backslash means in a JSON string. Source: RFC 8259, section 7. */

const HEX4 = /^[0-9a-fA-F]{4}$/;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** What the escape at a backslash stands for, and its length; undefined for one that JSON does not know. */
export function escapeAt(
  text: string,
  offset: number,
): { readonly value: string; readonly length: number } | undefined {
  const letter = text[offset + 1] ?? '';
  const plain = ESCAPES.get(letter);
  if (plain !== undefined) return { value: plain, length: 2 };
  const digits = text.slice(offset + 2, offset + 6);
  if (letter !== 'u' || !HEX4.test(digits)) return undefined;
  return { value: String.fromCharCode(Number.parseInt(digits, 16)), length: 6 };
}

/** Four hexadecimal digits of a UTF-16 unit. */
export function hex4(code: number): string {
  return code.toString(16).padStart(4, '0');
}
