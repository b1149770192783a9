/**
 * Why a record was not let in: the errors of admission, with their words. Decides nothing else.
 */
import type { OttlaError } from '@ottla/kernel';
import type { CoreOptions } from './core-options.ts';
import { BufferExhaustedError, DeliveryError, RecordTooLargeError, brokerErrorOf } from './errors.ts';
import { refusedForGood } from './failure-cause.ts';
import type { MetadataView } from './metadata-view.ts';
import type { TopicState } from './topic-state.ts';
import type { Waiter, WaitingRoom } from './waiting-room.ts';

export interface AdmissionErrorsParts {
  readonly options: CoreOptions;
  readonly room: WaitingRoom;
  readonly metadata: MetadataView;
}

export class AdmissionErrors {
  readonly #parts: AdmissionErrorsParts;

  constructor(parts: AdmissionErrorsParts) {
    this.#parts = parts;
  }

  /** Null when the record may be batched. */
  tooLarge(topic: string, recordBytes: number): RecordTooLargeError | null {
    const { maxRequestSize, bufferMemory, recordChargeBytes } = this.#parts.options;
    if (recordBytes > maxRequestSize) {
      return new RecordTooLargeError(topic, {
        recordBytes,
        text: `exceeds maxRequestSize (${maxRequestSize}); raise it, and the topic's max.message.bytes, or send less`,
      });
    }
    if (recordBytes + recordChargeBytes <= bufferMemory) return null;
    return new RecordTooLargeError(topic, {
      recordBytes,
      text: `exceeds bufferMemory (${bufferMemory}); raise it`,
    });
  }

  noRoom(topic: string): BufferExhaustedError {
    const { bufferMemory, maxWaitingRecords } = this.#parts.options;
    return new BufferExhaustedError(
      topic,
      `too many records wait already (at most ${maxWaitingRecords}, and ${bufferMemory} bytes)`,
    );
  }

  /** What the waiter waited for and did not get. */
  expired(waiter: Waiter): OttlaError {
    const { options, room, metadata } = this.#parts;
    const after = `after maxBlockMs (${options.maxBlockMs} ms)`;
    if (waiter.line === room.memoryLine) {
      return new BufferExhaustedError(
        waiter.topic,
        `no room in bufferMemory (${options.bufferMemory} bytes) ${after}`,
      );
    }
    const topic = metadata.topic(waiter.topic);
    const failed = (code: string, text: string, cause?: unknown): DeliveryError =>
      new DeliveryError({
        topic: waiter.topic,
        partition: waiter.partition,
        code,
        action: 'retriable',
        outcome: 'notWritten',
        text,
        cause,
      });
    if (waiter.line === topic.beyond) {
      const { length: count } = topic.queues;
      return failed(
        'PARTITION_UNKNOWN',
        `the topic has only ${count === 1 ? 'partition 0' : `partitions 0 to ${count - 1}`}, also ${after}; ` +
          'name one of them, leave the partition out, or add partitions to the topic',
      );
    }
    if (topic.known)
      return failed(
        'SERIALIZER_NOT_READY',
        `its serializer, or that of a record before it, was not ready ${after}; does its schema registry answer?`,
      );
    if (topic.errorCode < 0) {
      const cause = metadata.lastFailure ?? undefined;
      return failed(
        'METADATA_TIMED_OUT',
        `no metadata came ${after}; can a bootstrap server be reached?`,
        cause,
      );
    }
    return failed(
      'TOPIC_UNKNOWN',
      `the cluster does not know the topic ${after}; create it or check its name`,
    );
  }
}

/** The cluster refuses to tell about the topic, and asking again will not help. */
export function metadataRefused(topic: TopicState): DeliveryError {
  const place = { topic: topic.name, partition: -1 };
  const cause = brokerErrorOf('Metadata', place, topic);
  const { code, action } = cause;
  return new DeliveryError({
    ...place,
    code,
    action,
    outcome: 'notWritten',
    text: refusedForGood('its metadata was refused', cause),
    cause,
  });
}
