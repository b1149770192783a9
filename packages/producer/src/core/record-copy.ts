/**
 * A record's bytes kept apart from its caller's, for as long as it waits.
 *
 * Key and value stand in one buffer, one after the other; headers get bytes of their own. What the caller
 * does to its own bytes after `send` returned changes nothing.
 */
import type { RecordHeader } from '@ottla/kernel';

/** A record's bytes where its caller has them; a draft is one. Lengths of -1 mean null. */
export interface RecordBytes {
  readonly source: Buffer;
  readonly keyStart: number;
  readonly keyLength: number;
  readonly valueStart: number;
  readonly valueLength: number;
  readonly headers: readonly RecordHeader[];
}

export interface RecordCopy {
  readonly bytes: Buffer;
  /** -1: null. */
  readonly keyLength: number;
  readonly valueLength: number;
  readonly headers: readonly RecordHeader[];
  /** All of it, in bytes. */
  readonly heldBytes: number;
}

/** What a copy would hold, in bytes. */
export function heldBytes(record: RecordBytes): number {
  let bytes = Math.max(0, record.keyLength) + Math.max(0, record.valueLength);
  for (const { key, value } of record.headers) bytes += Buffer.byteLength(key) + (value?.length ?? 0);
  return bytes;
}

export function copyRecord(record: RecordBytes): RecordCopy {
  const { source, keyStart, keyLength, valueStart, valueLength, headers } = record;
  const keyBytes = Math.max(0, keyLength);
  const valueBytes = Math.max(0, valueLength);
  const bytes = Buffer.allocUnsafeSlow(keyBytes + valueBytes);
  if (keyBytes > 0) source.copy(bytes, 0, keyStart, keyStart + keyBytes);
  if (valueBytes > 0) source.copy(bytes, keyBytes, valueStart, valueStart + valueBytes);
  return {
    bytes,
    keyLength,
    valueLength,
    headers: headers.map(({ key, value }) => ({
      key,
      value: value === null ? null : Uint8Array.prototype.slice.call(value),
    })),
    heldBytes: heldBytes(record),
  };
}
