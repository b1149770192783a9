/**
 * A topic as `send` meets it: its state in the core and its serializers.
 *
 * One lane per topic, kept for good, so that a record costs one look-up.
 */
import type { RecordHeader, Serializer, SerializerContext } from '@ottla/kernel';
import { NO_HEADERS } from '../core/record-draft.ts';
import type { TopicState } from '../core/topic-state.ts';

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
  readonly #keyContext: SerializerContext;
  readonly #valueContext: SerializerContext;

  constructor(state: TopicState, serializers: LaneSerializers) {
    this.state = state;
    this.key = serializers.key;
    this.value = serializers.value;
    this.mayWait = this.key?.ready !== undefined || this.value?.ready !== undefined;
    this.#keyContext = { topic: state.name, isKey: true, headers: NO_HEADERS };
    this.#valueContext = { topic: state.name, isKey: false, headers: NO_HEADERS };
  }

  context(isKey: boolean, headers: readonly RecordHeader[]): SerializerContext {
    if (headers === NO_HEADERS) return isKey ? this.#keyContext : this.#valueContext;
    return { topic: this.state.name, isKey, headers };
  }
}
