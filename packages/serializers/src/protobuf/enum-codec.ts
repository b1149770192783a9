/**
 * An enum as a scalar: names in JavaScript, int32 varints in bytes.
 *
 * An open enum keeps numbers it does not know, as numbers; a closed one (proto2) has none, and reading says so with
 * undefined. Of names with one number, reading gives the first.
 */
import type { ScalarCodec } from './scalar-codec.ts';
import { writeInt32 } from './scalar-codec.ts';
import { VARINT } from './wire-reader.ts';

export interface EnumDeclaration {
  readonly fullName: string;
  /** In the order of the file. */
  readonly symbols: readonly (readonly [name: string, number: number])[];
  readonly isClosed: boolean;
}

const MOST_NAMED = 8;

export function enumCodec({ fullName, symbols, isClosed }: EnumDeclaration): ScalarCodec {
  const numbers = new Map(symbols);
  const names = new Map<number, string>();
  for (const [name, number] of symbols) if (!names.has(number)) names.set(number, name);
  const first = symbols[0]?.[0] ?? 0;
  const firstNumber = symbols[0]?.[1] ?? 0;
  const numberOf = (value: unknown): number | undefined => {
    if (typeof value === 'string') return numbers.get(value);
    if (!Number.isInteger(value) || (value as number) !== ((value as number) | 0)) return undefined; // an integer is a number
    return isClosed && !names.has(value as number) ? undefined : (value as number);
  };
  const shown = symbols.slice(0, MOST_NAMED).map(([name]) => name);
  const more = symbols.length > MOST_NAMED ? `, … (${symbols.length} symbols)` : '';
  return {
    type: fullName,
    expected: `enum ${fullName} (one of ${shown.join(', ')}${more})`,
    wire: VARINT,
    fits: (value) => numberOf(value) !== undefined,
    isDefault: (value) => numberOf(value) === firstNumber,
    makeDefault: () => first,
    write: (value, writer) => writeInt32(numberOf(value) ?? 0, writer),
    read: (reader) => {
      const number = reader.varint32() | 0;
      return names.get(number) ?? (isClosed ? undefined : number);
    },
  };
}
