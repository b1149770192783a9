/**
 * Turns a caller's record into the core's draft: its fields, and key and value serialized into the scratch.
 *
 * Runs user code (serializers), so it is never called from inside the core. The scratch is reused; a
 * serializer that sends a record of its own gets another one. Whatever fails leaves nothing behind.
 */
import {
  ByteWriter,
  ConfigError,
  isOttlaError,
  isStrayPromise,
  type Clock,
  type OttlaError,
} from '@ottla/kernel';
import { NO_HEADERS, type RecordDraft } from '../core/record-draft.ts';
import { headersOf, partitionOf, timestampOf, type AnyRecord } from './record-fields.ts';
import { asSerializationError, writeValue } from './serializer-call.ts';
import type { AnySerializer, TopicLane } from './topic-lane.ts';

const SCRATCH_BYTES = 4096;
/** How many records of one synchronous run may share a reading of the wall clock. */
const RECORDS_PER_READING = 8;

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
    draft.partition = record.partition === undefined ? -1 : partitionOf(record);
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
      const answer = target.ready(value, lane.askingContext(isKey, draft.headers));
      if (answer !== true) waits.push(answer);
    };
    try {
      ask(lane.key, record.key, true);
      ask(lane.value, record.value, false);
    } catch (error) {
      // Nobody waits for the key any more; that its wait fails too is no news.
      for (const wait of waits) isStrayPromise(wait);
      throw asSerializationError(error, lane.state.name, 'its serializer failed to get ready');
    }
    return waits.length === 0 ? null : Promise.all(waits);
  }

  /**
   * Fills key and value, and the headers that serializers add; `draft.source` holds them until the next call. Throws
   * SerializationError or ConfigError.
   */
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
    // A serializer may send a record of its own to this very topic.
    const outer = lane.headersInHand;
    lane.headersInHand = draft.headers;
    try {
      const { key, value } = record;
      if (key === null || key === undefined) draft.keyLength = -1;
      else draft.keyLength = writeValue(lane, { isKey: true, value: key, headers: draft.headers }, scratch);
      draft.keyStart = 0;
      draft.valueStart = scratch.position;
      draft.headers = lane.headersInHand;
      if (value === null) draft.valueLength = -1;
      else draft.valueLength = writeValue(lane, { isKey: false, value, headers: draft.headers }, scratch);
      draft.headers = lane.headersInHand;
      draft.source = scratch.buffer;
    } finally {
      lane.headersInHand = outer;
      this.#scratch = scratch;
    }
  }
}

/**
 * Why a record was not taken, as the caller gets to hear it: nothing of it was written. An error that is not
 * ours came out of the record itself, by a getter or a proxy: serializers' are wrapped where they are called.
 */
export function untaken(error: unknown): OttlaError {
  const refusal = isOttlaError(error)
    ? error
    : new ConfigError(
        'send: the record could not be read, a field of it threw (see the cause); send a plain object',
        'RECORD_UNREADABLE',
        error,
      );
  // An error may be shared or frozen: by a registry's cache, by whoever wrote the serializer.
  Reflect.set(refusal, 'outcome', 'notWritten');
  return refusal;
}
