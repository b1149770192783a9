/** The failures of reading, each an error of its own code. Positions are bytes from the start of the payload. */
import { SerializationError } from '@ottla/kernel';

/** The bytes are not what the writer's schema promises. */
export function malformed(problem: string): SerializationError {
  return new SerializationError(`the Avro bytes are malformed: ${problem}`, { code: 'BYTES_MALFORMED' });
}

/** More bytes than the datum has. */
export function trailing(count: number): SerializationError {
  return new SerializationError(
    `${count} bytes follow the Avro value; give trailingBytes: 'ignore' to let them be`,
    { code: 'TRAILING_BYTES' },
  );
}

/** The bytes promise more than a reader should build. */
export function tooLarge(problem: string): SerializationError {
  return new SerializationError(`the Avro bytes are refused: ${problem}`, { code: 'BYTES_TOO_LARGE' });
}

/** What was written has no place in the reader's schema. `path` is that of the field in the reader's types. */
export function unresolvable(problem: string, path: string): SerializationError {
  return new SerializationError(`${path === '' ? '' : `${path}: `}${problem}`, {
    code: 'SCHEMAS_UNRESOLVABLE',
    path,
  });
}

/** What was written cannot be held by the chosen representation. */
export function unholdable(problem: string, path: string): SerializationError {
  return new SerializationError(`${path === '' ? '' : `${path}: `}${problem}`, {
    code: 'VALUE_UNREPRESENTABLE',
    path,
  });
}
