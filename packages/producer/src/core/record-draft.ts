/**
 * One record as the runtime hands it to the core.
 *
 * There is one draft, filled anew for each record: an append allocates nothing but what the record itself
 * needs. Key and value stand in `source`; lengths of -1 mean null. The core copies before it returns.
 */
import type { RecordHeader } from '@ottla/kernel';
import type { Reject, Resolve } from './batch.ts';
import type { TopicState } from './topic-state.ts';

export const NO_HEADERS: readonly RecordHeader[] = Object.freeze([]);

const ignore = (): void => undefined;

export class RecordDraft {
  topic: TopicState;
  /** -1: to be chosen. */
  partition = -1;
  timestampMs = 0;
  source: Buffer;
  keyStart = 0;
  keyLength = -1;
  valueStart = 0;
  valueLength = -1;
  headers: readonly RecordHeader[] = NO_HEADERS;
  resolve: Resolve = ignore;
  reject: Reject = ignore;

  constructor(topic: TopicState, source: Buffer) {
    this.topic = topic;
    this.source = source;
  }
}
