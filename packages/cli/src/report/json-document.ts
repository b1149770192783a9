/** JSON that can be shown: what a terminal would act on is escaped, so the values stay exact. */

const ACTED_ON = /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu;

/** Two spaces for each level. */
export function jsonDocument(value: object): string {
  // All of them are one UTF-16 unit, and in JSON they stand in strings alone.
  return JSON.stringify(value, null, 2).replaceAll(
    ACTED_ON,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
