/**
 * One block of a container file: how many values, how many bytes, the bytes, the marker.
 *
 * Sizes are judged before anything is held or inflated. What the bytes mean is not looked at here.
 */
import { asBuffer, type ByteWriter } from '@ottla/kernel';
import type { ByteWindow } from './byte-window.ts';
import { containerTooLarge, malformedContainer } from './container-error.ts';
import { SYNC_BYTES, type ContainerHeader } from './container-header.ts';
import { arrived, long, type Part } from './container-part.ts';

/** As in Java, where it is 200 MiB too. */
export const MOST_BLOCK_BYTES = 200 * 1024 * 1024;

export interface ContainerBlock {
  /** Of values; not yet known to be true. */
  readonly count: number;
  /** Unpacked. */
  readonly bytes: Buffer;
  /** Where it begins in the file. */
  readonly position: number;
}

/** The next block, or null at the end of the file. */
export function* readBlock(
  window: ByteWindow,
  { codec, sync }: ContainerHeader,
  mostBytes: number,
): Part<ContainerBlock | null> {
  while (window.remaining === 0) {
    if (window.hasEnded) return null;
    yield;
  }
  const { position } = window;
  const count = yield* long(window);
  const size = yield* long(window);
  if (count < 0 || size < 0) {
    throw malformedContainer(`the block at byte ${position} has ${count} values in ${size} bytes`);
  }
  if (size > mostBytes) {
    throw containerTooLarge(
      `the block at byte ${position} has ${size} bytes, more than ${mostBytes}; raise maxBlockBytes if it may`,
    );
  }
  yield* arrived(window, size + SYNC_BYTES);
  const packed = window.take(size);
  if (!window.take(SYNC_BYTES).equals(asBuffer(sync))) {
    throw malformedContainer(
      `the block at byte ${position} does not end with the file's marker; ` +
        'files are not joined by appending one to the other, but by writing their values anew',
    );
  }
  return { count, bytes: codec.unpack(packed, mostBytes, position), position };
}

export function writeBlock(
  { count, packed }: { readonly count: number; readonly packed: Uint8Array },
  sync: Uint8Array,
  writer: ByteWriter,
): void {
  writer.writeVarlong(count);
  writer.writeVarlong(packed.length);
  writer.writeBytes(packed);
  writer.writeBytes(sync);
}
