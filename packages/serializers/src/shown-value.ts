/**
 * The text of a value for an error, when its owner asked to see values.
 *
 * Bounded and on one line; getters that throw are survived. Nothing else in this package prints values.
 */
import { asBuffer, printable } from '@ottla/kernel';

const MOST_CHARACTERS = 200;
const MOST_BYTES = 64;
const STEP = /\.?([^.[\]"]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/gy;

/**
 * What stands at the path of an error, else the nearest thing around it that can be reached.
 * @example
 * shownValueAt({ orders: [{ total: 'x' }] }, 'orders[0].total'); // '"x"'
 */
export function shownValueAt(value: unknown, path: string): string {
  try {
    return shownValue(valueAt(value, path));
  } catch {
    // The value itself raised it, and why it does not fit is told already.
    return 'a value that cannot be shown';
  }
}

function valueAt(root: unknown, path: string): unknown {
  let value = root;
  for (const [, name, index, key] of path.matchAll(STEP)) {
    if (typeof value !== 'object' || value === null) return value;
    const member = name ?? index ?? unquoted(key ?? '');
    if (!Object.hasOwn(value, member)) return value;
    value = (value as Readonly<Record<string, unknown>>)[member]; // it has this member
  }
  return value;
}

/** Paths write the keys of maps as JSON does. */
function unquoted(key: string): string {
  return JSON.parse(`"${key}"`) as string; // a JSON string, between quotes
}

function shownValue(value: unknown): string {
  if (value instanceof Uint8Array) return shownBytes(value);
  if (typeof value === 'bigint') return printable(`${value}n`, MOST_CHARACTERS);
  const text = JSON.stringify(value, (_name, part: unknown) => {
    if (typeof part === 'bigint') return `${part}n`;
    return part instanceof Uint8Array ? shownBytes(part) : part;
  }) as string | undefined; // of functions and symbols JSON says nothing
  return printable(text ?? String(value), MOST_CHARACTERS);
}

function shownBytes(bytes: Uint8Array): string {
  const hex = asBuffer(bytes.subarray(0, MOST_BYTES)).toString('hex');
  return bytes.length > MOST_BYTES ? `0x${hex}… (${bytes.length} bytes)` : `0x${hex}`;
}
