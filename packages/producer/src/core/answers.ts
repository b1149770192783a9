/**
 * Acts on the end of a request: a broker's answers, or a failure below Kafka.
 *
 * Each batch is judged by itself, in the order of the request. Kafka answers requests of a connection in
 * order and a partition is pending at one broker only, so batches of a partition end in sequence order.
 */
import { backoffMs, type OttlaError, type Random } from '@ottla/kernel';
import { errorCodes, kafkaError } from '@ottla/protocol';
import type { Accumulator } from './accumulator.ts';
import type { Batch } from './batch.ts';
import { splitBatch, splitTarget } from './batch-split.ts';
import type { CoreOptions } from './core-options.ts';
import type { Delivery } from './delivery.ts';
import type { PartitionAnswer } from './effects.ts';
import { RecordTooLargeError, brokerErrorOf } from './errors.ts';
import { refusedForGood, retriesExhausted, timedOut } from './failure-cause.ts';
import type { MetadataView } from './metadata-view.ts';
import type { RequestItem, SentRequest } from './sender.ts';
import type { SlabPool } from './slab-pool.ts';
import { isAmbiguous, judge, type BatchStanding } from './verdict.ts';

export interface AnswersParts {
  readonly options: CoreOptions;
  readonly random: Random;
  readonly accumulator: Accumulator;
  readonly memory: SlabPool;
  readonly delivery: Delivery;
  readonly metadata: MetadataView;
}

/** Failures below Kafka that no later attempt would escape. */
const HOPELESS: ReadonlySet<string> = new Set(['UNSUPPORTED_VERSION', 'REQUEST_INVALID']);
const UNKNOWN_OFFSET = { baseOffset: -1n, logAppendTimeMs: -1n };

export class Answers {
  readonly #parts: AnswersParts;

  constructor(parts: AnswersParts) {
    this.#parts = parts;
  }

  /** The request was written and, with acks 0, that is all one learns. */
  written(request: SentRequest): void {
    for (const { queue, batch } of request.items)
      this.#parts.delivery.delivered(queue, batch, UNKNOWN_OFFSET);
  }

  /** The request failed below Kafka. When a byte of it left, every batch may have been written. */
  failed(
    request: SentRequest,
    failure: { readonly sent: boolean; readonly error: OttlaError },
    now: number,
  ): void {
    this.#parts.metadata.want();
    for (const item of request.items) {
      const { batch } = item;
      if (failure.sent) batch.ambiguous = true;
      batch.lastError = failure.error;
      if (HOPELESS.has(failure.error.code)) this.#fail(item, failure.error);
      else this.#retry(item, now);
    }
  }

  /** Returns the error that ends the producer, or null. */
  answered(
    request: SentRequest,
    answers: readonly (PartitionAnswer | null)[],
    now: number,
  ): OttlaError | null {
    let fatal: OttlaError | null = null;
    request.items.forEach((item, index) => {
      const answer = answers[index] ?? null;
      if (answer === null) this.#unanswered(item, now);
      else fatal = this.#act(item, answer, now) ?? fatal;
    });
    return fatal;
  }

