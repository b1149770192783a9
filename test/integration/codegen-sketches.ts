/** Avro types in few words, for schemas made by hand. */

export type Json = unknown;

export const field = (name: string, type: Json, more: object = {}): object => ({ name, type, ...more });
export const record = (name: string, fields: readonly Json[] = [], more: object = {}): object => ({
  type: 'record',
  name,
  fields,
  ...more,
});
export const enumOf = (name: string, symbols: readonly string[], more: object = {}): object => ({
  type: 'enum',
  name,
  symbols,
  ...more,
});
export const fixed = (name: string, size: number, more: object = {}): object => ({
  type: 'fixed',
  name,
  size,
  ...more,
});
export const array = (items: Json): object => ({ type: 'array', items });
export const map = (values: Json): object => ({ type: 'map', values });
export const suit = enumOf('Suit', ['SPADES', 'HEARTS'], { default: 'SPADES' });

/** Files by name; what is no text is JSON. */
export type Tree = Readonly<Record<string, Json>>;
