/**
 * What compiled codecs read beyond what the cursor over a datum reads itself.
 *
 * Values are plain and share no memory with the bytes; counts are judged before anything is made, as the closures
 * do. Source: Avro 1.12 specification, "Binary Encoding".
 */
import { setMember } from '../../own-member.ts';
import { isDateCount } from '../logical/time-conversions.ts';
import type { DatumReader } from '../read/datum-reader.ts';
import { MISFIT } from '../write/misfit-signal.ts';
import type { DatumRead } from './compiled-codec.ts';
import type { SymbolList } from './put-parts.ts';

/** A long as a number, when that is exact. */
export function readLong(datum: DatumReader): number {
  const long = datum.long();
  if (long > Number.MAX_SAFE_INTEGER || long < -Number.MAX_SAFE_INTEGER) throw MISFIT;
  return long;
}

/** Milliseconds as a Date that can hold them. */
export function readDate(datum: DatumReader): Date {
  const milliseconds = datum.long();
  if (!isDateCount(milliseconds)) throw MISFIT;
  return new Date(milliseconds);
}

export function readBytes(datum: DatumReader): Uint8Array {
  return datum.bytes(datum.long());
}

/** Of exactly this size. */
export function readFixed<Size extends number>(
  datum: DatumReader,
  size: Size,
): Uint8Array & { readonly length: Size } {
  // As many bytes as asked for.
  return datum.bytes(size) as Uint8Array & { readonly length: Size };
}

/** The symbol at the position that was written. */
export function readSymbol<Name extends string>(datum: DatumReader, { names }: SymbolList<Name>): Name {
  const name = names[datum.index(names.length, 'symbol')];
  if (name === undefined) throw MISFIT;
  return name;
}

/** Which of so many branches was written. */
export function readBranch(datum: DatumReader, count: number): number {
  return datum.index(count, 'branch');
}

/** `emptyValues`: how many values an item is that takes no bytes; such items are counted, since bytes do not bound them. */
export function readArray<Item>(datum: DatumReader, read: DatumRead<Item>, emptyValues = 0): Item[] {
  const array: Item[] = [];
  datum.enter();
  for (let count = datum.blockCount(); count !== 0; count = datum.blockCount()) {
    if (emptyValues > 0) datum.countEmpty(count * emptyValues);
    else datum.checkCount(count, 1);
    for (let index = 0; index < count; index++) array.push(read(datum));
  }
  datum.leave();
  return array;
}

/** Of equal keys the last one counts. */
export function readMap<Item>(datum: DatumReader, read: DatumRead<Item>): Record<string, Item> {
  const map: Record<string, Item> = {};
  datum.enter();
  for (let count = datum.blockCount(); count !== 0; count = datum.blockCount()) {
    // Each entry has at least the length of its key.
    datum.checkCount(count, 1);
    for (let index = 0; index < count; index++) {
      const key = datum.string();
      setMember(map, key, read(datum));
    }
  }
  datum.leave();
  return map;
}

/** A record of a union with several: its own name comes first. */
export function tagged<Tag extends string, Value extends object>(
  value: Value,
  tag: Tag,
): { $type: Tag } & Value {
  return { $type: tag, ...value };
}
