/**
 * Errors of reading and writing, once it is known where: topic, role, subject and schema id.
 *
 * Codecs raise SerializationErrors that know of paths and kinds only; registries raise errors of their own. Here both
 * become SerializationErrors that say whose fault it is: the value's or the bytes' (poison), the program's
 * (configuration), or nobody's for long (retriable). Values are shown only when asked for.
 */
import {
  SerializationError,
  isOttlaError,
  printable,
  type SerializationErrorOptions,
  type SerializationFailure,
} from '@ottla/kernel';
import { failureOfCode, type ErrorCode } from './error-codes.ts';
import { shownValueAt } from './shown-value.ts';

/** Whose bytes or value it was, as far as known. */
export interface ErrorPlace {
  readonly topic?: string | undefined;
  readonly isKey?: boolean | undefined;
  readonly subject?: string | undefined;
  readonly schemaId?: number | undefined;
}

/** "topic 'customers', value, subject 's', schema 3: ", or '' when nothing is known. */
export function placeWords({ topic, isKey, subject, schemaId }: ErrorPlace): string {
  const words: string[] = [];
  if (topic !== undefined) words.push(`topic '${printable(topic)}'`);
  if (topic !== undefined && isKey !== undefined) words.push(isKey ? 'key' : 'value');
  if (subject !== undefined) words.push(`subject '${printable(subject)}'`);
  if (schemaId !== undefined) words.push(`schema ${schemaId}`);
  return words.length === 0 ? '' : `${words.join(', ')}: `;
}

/** An error of a code of this package; whose fault it is, the table of codes says where nobody else does. */
export function serializationError(
  problem: string,
  code: ErrorCode,
  place: ErrorPlace & { readonly cause?: unknown; readonly failure?: SerializationFailure } = {},
): SerializationError {
  const { topic, isKey, subject, schemaId, cause, failure = failureOfCode(code) } = place;
  return new SerializationError(`${placeWords(place)}${problem}`, {
    code,
    failure,
    topic,
    isKey,
    subject,
    schemaId,
    cause,
  });
}

/** Everything of an error but its message; new places win over old ones. */
function partsOf(error: SerializationError, place: ErrorPlace): SerializationErrorOptions {
  const { code, failure, action, path, expected, found, misfits, cause } = error;
  return {
    code,
    failure,
    action,
    topic: place.topic ?? error.topic,
    isKey: place.isKey ?? error.isKey,
    subject: place.subject ?? error.subject,
    schemaId: place.schemaId ?? error.schemaId,
    path,
    expected,
    found,
    misfits,
    cause,
  };
}

/**
 * The same error, once it is known whose value or bytes it was about. `shown` is what to show of them: the value
 * whose field did not fit. An error that knows its topic is finished and passes as it is.
 */
export function placed(
  error: SerializationError,
  place: ErrorPlace,
  shown?: { readonly value: unknown },
): SerializationError {
  if (error.topic !== undefined) return error;
  const parts = partsOf(error, place);
  const told = placeWords(error);
  const problem = error.message.startsWith(told) ? error.message.slice(told.length) : error.message;
  const message = `${placeWords(parts)}${problem}`;
  if (shown === undefined) return new SerializationError(message, parts);
  const text = shownValueAt(shown.value, error.path ?? '');
  const found = error.found === undefined ? text : `${error.found}: ${text}`;
  return new SerializationError(`${message} (${text})`, { ...parts, found });
}

/** The same error, of a schema that is to be written with: no value is to blame. */
export function asConfiguration(error: SerializationError): SerializationError {
  if (error.failure !== 'poison') return error;
  return new SerializationError(error.message, { ...partsOf(error, {}), failure: 'configuration' });
}

/**
 * What a registry, or a function that names subjects, failed with, as an error of the record that needed it. Code
 * and action are the cause's own. What does not say that it may be tried again is configuration.
 */
export function registryFailure(
  cause: unknown,
  place: ErrorPlace,
  failure?: SerializationFailure,
): SerializationError {
  if (cause instanceof SerializationError) return placed(cause, place);
  const reason = cause instanceof Error ? cause.message : 'something that is no Error was thrown';
  const { topic, isKey, subject, schemaId } = place;
  const told = isOttlaError(cause) ? cause : undefined;
  return new SerializationError(`${placeWords(place)}${reason}`, {
    code: told?.code ?? 'REGISTRY_FAILED',
    failure: failure ?? (told?.retriable === true ? 'retriable' : 'configuration'),
    action: told?.action ?? 'usage',
    topic,
    isKey,
    subject,
    schemaId,
    cause,
  });
}

const NOT_FOUND_CODES: ReadonlySet<unknown> = new Set([
  'SCHEMA_NOT_FOUND',
  'SUBJECT_NOT_FOUND',
  'VERSION_NOT_FOUND',
]);

/** Whether a registry answered that what was asked for is not there: asking again at once is of no use. */
export function isNotFound(error: unknown): boolean {
  if (isOttlaError(error)) return NOT_FOUND_CODES.has(error.code);
  return hasStatusNotFound(error);
}

/** The same, or that it does not know the question. A registry of a stranger need not throw our class; the status says it. */
export function hasStatusNotFound(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && error.status === 404;
}
