/**
 * Short ASCII texts from bytes without leaving JavaScript.
 *
 * Asking Node costs about as much for two bytes as for a hundred; up to 24, one call of String.fromCharCode is
 * two to four times as fast. A text is made in one piece: joined ones would have to be flattened by whoever uses
 * them.
 */

/** Longer texts are Node's. */
export const LONGEST_SHORT_TEXT = 24;

const { fromCharCode } = String;

/** Bytes as they are indexed within their length. */
type Bytes = Uint8Array;

/** Undefined when one of the bytes is not ASCII. `length` is 0 to 24; all of it must be there. */
export function asciiText(bytes: Bytes, start: number, length: number): string | undefined {
  if (length > 16) return longText(bytes, start, length);
  if (length > 8) return middleText(bytes, start, length);
  if (length === 0) return '';
  let all = 0;
  const a = bytes[start] ?? 0;
  if (length < 5) {
    for (let index = start; index < start + length; index++) all |= bytes[index] ?? 0;
    if (all > 0x7f) return undefined;
    if (length === 1) return fromCharCode(a);
    const b = bytes[start + 1] ?? 0;
    if (length === 2) return fromCharCode(a, b);
    const c = bytes[start + 2] ?? 0;
    return length === 3 ? fromCharCode(a, b, c) : fromCharCode(a, b, c, bytes[start + 3] ?? 0);
  }
  const b = bytes[start + 1] ?? 0;
  const c = bytes[start + 2] ?? 0;
  const d = bytes[start + 3] ?? 0;
  const e = bytes[start + 4] ?? 0;
  if ((a | b | c | d | e) > 0x7f) return undefined;
  if (length === 5) return fromCharCode(a, b, c, d, e);
  const f = bytes[start + 5] ?? 0;
  if (f > 0x7f) return undefined;
  if (length === 6) return fromCharCode(a, b, c, d, e, f);
  const g = bytes[start + 6] ?? 0;
  if (g > 0x7f) return undefined;
  if (length === 7) return fromCharCode(a, b, c, d, e, f, g);
  const h = bytes[start + 7] ?? 0;
  return h > 0x7f ? undefined : fromCharCode(a, b, c, d, e, f, g, h);
}

/** Of 9 to 16 bytes. */
function middleText(bytes: Bytes, start: number, length: number): string | undefined {
  const a = bytes[start] ?? 0;
  const b = bytes[start + 1] ?? 0;
  const c = bytes[start + 2] ?? 0;
  const d = bytes[start + 3] ?? 0;
  const e = bytes[start + 4] ?? 0;
  const f = bytes[start + 5] ?? 0;
  const g = bytes[start + 6] ?? 0;
  const h = bytes[start + 7] ?? 0;
  const i = bytes[start + 8] ?? 0;
  if ((a | b | c | d | e | f | g | h | i) > 0x7f) return undefined;
  if (length === 9) return fromCharCode(a, b, c, d, e, f, g, h, i);
  const j = bytes[start + 9] ?? 0;
  if (j > 0x7f) return undefined;
  if (length === 10) return fromCharCode(a, b, c, d, e, f, g, h, i, j);
  const k = bytes[start + 10] ?? 0;
  if (k > 0x7f) return undefined;
  if (length === 11) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k);
  const l = bytes[start + 11] ?? 0;
  if (l > 0x7f) return undefined;
  if (length === 12) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l);
  const m = bytes[start + 12] ?? 0;
  if (m > 0x7f) return undefined;
  if (length === 13) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m);
  const n = bytes[start + 13] ?? 0;
  if (n > 0x7f) return undefined;
  if (length === 14) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
  const o = bytes[start + 14] ?? 0;
  if (o > 0x7f) return undefined;
  if (length === 15) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  const p = bytes[start + 15] ?? 0;
  return p > 0x7f ? undefined : fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
}

/** Of 17 to 24 bytes. */
function longText(bytes: Bytes, start: number, length: number): string | undefined {
  const a = bytes[start] ?? 0;
  const b = bytes[start + 1] ?? 0;
  const c = bytes[start + 2] ?? 0;
  const d = bytes[start + 3] ?? 0;
  const e = bytes[start + 4] ?? 0;
  const f = bytes[start + 5] ?? 0;
  const g = bytes[start + 6] ?? 0;
  const h = bytes[start + 7] ?? 0;
  const i = bytes[start + 8] ?? 0;
  const j = bytes[start + 9] ?? 0;
  const k = bytes[start + 10] ?? 0;
  const l = bytes[start + 11] ?? 0;
  const m = bytes[start + 12] ?? 0;
  const n = bytes[start + 13] ?? 0;
  const o = bytes[start + 14] ?? 0;
  const p = bytes[start + 15] ?? 0;
  const q = bytes[start + 16] ?? 0;
  if ((a | b | c | d | e | f | g | h | i | j | k | l | m | n | o | p | q) > 0x7f) return undefined;
  if (length === 17) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q);
  const r = bytes[start + 17] ?? 0;
  if (r > 0x7f) return undefined;
  if (length === 18) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r);
  const s = bytes[start + 18] ?? 0;
  if (s > 0x7f) return undefined;
  if (length === 19) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s);
  const t = bytes[start + 19] ?? 0;
  if (t > 0x7f) return undefined;
  if (length === 20) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t);
  const u = bytes[start + 20] ?? 0;
  if (u > 0x7f) return undefined;
  if (length === 21) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u);
  const v = bytes[start + 21] ?? 0;
  if (v > 0x7f) return undefined;
  if (length === 22) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v);
  const w = bytes[start + 22] ?? 0;
  if (w > 0x7f) return undefined;
  if (length === 23) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w);
  const x = bytes[start + 23] ?? 0;
  return x > 0x7f
    ? undefined
    : fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x);
}
