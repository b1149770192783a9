/**
 * Turns a caller's record into the core's draft: checks it, serializes key and value into the scratch.
 *
 * Runs user code (serializers), so it is never called from inside the core. The scratch is reused; a
 * serializer that sends a record of its own gets another one. Whatever fails leaves nothing behind.
 */
import {
  ByteWriter,
  ConfigError,
  SerializationError,
  isOttlaError,
  type Clock,
  type OttlaError,
  type RecordHeader,
} from '@ottla/kernel';
import { NO_HEADERS, type RecordDraft } from '../core/record-draft.ts';
import type { ProducerRecord, RecordHeaders } from './record.ts';
import type { AnySerializer, TopicLane } from './topic-lane.ts';

const SCRATCH_BYTES = 4096;
/** How many records of one synchronous run may share a reading of the wall clock. */
const RECORDS_PER_READING = 8;

export type AnyRecord = ProducerRecord<unknown, unknown>;

export class RecordIntake {
  readonly #clock: Clock;
  #scratch: ByteWriter | null = new ByteWriter(SCRATCH_BYTES);
  #reading = 0;
  #readingsLeft = 0;
  #forgetting = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Reading the clock would be a sixth of a send, so a few records in a row share a reading; it never outlives the synchronous run it was made in. */
  #wallNow(): number {
    if (this.#readingsLeft > 0) {
      this.#readingsLeft--;
      return this.#reading;
    }
    this.#readingsLeft = RECORDS_PER_READING - 1;
    this.#reading = this.#clock.wallNow();
    if (!this.#forgetting) {
      this.#forgetting = true;
      queueMicrotask(this.#forget);
    }
    return this.#reading;
  }

  readonly #forget = (): void => {
    this.#forgetting = false;
    this.#readingsLeft = 0;
  };

  /** Fills everything but key and value. Throws ConfigError. */
  address(record: AnyRecord, draft: RecordDraft): void {
    draft.partition = record.partition === undefined ? -1 : checkedPartition(record);
    draft.timestampMs = record.timestamp === undefined ? this.#wallNow() : timestampOf(record);
    draft.headers = record.headers === undefined ? NO_HEADERS : headersOf(record.topic, record.headers);
    draft.keyLength = -1;
    draft.valueLength = -1;
    if (record.value === undefined) {
      throw new ConfigError(
        `topic '${record.topic}': the record has no value; write value: null for a tombstone`,
        'VALUE_MISSING',
      );
    }
  }

  /**
   * What must be waited for before `serialize`; null when nothing. Throws what a serializer throws,
   * wrapped unless it is an error of ours.
   */
  readiness(record: AnyRecord, draft: RecordDraft, lane: TopicLane): Promise<unknown> | null {
    const waits: PromiseLike<void>[] = [];
    const ask = (target: AnySerializer | undefined, value: unknown, isKey: boolean): void => {
      if (target?.ready === undefined || value === null || value === undefined) return;
      const answer = target.ready(value, lane.context(isKey, draft.headers));
      if (answer !== true) waits.push(answer);
    };
    try {
      ask(lane.key, record.key, true);
      ask(lane.value, record.value, false);
    } catch (error) {
      throw asSerializationError(error, lane.state.name, 'its serializer failed to get ready');
    }
    return waits.length === 0 ? null : Promise.all(waits);
  }

  /** Fills key and value; `draft.source` holds them until the next call. Throws SerializationError or ConfigError. */
  serialize(record: AnyRecord, draft: RecordDraft, lane: TopicLane): void {
    if (lane.value === undefined && Buffer.isBuffer(record.value) && (record.key ?? null) === null) {
      // Bytes without a key need no scratch: the core copies them straight into the batch.
      draft.keyLength = -1;
      draft.source = record.value;
      draft.valueStart = 0;
      draft.valueLength = record.value.length;
      return;
    }
    const scratch = this.#scratch ?? new ByteWriter(SCRATCH_BYTES);
    this.#scratch = null;
    scratch.reset();
    try {
      const { key, value } = record;
      if (key === null || key === undefined) draft.keyLength = -1;
      else draft.keyLength = writeValue(lane, { key: true, value: key, headers: draft.headers }, scratch);
      draft.keyStart = 0;
      draft.valueStart = scratch.position;
      if (value === null) draft.valueLength = -1;
      else draft.valueLength = writeValue(lane, { key: false, value, headers: draft.headers }, scratch);
      draft.source = scratch.buffer;
    } finally {
      this.#scratch = scratch;
    }
  }
}

