/**
 * UTF-8 of record header keys, measured and written in place.
 *
 * Keys are short and nearly always ASCII; a loop over those beats the call into native code that any other
 * text takes. Lone surrogates become U+FFFD.
 */

const SHORT_TEXT = 40;

/** True when every unit is ASCII and the text is short enough for loops. */
function isShortAscii(text: string): boolean {
  const { length } = text;
  if (length > SHORT_TEXT) return false;
  for (let index = 0; index < length; index++) {
    if (text.charCodeAt(index) > 0x7f) return false;
  }
  return true;
}

export function utf8Bytes(text: string): number {
  return isShortAscii(text) ? text.length : Buffer.byteLength(text);
}

/** Writes the text, which fits, and returns the position after it. */
export function putUtf8(target: Buffer, position: number, text: string): number {
  if (!isShortAscii(text)) return position + target.write(text, position);
  for (let index = 0; index < text.length; index++) target[position + index] = text.charCodeAt(index);
  return position + text.length;
}
