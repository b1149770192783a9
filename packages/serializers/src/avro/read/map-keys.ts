/**
 * The keys of one kind of map, which mostly are those of the map before.
 *
 * A key that stands where it stood last is not made anew: comparing it costs less than making it, and V8 knows it
 * as a name already. Keeps few and short ones.
 */
import type { DatumReader } from './datum-reader.ts';

const MOST_KEYS = 32;
const LONGEST_KEY = 32;

export class MapKeys {
  readonly #keys: string[] = [];

  /** The key at the datum's position, of the entry at this place of the map. */
  read(datum: DatumReader, place: number): string {
    const length = datum.long();
    const start = datum.take(length);
    const likely = this.#keys[place];
    if (likely !== undefined && likely.length === length && isAt(datum.buffer, start, likely)) return likely;
    const key = datum.text(start, length);
    // As many units as bytes: then the units that are bytes are ASCII.
    if (key.length === length && length <= LONGEST_KEY && place < MOST_KEYS) this.#keys[place] = key;
    return key;
  }
}

function isAt(bytes: Uint8Array, start: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (bytes[start + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}
