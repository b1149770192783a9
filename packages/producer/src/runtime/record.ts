/** What a caller gives to be sent. The shapes only; checks and serializing are in record-intake. */
import type { RecordHeader } from '@ottla/kernel';

/** Headers in order, duplicates allowed; or an object of names and values, strings as UTF-8. */
export type RecordHeaders = readonly RecordHeader[] | Readonly<Record<string, string | Uint8Array | null>>;

/** A record without its topic. */
export interface RecordBody<K, V> {
  /** Absent or null: no key. An empty key is a key. */
  readonly key?: K | null | undefined;
  /** Null is a tombstone; undefined is an error. */
  readonly value: V | null;
  /** From 0. Absent: by the key, else the topic's sticky partition. */
  readonly partition?: number | undefined;
  /** Milliseconds since 1970; absent: now. */
  readonly timestamp?: number | bigint | Date | undefined;
  readonly headers?: RecordHeaders | undefined;
}

/**
 * A record to send.
 * @example
 * const record: ProducerRecord<string, Uint8Array> = { topic: 'customers', key: 'c-1', value: null };
 */
export interface ProducerRecord<K, V> extends RecordBody<K, V> {
  readonly topic: string;
}