  /** The broker answered the request and left this partition out. */
  #unanswered(item: RequestItem, now: number): void {
    item.batch.ambiguous = true;
    item.batch.lastError = brokerErrorOf('Produce', item.batch, {
      errorCode: errorCodes.NETWORK_EXCEPTION,
      errorMessage: 'the answer left this partition out',
    });
    this.#retry(item, now);
  }

  #act(item: RequestItem, answer: PartitionAnswer, now: number): OttlaError | null {
    const { queue, batch } = item;
    const verdict = judge(answer, this.#standing(item));
    if (verdict === 'delivered') {
      // Other codes prove the batch written and say nothing of its offset.
      const told =
        answer.errorCode === errorCodes.NONE || answer.errorCode === errorCodes.DUPLICATE_SEQUENCE_NUMBER;
      this.#parts.delivery.delivered(queue, batch, told ? answer : UNKNOWN_OFFSET);
      return null;
    }
    if (isAmbiguous(answer.errorCode)) batch.ambiguous = true;
    const refusal = brokerErrorOf('Produce', batch, answer);
    batch.lastError = refusal;
    switch (verdict) {
      case 'retry':
        this.#hint(item, answer);
        this.#retry(item, now);
        return null;
      case 'renumber':
        queue.resetWanted = true;
        this.#retry(item, now);
        return null;
      case 'split':
        this.#split(item);
        return null;
      case 'fail':
        this.#fail(item, refusal, answer);
        return null;
      case 'failProducer':
        this.#fail(item, refusal, answer);
        return refusal;
    }
  }

  #standing({ queue, batch }: RequestItem): BatchStanding {
    return {
      idempotent: this.#parts.options.idempotent,
      recordCount: batch.recordCount,
      abandoned: batch.abandoned,
      headOfLine: queue.batches.find((earlier) => earlier.state !== 'decided') === batch,
      provenBySuccessor: queue.provenBySuccessor(batch),
      renumbered: batch.renumbered,
    };
  }

  /** KIP-951: a leader of a newer epoch may be tried at once; metadata is refreshed all the same. */
  #hint({ queue }: RequestItem, answer: PartitionAnswer): void {
    const { metadata } = this.#parts;
    if (kafkaError(answer.errorCode).refreshMetadata) metadata.want();
    const { leader } = answer;
    if (leader === null || leader.leaderId < 0 || leader.leaderEpoch <= queue.leaderEpoch) return;
    if (metadata.hasBroker(leader.leaderId)) metadata.lead(queue, leader);
  }

  #retry(item: RequestItem, now: number): void {
    const { options, delivery, random } = this.#parts;
    const { queue, batch } = item;
    if (
      !batch.abandoned &&
      (batch.attempts > options.retries || now >= batch.createdAt + options.deliveryTimeoutMs)
    ) {
      this.#giveUp(item);
      return;
    }
    const range = { initialMs: options.retryBackoffMs, maxMs: options.retryBackoffMaxMs };
    const movedOn = queue.leaderEpoch > batch.attemptLeaderEpoch && batch.attemptLeaderEpoch >= 0;
    const pause = movedOn ? 0 : backoffMs(batch.attempts, range, random);
    delivery.retry(queue, batch, now + pause);
  }

  #giveUp({ queue, batch }: RequestItem): void {
    const { delivery, options } = this.#parts;
    const { retries, deliveryTimeoutMs } = options;
    const cause =
      batch.attempts > retries
        ? retriesExhausted(batch, retries)
        : timedOut(batch, queue, { deliveryTimeoutMs, obstacle: null });
    const error = delivery.errorFor(batch, cause);
    delivery.retry(queue, batch, -Infinity);
    delivery.giveUp(queue, batch, error);
  }

  #fail({ queue, batch }: RequestItem, refusal: OttlaError, answer?: PartitionAnswer): void {
    const { delivery } = this.#parts;
    if (this.#parts.options.idempotent) {
      if (batch.ambiguous) queue.unresolved = true;
      else queue.resetWanted = true;
    }
    delivery.failed(queue, batch, {
      error: this.#failureOf(batch, refusal, answer),
      recordRefusals: answer?.recordRefusals ?? [],
    });
  }

  #failureOf(batch: Batch, refusal: OttlaError, answer?: PartitionAnswer): OttlaError {
    if (answer?.errorCode === errorCodes.MESSAGE_TOO_LARGE && batch.recordCount === 1) {
      return new RecordTooLargeError(batch.topic, {
        recordBytes: batch.byteLength,
        text: "exceeds the topic's max.message.bytes; raise it, or send less",
        outcome: batch.ambiguous ? 'maybeWritten' : 'notWritten',
        cause: refusal,
      });
    }
    return this.#parts.delivery.errorFor(batch, {
      code: refusal.code,
      action: refusal.action,
      text: refusedForGood('the broker refused the batch', refusal),
      cause: refusal,
    });
  }

  #split({ queue, batch }: RequestItem): void {
    const { accumulator, delivery, memory } = this.#parts;
    queue.batchBytesLimit = Math.min(queue.batchBytesLimit, splitTarget(batch));
    const children = splitBatch(batch, { memory, nextBatchId: () => accumulator.nextBatchId() });
    delivery.replace(queue, batch, children);
    // Being too large is no failed attempt.
    for (const child of children) child.attempts--;
  }
}
