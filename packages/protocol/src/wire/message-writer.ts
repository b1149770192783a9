/**
 * Collects one message: small fields in a scratch buffer of its own, `records` as chunks beside it.
 *
 * A record batch is megabytes at times and stands in its slab already, so it is never copied: the writer
 * remembers where it belongs, and `toFrame` gives the pieces in order for one gathered write. The length
 * prefix is reserved at the start and filled in last. One writer makes one frame.
 */
import { ByteWriter } from '@ottla/kernel';

/** A message ready for the socket, length prefix included. Write the chunks in order, leave none out. */
export interface Frame {
  readonly chunks: readonly Uint8Array[];
  readonly byteLength: number;
}

const LENGTH_PREFIX_BYTES = 4;

export class MessageWriter {
  readonly bytes: ByteWriter;
  readonly #records: { readonly position: number; readonly chunk: Uint8Array }[] = [];

  constructor(initialBytes = 256) {
    this.bytes = new ByteWriter(initialBytes);
  }

  /** Places these bytes here without copying them. They must not change until the frame is written. */
  writeRecords(chunk: Uint8Array): void {
    if (chunk.length > 0) this.#records.push({ position: this.bytes.position, chunk });
  }

  /** True when `records` were placed: such a value cannot stand inside a tagged field. */
  get hasRecords(): boolean {
    return this.#records.length > 0;
  }

  /** Reserves the length prefix; call it before anything else. */
  beginFrame(): void {
    this.bytes.writeInt32(0);
  }

  toFrame(): Frame {
    const { buffer, position } = this.bytes;
    const chunks: Uint8Array[] = [];
    let byteLength = position;
    let from = 0;
    for (const { position: until, chunk } of this.#records) {
      if (until > from) chunks.push(buffer.subarray(from, until));
      chunks.push(chunk);
      byteLength += chunk.length;
      from = until;
    }
    if (position > from) chunks.push(buffer.subarray(from, position));
    buffer.writeInt32BE(byteLength - LENGTH_PREFIX_BYTES, 0);
    return { chunks, byteLength };
  }
}
