/**
 * What kafkajs hands to a consumer and takes from a producer, as far as it is touched here.
 *
 * Written down instead of imported, so that kafkajs need not be installed: @confluentinc/kafka-javascript hands over
 * the same shapes. A spec holds them against kafkajs' own types.
 */
import { asBuffer, type RecordHeader } from '@ottla/kernel';

/** By name; an array for a header that occurs several times. */
export interface KafkaJsHeaders {
  [key: string]: Buffer | string | (Buffer | string)[] | undefined;
}

export interface KafkaJsMessage {
  key?: Buffer | null;
  value: Buffer | null;
  timestamp: string;
  attributes: number;
  offset: string;
  headers?: KafkaJsHeaders;
}

export interface KafkaJsEachMessage {
  topic: string;
  partition: number;
  message: KafkaJsMessage;
  heartbeat(): Promise<void>;
  pause(): () => void;
}

export interface KafkaJsOffsets {
  topics: { topic: string; partitions: { partition: number; offset: string }[] }[];
}

export interface KafkaJsBatch {
  topic: string;
  partition: number;
  highWatermark: string;
  messages: KafkaJsMessage[];
  isEmpty(): boolean;
  firstOffset(): string | null;
  lastOffset(): string;
}

export interface KafkaJsEachBatch {
  batch: KafkaJsBatch;
  resolveOffset(offset: string): void;
  heartbeat(): Promise<void>;
  pause(): () => void;
  commitOffsetsIfNecessary(offsets?: KafkaJsOffsets): Promise<void>;
  uncommittedOffsets(): KafkaJsOffsets;
  isRunning(): boolean;
  isStale(): boolean;
}

/** The order among equal names is kept; that among different ones kafkajs has not kept. */
export function recordHeaders(headers: KafkaJsHeaders | undefined): readonly RecordHeader[] {
  if (headers === undefined) return [];
  return Object.entries(headers).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => ({ key, value: headerBytes(one) })),
  );
}

/** At run time kafkajs gives null for a header without a value, which its types do not tell. */
function headerBytes(value: Buffer | string | null | undefined): Uint8Array | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? Buffer.from(value) : asBuffer(value);
}
