/**
 * The failures of container files, each an error of its own code. Positions are bytes from the start of the file.
 *
 * `BYTES_MALFORMED`: not what the format promises. `BYTES_TOO_LARGE`: more than a reader should build.
 * `CONTAINER_TRUNCATED`: it ends within a block, as a file does that is still being written. `CODEC_UNKNOWN`.
 */
import { SerializationError } from '@ottla/kernel';

export function malformedContainer(problem: string): SerializationError {
  return new SerializationError(`the Avro container file is malformed: ${problem}`, {
    code: 'BYTES_MALFORMED',
  });
}

export function containerTooLarge(problem: string): SerializationError {
  return new SerializationError(`the Avro container file is refused: ${problem}`, {
    code: 'BYTES_TOO_LARGE',
  });
}

export function truncatedContainer(position: number): SerializationError {
  return new SerializationError(
    `the Avro container file is cut off: it ends at byte ${position}, within its header or a block`,
    { code: 'CONTAINER_TRUNCATED' },
  );
}

/** The same error, once it is known which value of the file it was about. */
export function atValue(error: SerializationError, blockPosition: number, index: number): SerializationError {
  const { code, failure, action, path, expected, found, misfits, cause } = error;
  return new SerializationError(`value ${index} of the block at byte ${blockPosition}: ${error.message}`, {
    code,
    failure,
    action,
    path,
    expected,
    found,
    misfits,
    cause,
  });
}
