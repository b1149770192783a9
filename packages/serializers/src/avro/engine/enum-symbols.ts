/**
 * Symbols as avsc sees them: `S0`, `S1`… by position.
 *
 * avsc looks symbols up in a plain object, where 'constructor' is found and ['A'] counts as 'A', and refuses
 * symbols that stored schemas do contain. Only the position goes on the wire.
 */

export function enumSymbol(index: number): string {
  return `S${index}`;
}

/** avsc wants at least one; an enum without symbols has none that anyone can name. */
export function enumSymbols(symbols: readonly string[]): readonly string[] {
  return symbols.length === 0 ? ['none'] : symbols.map((_symbol, index) => enumSymbol(index));
}
