/**
 * Integers in JSON text that no JavaScript number holds exactly.
 *
 * JSON.parse makes the nearest double of them, and so another id of an id that Java wrote as a long. Here that is
 * refused, or made a bigint; rounding is on request. Text without such digits is parsed as ever.
 */
import { ConfigError } from '@ottla/kernel';
import { serializationError } from '../errors.ts';
import { pathInto } from './json-place.ts';

/** What becomes of an integer that a number would round. */
export type LargeIntegers = 'refuse' | 'bigint' | 'round';

export const largeIntegerKinds: readonly LargeIntegers[] = ['refuse', 'bigint', 'round'];

/** Throws ConfigError `OPTION_INVALID`. */
export function refuseOtherKinds(factory: string, kind: LargeIntegers): void {
  if (largeIntegerKinds.includes(kind)) return;
  const problem = `${factory}: option 'largeIntegers' must be one of ${largeIntegerKinds.join(', ')}`;
  throw new ConfigError(problem, 'OPTION_INVALID');
}

/** May be beyond 2^53: 17 digits, or 16 that begin with a 9, where a number can begin. */
const MANY_DIGITS = /\d{16}/; // much faster to look for than where it stands
const MAYBE_LARGE = /(?:^|[:,[\s-])(?:[1-9]\d{16}|9\d{15})/;
const INTEGER = /^-?\d+$/;

/** Throws SyntaxError as JSON.parse does, or SerializationError `VALUE_UNREPRESENTABLE`. */
export function parsedJson(text: string, largeIntegers: LargeIntegers): unknown {
  const isPlain = largeIntegers === 'round' || !MANY_DIGITS.test(text) || !MAYBE_LARGE.test(text);
  if (isPlain) return JSON.parse(text);
  // The types of ES2023 do not know the third argument yet, which all engines we run on give.
  const value: unknown = JSON.parse(text, exactInteger as (key: string, value: unknown) => unknown);
  if (largeIntegers === 'bigint') return value;
  const path = pathToBigint(value, '');
  if (path === undefined) return value;
  const place = path === '' ? 'the value' : `'${path}'`;
  throw serializationError(
    `${place} is an integer beyond what a number holds exactly (2^53); set largeIntegers to 'bigint', or to 'round' to lose digits`,
    'VALUE_UNREPRESENTABLE',
  );
}

function exactInteger(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  if (source === undefined || !INTEGER.test(source)) return value;
  // What JavaScript itself prints of a large double is not always its exact value, and no digit is lost of it.
  if (String(value) === source) return value;
  const exact = BigInt(source);
  return BigInt(value) === exact ? value : exact;
}

function pathToBigint(value: unknown, path: string): string | undefined {
  if (typeof value === 'bigint') return path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const found = pathToBigint(member, pathInto(path, value, key));
    if (found !== undefined) return found;
  }
  return undefined;
}
