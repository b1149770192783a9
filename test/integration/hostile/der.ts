/** DER (X.690): the few forms that a certificate is made of, each a tag, a length and its content. */

export type Der = Buffer;

function tagged(tag: number, ...parts: readonly Uint8Array[]): Der {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

export const sequence = (...parts: readonly Der[]): Der => tagged(0x30, ...parts);
export const set = (...parts: readonly Der[]): Der => tagged(0x31, ...parts);
export const octets = (content: Uint8Array): Der => tagged(0x04, content);
export const text = (value: string): Der => tagged(0x0c, Buffer.from(value));
export const yes: Der = tagged(0x01, Buffer.from([0xff]));

/** Of at most 2^31 - 1. */
export function integer(value: number): Der {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32BE(value, 1);
  const first = bytes.findIndex((byte, index) => byte !== 0 || index === 4);
  // A leading bit of 1 would make it negative.
  return tagged(0x02, bytes.subarray((bytes[first] ?? 0) >= 0x80 ? first - 1 : first));
}

/** All its bits count. */
export const bits = (content: Uint8Array): Der => tagged(0x03, Buffer.from([0]), content);

/** To the second, in UTC; until 2049, as certificates write them (RFC 5280, section 4.1.2.5.1). */
export const utcTime = (time: Date): Der =>
  tagged(0x17, Buffer.from(`${time.toISOString().slice(2, 19).replaceAll(/[-T:]/g, '')}Z`));

/** `hex`: the identifier's encoded content. */
export const identifier = (hex: string): Der => tagged(0x06, Buffer.from(hex, 'hex'));

/** What a specification marks as `[number]` EXPLICIT. */
export const explicit = (number: number, content: Der): Der => tagged(0xa0 + number, content);

/** What a specification marks as `[number]` IMPLICIT over a string. */
export const implicit = (number: number, content: Uint8Array): Der => tagged(0x80 + number, content);
