/**
 * A topic as `send` meets it: its state in the core, its serializers, and the headers of the record in hand.
 *
 * One lane per topic, kept for good, so that a record costs one look-up. A serializer may add headers to the record
 * in hand, and to no other: contexts are shared by all records of the topic, so a late call is refused.
 */
import { ConfigError, type RecordHeader, type Serializer, type SerializerContext } from '@ottla/kernel';
import { NO_HEADERS } from '../core/record-draft.ts';
import type { TopicState } from '../core/topic-state.ts';
import { headersOf } from './record-fields.ts';

/** A value of any type: whoever typed the record has checked that the serializer takes it. */
export type AnySerializer = Serializer<unknown>;

export interface LaneSerializers {
  /** Undefined: bytes or null only. */
  readonly key: AnySerializer | undefined;
  readonly value: AnySerializer | undefined;
}

export class TopicLane {
  readonly state: TopicState;
  readonly key: AnySerializer | undefined;
  readonly value: AnySerializer | undefined;
  /** Some serializer may have to be waited for. */
  readonly mayWait: boolean;
  /** Of the record that is being serialized; null when none is. */
  headersInHand: readonly RecordHeader[] | null = null;
  // Contexts of records without headers, for `ready` and for serializing: made once.
  readonly #askedKey: SerializerContext;
  readonly #askedValue: SerializerContext;
  readonly #writtenKey: SerializerContext;
  readonly #writtenValue: SerializerContext;

  constructor(state: TopicState, serializers: LaneSerializers) {
    this.state = state;
    this.key = serializers.key;
    this.value = serializers.value;
    this.mayWait = this.key?.ready !== undefined || this.value?.ready !== undefined;
    const topic = state.name;
    const addHeader = this.#addHeader;
    this.#askedKey = { topic, isKey: true, headers: NO_HEADERS };
    this.#askedValue = { topic, isKey: false, headers: NO_HEADERS };
    this.#writtenKey = { topic, isKey: true, headers: NO_HEADERS, addHeader };
    this.#writtenValue = { topic, isKey: false, headers: NO_HEADERS, addHeader };
  }

  /** What `ready` is asked with: the record may change before it is serialized. */
  askingContext(isKey: boolean, headers: readonly RecordHeader[]): SerializerContext {
    if (headers === NO_HEADERS) return isKey ? this.#askedKey : this.#askedValue;
    return { topic: this.state.name, isKey, headers };
  }

  /** What the record in hand is serialized with. */
  writingContext(isKey: boolean, headers: readonly RecordHeader[]): SerializerContext {
    if (headers === NO_HEADERS) return isKey ? this.#writtenKey : this.#writtenValue;
    return { topic: this.state.name, isKey, headers, addHeader: this.#addHeader };
  }

  readonly #addHeader = (header: RecordHeader): void => {
    const { headersInHand } = this;
    const topic = this.state.name;
    if (headersInHand === null) {
      throw new ConfigError(
        `topic '${topic}': addHeader() was called when its record was serialized already; call it before serialize() returns`,
        'HEADER_LATE',
      );
    }
    const added = headersOf(topic, [header]);
    if (headersInHand.some((each) => isEqual(each, header))) return;
    this.headersInHand = [...headersInHand, ...added];
  };
}

function isEqual(left: RecordHeader, right: RecordHeader): boolean {
  if (left.key !== right.key) return false;
  if (left.value === null || right.value === null) return left.value === right.value;
  return Buffer.compare(left.value, right.value) === 0;
}
