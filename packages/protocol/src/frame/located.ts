/** Says in an error which message it happened in. Code, position and path stay as they are. */
import { MalformedBytesError } from '@ottla/kernel';
import { EncodeError } from '../errors/protocol-errors.ts';

export function located(error: unknown, where: string): unknown {
  if (error instanceof MalformedBytesError) {
    return new MalformedBytesError(`${where}: ${error.message}`, error.position, error.code);
  }
  if (error instanceof EncodeError) return error.inMessage(where);
  return error;
}
