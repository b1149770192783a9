/**
 * A word as a shell takes it, for commands that are told to be typed: names that strangers gave may hold anything.
 *
 * Single quotes, which sh, bash, zsh and fish read alike but for a backslash before a quote. Pure.
 */
const PLAIN = /^[A-Za-z0-9_./:@%+,=-]+$/;

/**
 * @example
 * shellWord('orders-value'); // orders-value
 * shellWord("it's $(x)"); // 'it'\''s $(x)'
 */
export function shellWord(word: string): string {
  return PLAIN.test(word) ? word : quotedWord(word);
}

/** The same, in quotes whatever it holds. */
export function quotedWord(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
