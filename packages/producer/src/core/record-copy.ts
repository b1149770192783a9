/**
 * A record's bytes kept apart from its caller's, for as long as it waits.
 *
 * Key and value stand in one buffer, one after the other; headers get bytes of their own. What the caller
 * does to its own bytes after `send` returned changes nothing.
 */
import type { RecordHeader } from '@ottla/kernel';
import type { RecordDraft } from './record-draft.ts';

export interface RecordCopy {
  readonly bytes: Buffer;
  /** -1: null. */
  readonly keyLength: number;
  readonly valueLength: number;
  readonly headers: readonly RecordHeader[];
  /** All of it, in bytes. */
  readonly heldBytes: number;
}

/** What a copy of the draft's record would hold, in bytes. */
export function heldBytes(draft: RecordDraft): number {
  let bytes = Math.max(0, draft.keyLength) + Math.max(0, draft.valueLength);
  for (const { key, value } of draft.headers) bytes += Buffer.byteLength(key) + (value?.length ?? 0);
  return bytes;
}

export function copyRecord(draft: RecordDraft): RecordCopy {
  const { source, keyStart, keyLength, valueStart, valueLength, headers } = draft;
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
    heldBytes: heldBytes(draft),
  };
}
