/**
 * The frame of a message: magic byte 0, the schema's id as a big-endian int32, the payload.
 *
 * `FrameWriter` lets avsc write straight behind the frame, into a slab that is handed out slice by slice: a
 * byte that was handed out is never written again. The slab is as large as Node's own pool for small buffers,
 * so a message that is kept holds no more memory than one made by `Buffer.concat`.
 */
import type { Type } from 'avsc';

export const MAGIC_BYTE = Buffer.alloc(1);
export const FRAME_BYTES = 5;

/** A payload that is bytes already, behind its frame. Throws RangeError for an id that is no int32. */
export function encode(registryId: number, payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(FRAME_BYTES + payload.length);
  frame[0] = 0;
  frame.writeInt32BE(registryId, 1);
  frame.set(payload, FRAME_BYTES);
  return frame;
}

const SLAB_BYTES = 8192;
/** Larger messages get a buffer of their own. */
const MAX_SLICE_BYTES = SLAB_BYTES / 4;
/** A value whose getters answer differently each time never fits the size it asked for. */
const MAX_ATTEMPTS = 4;

/** avsc answers how many bytes were missing, below zero. */
const sizeWanted = (buffer: Buffer, end: number): number => buffer.length - end;

export class FrameWriter {
  #slab = Buffer.alloc(0);
  /** Where the part of the slab begins that nobody has. */
  #position = 0;
  #busy = false;

  /** The framed message. Throws what avsc throws; then nothing was handed out. */
  encode(registryId: number, type: Type, value: unknown): Buffer {
    // A logical type or a getter of the value may encode another message while this one is being written.
    if (this.#busy) return new FrameWriter().encode(registryId, type, value);
    this.#busy = true;
    try {
      const start = this.#position;
      const end = type.encode(value, this.#slab, start + FRAME_BYTES);
      if (end < 0) {
        return this.#encodeAnew(registryId, type, { value, bytes: sizeWanted(this.#slab, end) - start });
      }
      return this.#take(registryId, start, end);
    } finally {
      this.#busy = false;
    }
  }

  #take(registryId: number, start: number, end: number): Buffer {
    const slab = this.#slab;
    slab[start] = 0;
    slab.writeInt32BE(registryId, start + 1);
    this.#position = end;
    return slab.subarray(start, end);
  }

  /** `bytes` is what the value asked for when it did not fit, its frame included. */
  #encodeAnew(registryId: number, type: Type, { value, bytes }: { value: unknown; bytes: number }): Buffer {
    if (bytes <= MAX_SLICE_BYTES) {
      this.#slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
      this.#position = 0;
    }
    let wanted = bytes;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const inSlab = wanted <= MAX_SLICE_BYTES;
      const buffer = inSlab ? this.#slab : Buffer.allocUnsafeSlow(wanted);
      const end = type.encode(value, buffer, FRAME_BYTES);
      if (end >= 0 && inSlab) return this.#take(registryId, 0, end);
      if (end >= 0) {
        buffer[0] = 0;
        buffer.writeInt32BE(registryId, 1);
        return buffer.subarray(0, end);
      }
      wanted = Math.max(sizeWanted(buffer, end), MAX_SLICE_BYTES + 1);
    }
    throw new Error('the value changes while it is encoded: it did not fit the size that it asked for');
  }
}
