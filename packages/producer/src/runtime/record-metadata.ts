/**
 * Where a record stands in the log.
 *
 * Small and lazy: all records of a batch share its facts, and bigints are made when they are read.
 */

/** What the records of one batch share. */
export interface DeliveredBatch {
  readonly topic: string;
  readonly partition: number;
  /** Offset of the record at `firstRecord`; -1 when the broker did not tell. */
  readonly baseOffset: bigint;
  readonly firstRecord: number;
  /** -1 unless the topic stamps records with the time of append. */
  readonly logAppendTimeMs: bigint;
  readonly timestamps: { at(index: number): number };
}

/** Topic, partition, offset and timestamp of a delivered record. */
export class RecordMetadata {
  readonly #batch: DeliveredBatch;
  readonly #index: number;

  constructor(batch: DeliveredBatch, index: number) {
    this.#batch = batch;
    this.#index = index;
  }

  get topic(): string {
    return this.#batch.topic;
  }

  get partition(): number {
    return this.#batch.partition;
  }

  /** -1n when unknown: with acks 0, or when only a duplicate of a forgotten batch was found. */
  get offset(): bigint {
    const { baseOffset, firstRecord } = this.#batch;
    return baseOffset < 0n ? -1n : baseOffset + BigInt(this.#index - firstRecord);
  }

  /** Milliseconds since 1970: the record's own, or the broker's where the topic uses LogAppendTime. */
  get timestamp(): bigint {
    const { logAppendTimeMs, timestamps } = this.#batch;
    return logAppendTimeMs >= 0n ? logAppendTimeMs : BigInt(timestamps.at(this.#index));
  }

  /** Offset and timestamp as strings, since JSON has no bigint. */
  toJSON(): { topic: string; partition: number; offset: string; timestamp: string } {
    const { topic, partition } = this;
    return { topic, partition, offset: String(this.offset), timestamp: String(this.timestamp) };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `RecordMetadata { '${this.topic}' partition ${this.partition} offset ${this.offset} }`;
  }
}
