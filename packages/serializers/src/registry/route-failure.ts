/**
 * Whose fault it is that payloads of a schema cannot be read: theirs, or that of the schema to read into.
 *
 * A writer's schema that is none comes with the payload, which is poison. A schema to read into is the program's: were
 * that poison too, every good record would be put aside. What cannot be read once cannot be read ever, so the answer is
 * for keeping; that an engine is still being loaded is none.
 */
import { OttlaError, SerializationError } from '@ottla/kernel';
import { serializationError } from '../errors.ts';
import type { PayloadFormat, ResolvedSchema } from './payload-format.ts';
import type { ReadRoute } from './read-route.ts';

/** How payloads are read, or why they are not; neither where that depends on the subject. */
export interface RouteOrFailure {
  readonly route?: ReadRoute | undefined;
  readonly failure?: SerializationError | undefined;
}

/** `reader`: what is read into; null for the writer's own schema. */
export function routeOrFailure(
  make: () => ReadRoute | undefined,
  format: PayloadFormat,
  reader: ResolvedSchema | null,
): RouteOrFailure {
  try {
    return { route: make() };
  } catch (error) {
    if (!(error instanceof OttlaError) || error.code === 'ENGINE_NOT_LOADED') throw error;
    return { failure: failureOf(error, reader !== null && !isUsable(reader, format)) };
  }
}

function failureOf(cause: OttlaError, isReaders: boolean): SerializationError {
  if (isReaders) {
    const problem = `the schema to read into cannot be used: ${cause.message}`;
    return serializationError(problem, 'SCHEMA_NOT_USABLE', { cause });
  }
  if (cause instanceof SerializationError) return cause;
  return serializationError(`the schema cannot be used: ${cause.message}`, 'SCHEMA_UNUSABLE', { cause });
}

function isUsable(schema: ResolvedSchema, format: PayloadFormat): boolean {
  try {
    format.reader(schema, null);
    return true;
  } catch {
    return false; // why is known already
  }
}
