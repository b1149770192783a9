/**
 * Calls a caller's serializers: what they may answer, and how their failures become errors of ours.
 *
 * A serializer answers at once; a promise in place of an answer is refused, and its rejection heard, because
 * an `async` function satisfies the types. Errors of ours pass through; of others the text stays out of the
 * message, for it may hold the value. Knows nothing of records and of when serializers are called.
 */
import {
  ConfigError,
  SerializationError,
  isOttlaError,
  isStrayPromise,
  kindOf,
  type ByteWriter,
  type OttlaError,
  type RecordHeader,
} from '@ottla/kernel';
import type { AnySerializer, TopicLane } from './topic-lane.ts';

export interface SerializedPart {
  readonly isKey: boolean;
  readonly value: unknown;
  readonly headers: readonly RecordHeader[];
}

/** Writes one value; returns its length in bytes, -1 for a tombstone. Throws SerializationError or ConfigError. */
export function writeValue(lane: TopicLane, part: SerializedPart, scratch: ByteWriter): number {
  const { value, isKey } = part;
  const target = isKey ? lane.key : lane.value;
  if (target === undefined) {
    if (!(value instanceof Uint8Array)) throw noSerializer(lane.state.name, isKey, value);
    scratch.writeBytes(value);
    return value.length;
  }
  const context = lane.writingContext(isKey, part.headers);
  const start = scratch.position;
  try {
    if ('serializeInto' in target) {
      // The type says it answers nothing; an async function fits it too.
      const answer: unknown = target.serializeInto(value, scratch, context);
      if (answer !== undefined && isStrayPromise(answer)) throw notAtOnce(lane.state.name, part);
      const length = scratch.position - start;
      if (length >= 0) return length;
      throw new TypeError('serializeInto() left the writer before the place it began at');
    }
    const bytes: unknown = target.serialize(value, context);
    if (bytes === null) return -1;
    // Of a string or an array nothing is left but zeros, once it is copied as bytes.
    if (bytes instanceof Uint8Array) {
      scratch.writeBytes(bytes);
      return bytes.length;
    }
    if (isStrayPromise(bytes)) throw notAtOnce(lane.state.name, part);
    throw new TypeError(`serialize() must return a Uint8Array or null, got ${kindOf(bytes)}`);
  } catch (error) {
    throw asSerializationError(
      error,
      context.topic,
      `the ${isKey ? 'key' : 'value'} could not be serialized`,
    );
  }
}

function notAtOnce(topic: string, { isKey }: SerializedPart): SerializationError {
  return new SerializationError(
    `topic '${topic}': the ${isKey ? 'key' : 'value'} could not be serialized: its serializer answered with a promise; ` +
      'let ready() return the promise for what must be fetched, and serialize without waiting',
    { topic, code: 'SERIALIZER_ASYNC' },
  );
}

function noSerializer(topic: string, isKey: boolean, value: unknown): ConfigError {
  const part = isKey ? 'key' : 'value';
  return new ConfigError(
    `topic '${topic}': the ${part} is ${kindOf(value)}, and only bytes (Uint8Array) or null need no serializer; ` +
      `give one in topics['${topic}'].${part} or ${part}Serializer`,
    'SERIALIZER_MISSING',
  );
}

/** Errors of ours pass, unless they tell of another record; others are wrapped. */
export function asSerializationError(error: unknown, topic: string, what: string): OttlaError {
  if (isOttlaError(error) && error.outcome !== 'maybeWritten') return error;
  return new SerializationError(`topic '${topic}': ${what}; see the cause`, { topic, cause: error });
}

/** Calls `configure`, if there is one. `option` names where the serializer was given. */
export function configureSerializer(
  target: AnySerializer,
  isKey: boolean,
  option: string,
): ConfigError | null {
  const failed = (what: string, cause?: unknown): ConfigError =>
    new ConfigError(
      `${option}: configure() of the serializer ${what}; mend it and make a new producer`,
      'SERIALIZER_NOT_CONFIGURED',
      cause,
    );
  try {
    const answer: unknown = target.configure?.({ isKey });
    return isStrayPromise(answer)
      ? failed('answered with a promise, and nobody waits for it; use ready()')
      : null;
  } catch (error) {
    return failed('threw (see the cause)', error);
  }
}
