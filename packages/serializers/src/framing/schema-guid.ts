/**
 * The GUID of a schema as 16 bytes, behind a byte 1: in the place of the prefix, or in a header.
 *
 * As text it has the 36 characters of a UUID, in lower case. Source: SchemaId of Confluent's Java client.
 */
import { asBuffer } from '@ottla/kernel';

/** Before the 16 bytes. */
export const GUID_MAGIC_BYTE = 1;
/** With the byte before it. */
export const GUID_FRAME_BYTES = 17;

const GROUP_ENDS = [8, 12, 16, 20] as const;

/** `start` is where the byte 1 stands; the bytes are there. */
export function guidAt(bytes: Uint8Array, start: number): string {
  const hex = asBuffer(bytes).toString('hex', start + 1, start + GUID_FRAME_BYTES);
  const [first, second, third, fourth] = GROUP_ENDS;
  return `${hex.slice(0, first)}-${hex.slice(first, second)}-${hex.slice(second, third)}-${hex.slice(third, fourth)}-${hex.slice(fourth)}`;
}

/** Byte 1 and the 16 bytes; null for a text that is no GUID. */
export function guidFrame(guid: string): Uint8Array | null {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(guid)) return null;
  const frame = new Uint8Array(GUID_FRAME_BYTES);
  frame[0] = GUID_MAGIC_BYTE;
  frame.set(Buffer.from(guid.replaceAll('-', ''), 'hex'), 1);
  return frame;
}
