/**
 * Cuts a stream of bytes into frames, however it was split on its way.
 *
 * A frame inside one chunk comes out as a view on it; only a frame that spans chunks is copied, once. A
 * length prefix is judged before anything is set aside for it, and space grows with what has arrived, so
 * an announced length alone costs nothing. After a FrameError the stream has no frames any more.
 */
import { FrameError, type FrameErrorCode } from '../errors/protocol-errors.ts';

const PREFIX_BYTES = 4;
/** A correlation id: nothing shorter is a message. */
const LEAST_FRAME_BYTES = 4;
/** Set aside at once for a frame that spans chunks; beyond it, space doubles as bytes arrive. */
const EAGER_BYTES = 1 << 20;

/** What the first four bytes of other protocols look like when read as a length. */
function hintAt(length: number): string {
  const text = String.fromCharCode(
    (length >>> 24) & 0xff,
    (length >>> 16) & 0xff,
    (length >>> 8) & 0xff,
    length & 0xff,
  );
  if (['HTTP', 'GET ', 'POST', 'PUT ', 'HEAD'].includes(text)) {
    return '; the peer speaks HTTP: check the port';
  }
  if (text === 'SSH-') return '; the peer speaks SSH: check the port';
  const contentType = length >>> 24;
  if (contentType >= 0x14 && contentType <= 0x17 && ((length >>> 16) & 0xff) === 0x03) {
    return '; the peer speaks TLS: use the TLS listener with TLS, or the plaintext port';
  }
  return '';
}

/**
 * Frames out of chunks as sockets give them. `push` throws FrameError for a length that none has, and from then on.
 * @example
 * const assembler = new FrameAssembler({ maxFrameBytes: 1024 });
 * assembler.push(Uint8Array.of(0, 0, 0, 4, 1, 2)); // []
 * assembler.push(Uint8Array.of(3, 4)).length; // 1
 */
export class FrameAssembler {
  readonly #maxFrameBytes: number;
  #failure: FrameError | undefined;
  /** Bytes of a length prefix that is cut in two: how many, and their value so far. */
  #prefixBytes = 0;
  #prefix = 0;
  /** A frame that spans chunks: its length (0: none), what has arrived. */
  #frameBytes = 0;
  #filled = 0;
  #frame: Buffer = Buffer.alloc(0);

  constructor(options: { readonly maxFrameBytes: number }) {
    this.#maxFrameBytes = options.maxFrameBytes;
  }

  /** Bytes held for a frame that is not whole yet. */
  get pendingBytes(): number {
    return this.#prefixBytes + this.#filled;
  }

  /**
   * Takes the next bytes and returns the frames they complete, without their length prefixes, as views
   * that stay valid as long as the chunk's bytes do. Throws FrameError; it carries the frames before it.
   */
  push(chunk: Uint8Array): Uint8Array[] {
    if (this.#failure !== undefined) throw this.#failure;
    const frames: Uint8Array[] = [];
    let position = 0;
    while (position < chunk.length) {
      if (this.#frameBytes === 0) {
        position = this.#readPrefix(chunk, position, frames);
        if (this.#frameBytes === 0) break;
        const end = position + this.#frameBytes;
        if (end <= chunk.length) {
          frames.push(chunk.subarray(position, end));
          this.#frameBytes = 0;
          position = end;
          continue;
        }
        this.#frame = Buffer.allocUnsafe(Math.min(this.#frameBytes, EAGER_BYTES));
        this.#filled = 0;
      }
      position = this.#fill(chunk, position, frames);
    }
    return frames;
  }

  /** Reads as much of a prefix as there is; sets `#frameBytes` when it is whole. */
  #readPrefix(chunk: Uint8Array, start: number, frames: readonly Uint8Array[]): number {
    let position = start;
    while (this.#prefixBytes < PREFIX_BYTES && position < chunk.length) {
      this.#prefix = (this.#prefix << 8) | (chunk[position++] ?? 0);
      this.#prefixBytes++;
    }
    if (this.#prefixBytes < PREFIX_BYTES) return position;
    const length = this.#prefix;
    this.#prefix = 0;
    this.#prefixBytes = 0;
    if (length < LEAST_FRAME_BYTES) this.#fail(length, 'FRAME_LENGTH_INVALID', frames);
    if (length > this.#maxFrameBytes) this.#fail(length, 'FRAME_TOO_LARGE', frames);
    this.#frameBytes = length;
    return position;
  }

  #fill(chunk: Uint8Array, start: number, frames: Uint8Array[]): number {
    const end = Math.min(chunk.length, start + this.#frameBytes - this.#filled);
    const filled = this.#filled + end - start;
    if (filled > this.#frame.length) {
      const grown = Buffer.allocUnsafe(Math.min(this.#frameBytes, Math.max(filled, this.#frame.length * 2)));
      grown.set(this.#frame.subarray(0, this.#filled));
      this.#frame = grown;
    }
    this.#frame.set(chunk.subarray(start, end), this.#filled);
    this.#filled = filled;
    if (filled === this.#frameBytes) {
      frames.push(this.#frame);
      this.#frameBytes = 0;
      this.#filled = 0;
      this.#frame = Buffer.alloc(0);
    }
    return end;
  }

  #fail(length: number, code: FrameErrorCode, frames: readonly Uint8Array[]): never {
    const problem =
      code === 'FRAME_TOO_LARGE' ? `above the cap of ${this.#maxFrameBytes}` : 'which no Kafka message has';
    this.#failure = new FrameError(`a frame of ${length} bytes announced, ${problem}${hintAt(length)}`, {
      code,
      length,
      frames: [...frames],
    });
    throw this.#failure;
  }
}
