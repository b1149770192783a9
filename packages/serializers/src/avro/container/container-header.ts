/**
 * The head of a container file: magic bytes, metadata, and the marker that ends every block.
 *
 * Reading believes no count and holds no more than a bounded number of bytes. Source: Avro 1.12 specification,
 * "Object Container Files".
 */
import type { ByteWriter } from '@ottla/kernel';
import { codecOfFile, type BlockCodec } from './block-codec.ts';
import type { ByteWindow } from './byte-window.ts';
import { containerTooLarge, malformedContainer, truncatedContainer } from './container-error.ts';
import { arrived, long, type Part } from './container-part.ts';

export const SYNC_BYTES = 16;
export const SCHEMA_KEY = 'avro.schema';
export const CODEC_KEY = 'avro.codec';

/** `Obj`, and the version. */
const MAGIC = Uint8Array.of(0x4f, 0x62, 0x6a, 1);
const VERSION_PLACE = 3;
/** Far above any schema, far below what would trouble a reader of streams. */
const MOST_HEADER_BYTES = 64 * 1024 * 1024;

export interface ContainerHeader {
  readonly schemaText: string;
  readonly codec: BlockCodec;
  /** Everything the file says of itself, `avro.schema` and `avro.codec` too. */
  readonly metadata: ReadonlyMap<string, Uint8Array>;
  readonly sync: Uint8Array;
}

/** Throws SerializationError for what is no container file, or one of an unknown codec. */
export function* readHeader(window: ByteWindow): Part<ContainerHeader> {
  yield* readMagic(window);
  const metadata = yield* readMetadata(window);
  yield* arrived(window, SYNC_BYTES);
  const sync = new Uint8Array(window.take(SYNC_BYTES));
  const schema = metadata.get(SCHEMA_KEY);
  if (schema === undefined) throw malformedContainer(`its metadata has no ${SCHEMA_KEY}`);
  const codec = metadata.get(CODEC_KEY);
  return {
    schemaText: textOf(schema),
    codec: codecOfFile(codec === undefined ? 'null' : textOf(codec)),
    metadata,
    sync,
  };
}

function* readMagic(window: ByteWindow): Part<void> {
  for (const expected of MAGIC) {
    while (window.remaining === 0 && !window.hasEnded) yield;
    if (window.remaining === 0) {
      if (window.position > 0) throw truncatedContainer(window.position);
      throw malformedContainer('it is empty; a file without values still has a header');
    }
    const byte = window.byte();
    if (window.position > VERSION_PLACE && byte !== expected) {
      throw malformedContainer(`it is of version ${byte} of the format, where 1 is the one that can be read`);
    }
    if (byte !== expected) {
      throw malformedContainer('it does not begin with "Obj" and 1; is it a single datum, or JSON?');
    }
  }
}

/** A map of bytes, in as many blocks as its writer liked. */
function* readMetadata(window: ByteWindow): Part<Map<string, Uint8Array>> {
  const metadata = new Map<string, Uint8Array>();
  for (let count = yield* long(window); count !== 0; count = yield* long(window)) {
    // A negative count is followed by the size of the block, which we do not need.
    if (count < 0) yield* long(window);
    for (let entry = 0; entry < Math.abs(count); entry++) {
      const key = textOf(yield* readBytes(window));
      metadata.set(key, new Uint8Array(yield* readBytes(window)));
    }
  }
  return metadata;
}

function* readBytes(window: ByteWindow): Part<Buffer> {
  const start = window.position;
  const length = yield* long(window);
  if (length < 0) throw malformedContainer(`a length at byte ${start} is negative`);
  if (window.position + length > MOST_HEADER_BYTES) {
    throw containerTooLarge(`its header has more than ${MOST_HEADER_BYTES} bytes`);
  }
  yield* arrived(window, length);
  return window.take(length);
}

export function writeHeader(
  { metadata, sync }: Pick<ContainerHeader, 'metadata' | 'sync'>,
  writer: ByteWriter,
): void {
  writer.writeBytes(MAGIC);
  writer.writeVarlong(metadata.size);
  for (const [key, value] of metadata) {
    const name = Buffer.from(key);
    writer.writeVarlong(name.length);
    writer.writeBytes(name);
    writer.writeVarlong(value.length);
    writer.writeBytes(value);
  }
  writer.writeVarlong(0);
  writer.writeBytes(sync);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