/** Writes one value; returns its length in bytes, -1 for a tombstone. */
function writeValue(
  lane: TopicLane,
  part: { readonly key: boolean; readonly value: unknown; readonly headers: readonly RecordHeader[] },
  scratch: ByteWriter,
): number {
  const { value } = part;
  const target = part.key ? lane.key : lane.value;
  const start = scratch.position;
  if (target === undefined) {
    if (!(value instanceof Uint8Array)) throw noSerializer(lane.state.name, part.key, value);
    scratch.writeBytes(value);
    return value.length;
  }
  const context = lane.context(part.key, part.headers);
  try {
    if ('serializeInto' in target) {
      target.serializeInto(value, scratch, context);
      return scratch.position - start;
    }
    const bytes = target.serialize(value, context);
    if (bytes === null) return -1;
    // Of a string or an array nothing is left but zeros, once it is copied as bytes.
    if (!(bytes instanceof Uint8Array)) throw new TypeError('serialize() must return a Uint8Array or null');
    scratch.writeBytes(bytes);
    return bytes.length;
  } catch (error) {
    throw asSerializationError(
      error,
      context.topic,
      `the ${part.key ? 'key' : 'value'} could not be serialized`,
    );
  }
}

function noSerializer(topic: string, isKey: boolean, value: unknown): ConfigError {
  const part = isKey ? 'key' : 'value';
  const found = Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
  return new ConfigError(
    `topic '${topic}': the ${part} is ${found}, and only bytes (Uint8Array) or null need no serializer; ` +
      `give one in topics['${topic}'].${part} or ${part}Serializer`,
    'SERIALIZER_MISSING',
  );
}

/** Errors of ours pass; others are wrapped, their text kept out of the message: it may hold the value. */
export function asSerializationError(error: unknown, topic: string, what: string): OttlaError {
  if (isOttlaError(error)) return error;
  return new SerializationError(`topic '${topic}': ${what}; see the cause`, { topic, cause: error });
}

function checkedPartition({ topic, partition }: AnyRecord): number {
  if (
    typeof partition === 'number' &&
    Number.isInteger(partition) &&
    partition >= 0 &&
    partition <= 0x7fffffff
  ) {
    return partition;
  }
  throw new ConfigError(
    `topic '${topic}': partition must be an integer of 0 or more, got ${String(partition)}`,
    'PARTITION_INVALID',
  );
}

function timestampOf({ topic, timestamp }: AnyRecord): number {
  const milliseconds = timestamp instanceof Date ? timestamp.getTime() : Number(timestamp);
  if (Number.isSafeInteger(milliseconds) && milliseconds >= 0) return milliseconds;
  throw new ConfigError(
    `topic '${topic}': timestamp must be whole milliseconds since 1970, a Date, or absent`,
    'TIMESTAMP_INVALID',
  );
}

function headersOf(topic: string, headers: RecordHeaders): readonly RecordHeader[] {
  // Array.isArray does not narrow a readonly array in a union.
  const list = Array.isArray(headers)
    ? (headers as readonly RecordHeader[])
    : Object.entries(headers as Record<string, string | Uint8Array | null>).map(([key, value]) => ({
        key,
        value: typeof value === 'string' ? Buffer.from(value) : value,
      }));
  for (const header of list) {
    const { key, value } = header ?? {};
    if (typeof key === 'string' && (value === null || value instanceof Uint8Array)) continue;
    throw new ConfigError(
      `topic '${topic}': header '${String(key)}' must have a string key and bytes or null as value`,
      'HEADER_INVALID',
    );
  }
  return list;
}
