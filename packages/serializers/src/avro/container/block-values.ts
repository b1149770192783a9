/**
 * The values of a block, as many as it says and no byte left over.
 *
 * Values are made when they are asked for. Those that take no bytes are counted over the whole file, since its
 * size does not bound them.
 */
import { SerializationError } from '@ottla/kernel';
import type { ContainerBlock } from './container-block.ts';
import { atValue, containerTooLarge, malformedContainer } from './container-error.ts';
import type { DatumReading } from '../read/datum-reading.ts';

/** Values without bytes in one file. */
export const MOST_EMPTY_VALUES = 1_000_000;

export class BlockValues {
  readonly #datums: DatumReading;
  #emptyValues = 0;

  constructor(datums: DatumReading) {
    this.#datums = datums;
  }

  *of({ count, bytes, position }: ContainerBlock): Generator<unknown, void, undefined> {
    let offset = 0;
    for (let index = 0; index < count; index++) {
      const value = this.#next({ bytes, position }, offset, index);
      const { end } = this.#datums;
      if (end === offset && ++this.#emptyValues > MOST_EMPTY_VALUES) {
        throw containerTooLarge(`it announces more than ${MOST_EMPTY_VALUES} values that take no bytes`);
      }
      offset = end;
      yield value;
    }
    if (offset < bytes.length) {
      throw malformedContainer(
        `the block at byte ${position} has ${bytes.length - offset} bytes after the last of its ${count} values`,
      );
    }
  }

  /** Sets the place anew each time: between two values another walk may have used the same reader. */
  #next(block: Pick<ContainerBlock, 'bytes' | 'position'>, offset: number, index: number): unknown {
    try {
      return this.#datums.read(block.bytes, offset);
    } catch (error) {
      if (!(error instanceof SerializationError)) throw error;
      throw atValue(error, block.position, index);
    }
  }
}
