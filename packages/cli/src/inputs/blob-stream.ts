/**
 * Reads what `git cat-file --batch` writes: `<id> blob <size>`, a line feed, the bytes, a line feed.
 *
 * Pure; chunks may be cut anywhere. Each chunk is looked at once, so the cost is linear.
 */

export interface BlobListener {
  /** A header was read; before its bytes are kept. May throw. */
  began(id: string, byteLength: number): void;
  ended(id: string, bytes: Buffer): void;
  /** Git does not have it. */
  missing(id: string): void;
}

const HEADER_BYTES_MAXIMUM = 1024;
const LINE_FEED = 10;

export class BlobStream {
  readonly #listener: BlobListener;
  #parts: Buffer[] = [];
  #partBytes = 0;
  /** The blob whose bytes are being read; null while a header is. */
  #blob: { readonly id: string; readonly byteLength: number } | null = null;

  constructor(listener: BlobListener) {
    this.#listener = listener;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length)
      at = this.#blob === null ? this.#readHeader(chunk, at) : this.#readBytes(chunk, at);
  }

  #readHeader(chunk: Buffer, from: number): number {
    const lineEnd = chunk.indexOf(LINE_FEED, from);
    this.#keep(chunk.subarray(from, lineEnd < 0 ? chunk.length : lineEnd));
    if (this.#partBytes > HEADER_BYTES_MAXIMUM) throw new Error('git cat-file answered with an endless line');
    if (lineEnd < 0) return chunk.length;
    const header = this.#take().toString('utf8');
    const [id = '', kind, size = ''] = header.split(' ');
    if (kind === 'missing') this.#listener.missing(id);
    else if (kind === 'blob' && /^\d{1,15}$/.test(size)) {
      this.#listener.began(id, Number(size));
      this.#blob = { id, byteLength: Number(size) };
    } else throw new Error(`git cat-file answered '${header}'`);
    return lineEnd + 1;
  }

  #readBytes(chunk: Buffer, from: number): number {
    if (this.#blob === null) return from;
    const { id, byteLength } = this.#blob;
    // One more than the blob has: the line feed behind it.
    const to = Math.min(chunk.length, from + byteLength + 1 - this.#partBytes);
    this.#keep(chunk.subarray(from, to));
    if (this.#partBytes === byteLength + 1) {
      this.#blob = null;
      this.#listener.ended(id, this.#take().subarray(0, byteLength));
    }
    return to;
  }

  #keep(part: Buffer): void {
    this.#parts.push(part);
    this.#partBytes += part.length;
  }

  #take(): Buffer {
    const [only] = this.#parts;
    const bytes = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#partBytes = 0;
    return bytes;
  }
}
