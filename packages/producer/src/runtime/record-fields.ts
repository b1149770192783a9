/**
 * What a caller may write in a record beside key and value: partition, timestamp, headers.
 *
 * Checks and translates; nothing is guessed: what Kafka could not keep as it was meant is refused with a
 * ConfigError that names the topic, what was found and what would do. Topic names are checked with the lane.
 */
import { types } from 'node:util';
import { ConfigError, kindOf, printable, type RecordHeader } from '@ottla/kernel';
import type { ProducerRecord, RecordHeaders } from './record.ts';

export type AnyRecord = ProducerRecord<unknown, unknown>;

/** Throws `RECORD_INVALID` for what is no object at all. */
export function checkRecord(record: unknown): void {
  if (typeof record === 'object' && record !== null) return;
  throw new ConfigError(
    `send: a record must be an object such as { topic, key, value }, got ${kindOf(record)}`,
    'RECORD_INVALID',
  );
}

/** Throws `PARTITION_INVALID`. */
export function partitionOf({ topic, partition }: AnyRecord): number {
  if (
    typeof partition === 'number' &&
    Number.isInteger(partition) &&
    partition >= 0 &&
    partition <= 0x7fffffff
  ) {
    return partition;
  }
  throw new ConfigError(
    `topic '${topic}': partition must be an integer of 0 or more, got ${kindOf(partition)}; leave it out to have one chosen`,
    'PARTITION_INVALID',
  );
}

/** Throws `TIMESTAMP_INVALID`. */
export function timestampOf({ topic, timestamp }: AnyRecord): number {
  const isDate = types.isDate(timestamp);
  // Number() would make a time of null, true or '5' too.
  const milliseconds = isDate
    ? timestamp.getTime()
    : typeof timestamp === 'number' || typeof timestamp === 'bigint'
      ? Number(timestamp)
      : NaN;
  if (Number.isSafeInteger(milliseconds) && milliseconds >= 0) return milliseconds;
  throw new ConfigError(
    `topic '${topic}': timestamp must be whole milliseconds since 1970 (a number, a bigint or a Date), ` +
      `got ${isDate ? 'a Date out of range' : kindOf(timestamp)}; leave it out for the time of sending`,
    'TIMESTAMP_INVALID',
  );
}

/** Throws `HEADERS_INVALID` for what is no list, `HEADER_INVALID` for one of a list. */
export function headersOf(topic: string, headers: RecordHeaders): readonly RecordHeader[] {
  // Array.isArray does not narrow a readonly array in a union.
  if (Array.isArray(headers)) return checkedHeaders(topic, headers as readonly RecordHeader[]);
  // A string, bytes, a Map or fetch's Headers would be read as indexes or as nothing at all.
  if (typeof headers !== 'object' || headers === null || Symbol.iterator in headers) {
    throw new ConfigError(
      `topic '${topic}': headers must be an array of { key, value } or a plain object of names and values, ` +
        `got ${kindOf(headers)}; leave them out for none`,
      'HEADERS_INVALID',
    );
  }
  const named = Object.entries(headers as Record<string, string | Uint8Array | null>);
  return checkedHeaders(
    topic,
    named.map(([key, value]) => ({ key, value: typeof value === 'string' ? Buffer.from(value) : value })),
  );
}

const SHOWN_CHARACTERS = 40;

function checkedHeaders(topic: string, headers: readonly RecordHeader[]): readonly RecordHeader[] {
  for (const header of headers) {
    // The types forbid it; JavaScript does not.
    const { key, value } = (header ?? {}) as { readonly key?: unknown; readonly value?: unknown };
    if (typeof key === 'string' && (value === null || value instanceof Uint8Array)) continue;
    const name =
      typeof key === 'string' ? `'${printable(key, SHOWN_CHARACTERS)}'` : `with ${kindOf(key)} as key`;
    throw new ConfigError(
      `topic '${topic}': header ${name} must have a string key and bytes or null as value, got ${kindOf(value)}; ` +
        'texts may stand in the object form, { name: text }',
      'HEADER_INVALID',
    );
  }
  return headers;
}
