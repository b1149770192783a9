/**
 * How the blocks of a container file are packed: `null`, or `deflate` without zlib's wrapping.
 *
 * Unpacking is bounded before it begins. What follows the end of the deflated bytes is not looked at: Python's
 * avro leaves three bytes of a checksum there. Source: Avro 1.12 specification, "Required Codecs".
 */
import { nodeModule, SerializationError } from '@ottla/kernel';
import { containerTooLarge, malformedContainer } from './container-error.ts';

export type ContainerCodec = 'null' | 'deflate';

export interface BlockCodec {
  readonly name: ContainerCodec;
  pack(block: Buffer): Buffer;
  /** Throws SerializationError `BYTES_TOO_LARGE` or `BYTES_MALFORMED`; `position` is where the block begins. */
  unpack(packed: Buffer, mostBytes: number, position: number): Buffer;
}

const CODECS: ReadonlyMap<string, BlockCodec> = new Map<string, BlockCodec>([
  ['null', { name: 'null', pack: (block) => block, unpack: (packed) => packed }],
  ['deflate', { name: 'deflate', pack: deflated, unpack: inflated }],
]);

export const containerCodecs: readonly string[] = [...CODECS.keys()];

/** The codec of this name, if it is one of ours. */
export function codecNamed(name: string): BlockCodec | undefined {
  return CODECS.get(name);
}

/** Throws SerializationError `CODEC_UNKNOWN`, which names it. */
export function codecOfFile(name: string): BlockCodec {
  const codec = CODECS.get(name);
  if (codec !== undefined) return codec;
  throw new SerializationError(
    `the Avro container file is packed with the codec ${JSON.stringify(name.slice(0, 40))}; ` +
      'null and deflate can be read: pack it anew with one of them',
    { code: 'CODEC_UNKNOWN' },
  );
}

function deflated(block: Buffer): Buffer {
  return nodeModule('node:zlib', "write the container file with the codec 'null'").deflateRawSync(block);
}

function inflated(packed: Buffer, mostBytes: number, position: number): Buffer {
  const zlib = nodeModule('node:zlib', "a container file must have the codec 'null' to be read here");
  try {
    return zlib.inflateRawSync(packed, { maxOutputLength: Math.max(1, mostBytes) });
  } catch (error) {
    // Node gives its errors codes.
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw containerTooLarge(
        `the block at byte ${position} inflates to more than ${mostBytes} bytes; raise maxBlockBytes if it may`,
      );
    }
    throw malformedContainer(`the block at byte ${position} is not deflated as it says`);
  }
}
