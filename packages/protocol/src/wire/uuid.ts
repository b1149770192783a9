/**
 * UUIDs as Kafka prints topic ids: 22 characters of base64url without padding, for 16 bytes.
 *
 * Text is the form everywhere above the wire, so ids compare with === and serve as keys of maps.
 */

/** Sixteen zero bytes: "no topic id". */
export const ZERO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA';

export const UUID_BYTES = 16;

// 22 characters carry 132 bits; the last four must be zero, or two texts would mean one id.
const UUID_PATTERN = /^[A-Za-z0-9_-]{21}[AQgw]$/;

/** True for the 22 characters this package takes as a uuid. */
export function isUuid(text: string): boolean {
  return UUID_PATTERN.test(text);
}
