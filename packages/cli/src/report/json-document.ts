/** JSON that can be shown: what a terminal would act on is escaped, so the values stay exact. */

/** JSON escapes the other controls itself. */
const ACTED_ON = /[\u007f-\u009f\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** JSON that says the same in characters that may reach a terminal. */
export function drawableJson(json: string): string {
  // All of them are one UTF-16 unit, and in JSON they stand in strings alone.
  return json.replaceAll(
    ACTED_ON,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Two spaces for each level. */
export function jsonDocument(value: object): string {
  return drawableJson(JSON.stringify(value, null, 2));
}
