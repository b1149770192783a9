/**
 * Walks the records of an uncompressed batch and says what is wrong with them, without decoding any.
 *
 * Reads lengths and deltas only: no key, value or header is copied or allocated, so a batch costs a few
 * nanoseconds per record. Trusts nothing: each length is checked against the bytes that remain. The format
 * is KIP-98's record of magic 2.
 */

/** Why a record is refused; `index` counts from 0 within the batch. */
export interface RecordFault {
  readonly index: number;
  readonly message: string;
}

/** A cursor over zigzag varints; `failed` stays true once a varint ran past its end or its 32 bits. */
class VarintCursor {
  position: number;
  failed = false;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes;
    this.position = position;
  }

  /** A zigzag varint of 32 bits that ends before `end`. */
  next(end: number): number {
    let raw = 0;
    for (let shift = 0; shift < 35 && this.position < end; shift += 7) {
      const byte = this.#bytes[this.position++] ?? 0;
      if (shift === 28 && byte > 0x0f) break;
      raw |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (raw >>> 1) ^ -(raw & 1);
    }
    this.failed = true;
    return 0;
  }

  /** Passes over a varint of 64 bits. */
  skipVarlong(end: number): void {
    for (let count = 0; count < 10 && this.position < end; count++) {
      if ((this.#bytes[this.position++] ?? 0) < 0x80) return;
    }
    this.failed = true;
  }

  /** Passes over bytes with a length before them; -1 is null where that is allowed. */
  skipBytes(end: number, nullable: boolean): void {
    const length = this.next(end);
    if (length < (nullable ? -1 : 0) || length > end - this.position) this.failed = true;
    else if (length > 0) this.position += length;
  }
}

/**
 * The first fault among the `recordCount` records that must fill `bytes` from `start` to its end,
 * or undefined when all is well.
 */
export function findRecordFault(
  bytes: Uint8Array,
  start: number,
  recordCount: number,
): RecordFault | undefined {
  const cursor = new VarintCursor(bytes, start);
  const end = bytes.length;
  for (let index = 0; index < recordCount; index++) {
    const recordBytes = cursor.next(end);
    if (cursor.failed || recordBytes < 1 || recordBytes > end - cursor.position) {
      return { index, message: `record ${index} is missing or its length does not fit the batch` };
    }
    const message = faultWithin(cursor, cursor.position + recordBytes, index);
    if (message !== undefined) return { index, message };
  }
  if (cursor.position === end) return undefined;
  return {
    index: recordCount,
    message: `${end - cursor.position} bytes follow the ${recordCount} records the header counts`,
  };
}

function faultWithin(cursor: VarintCursor, end: number, index: number): string | undefined {
  cursor.position += 1;
  cursor.skipVarlong(end);
  const offsetDelta = cursor.next(end);
  if (cursor.failed) return `record ${index} ends before its offset delta`;
  if (offsetDelta !== index) return `record ${index} has offset delta ${offsetDelta}`;
  cursor.skipBytes(end, true);
  cursor.skipBytes(end, true);
  if (cursor.failed) return `key or value of record ${index} does not fit the record`;
  const headers = cursor.next(end);
  if (cursor.failed || headers < 0 || headers * 2 > end - cursor.position) {
    return `record ${index} counts ${headers} headers, more than its bytes can hold`;
  }
  for (let header = 0; header < headers && !cursor.failed; header++) {
    cursor.skipBytes(end, false);
    cursor.skipBytes(end, true);
  }
  if (cursor.failed) return `header of record ${index} does not fit the record or has a null key`;
  return cursor.position === end ? undefined : `record ${index} is longer than its content`;
}
