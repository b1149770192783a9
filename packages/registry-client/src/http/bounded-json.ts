/**
 * Parses JSON of strangers: its depth is checked before anything is built.
 *
 * A registry's answers are shallow; 200,000 nested arrays are an attack on whoever walks them.
 */

/** Deeper than any answer of a registry, metadata and rules included. */
export const MAX_JSON_DEPTH = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** How deep the brackets of a JSON text nest, whether or not the text is well-formed. */
function bracketDepth(text: string, stopAbove: number): number {
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === QUOTE) {
      for (index++; index < text.length && text.charCodeAt(index) !== QUOTE; index++) {
        if (text.charCodeAt(index) === BACKSLASH) index++;
      }
    } else if (unit === 0x5b || unit === 0x7b) {
      deepest = Math.max(deepest, ++depth);
      if (deepest > stopAbove) return deepest;
    } else if (unit === 0x5d || unit === 0x7d) {
      depth--;
    }
  }
  return deepest;
}

/** The value, or why there is none. */
export function parseBoundedJson(text: string): { value: unknown } | { problem: 'notJson' | 'tooDeep' } {
  if (bracketDepth(text, MAX_JSON_DEPTH) > MAX_JSON_DEPTH) return { problem: 'tooDeep' };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { problem: 'notJson' };
  }
}
