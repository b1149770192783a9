/**
 * Why a batch fails, in words, with what would mend it. Whether it may have been written follows from the
 * batch itself and is not said here.
 */
import type { ErrorAction, OttlaError } from '@ottla/kernel';
import type { Batch } from './batch.ts';
import type { PartitionQueue } from './partition-queue.ts';

/** How a batch fails; the outcome follows from the batch. */
export interface FailureCause {
  readonly code: string;
  readonly action: ErrorAction;
  readonly text: string;
  readonly cause?: unknown;
}

/** Of a batch that was not delivered in time. `obstacle`: why its broker cannot be sent to, if that is known. */
export function timedOut(
  batch: Batch,
  queue: PartitionQueue,
  limits: { readonly deliveryTimeoutMs: number; readonly obstacle: OttlaError | null },
): FailureCause {
  const { deliveryTimeoutMs, obstacle } = limits;
  const story = batch.attempts === 0 ? neverSent(queue, obstacle) : sentInVain(batch);
  return {
    code: 'DELIVERY_TIMED_OUT',
    action: 'retriable',
    text: `not delivered within deliveryTimeoutMs (${deliveryTimeoutMs} ms), ${story}`,
    ...(batch.attempts === 0 && obstacle !== null ? { cause: obstacle } : {}),
  };
}

function neverSent(queue: PartitionQueue, obstacle: OttlaError | null): string {
  if (queue.leaderId < 0) {
    return 'never sent: the partition has no leader; see that its brokers come back, or raise deliveryTimeoutMs';
  }
  return obstacle === null
    ? 'never sent: those before it took the time; send less at once, or raise deliveryTimeoutMs'
    : `never sent: broker ${queue.leaderId} is not connected (${obstacle.code}); see that it can be reached, or raise deliveryTimeoutMs`;
}

function sentInVain({ attempts, lastError }: Batch): string {
  const times = attempts === 1 ? 'once' : `${attempts} times`;
  const end = lastError === null ? 'and not answered' : `the last time in vain because of ${lastError.code}`;
  return `sent ${times}, ${end}; raise deliveryTimeoutMs, or lower requestTimeoutMs so that more attempts fit in`;
}

/** Of a batch whose attempts are used up. */
export function retriesExhausted({ attempts, lastError }: Batch, retries: number): FailureCause {
  const last = lastError === null ? '' : `, the last one ended by ${lastError.code}`;
  return {
    code: lastError?.code ?? 'RETRIES_EXHAUSTED',
    action: 'retriable',
    text: `gave up after ${attempts} attempts (retries: ${retries})${last}; raise retries and bound the time by deliveryTimeoutMs`,
  };
}

/** Why a batch with an ambiguous attempt ends when its partition starts anew. */
export const UNRESOLVED: FailureCause = {
  code: 'DELIVERY_UNRESOLVED',
  action: 'retriable',
  text: 'an attempt went unanswered and the sequences of the partition had to begin anew',
};

/** What mends a refusal that no later attempt would escape, by Kafka's name of the error. */
const REMEDIES: Readonly<Record<string, string>> = {
  INVALID_TOPIC_EXCEPTION:
    "check the topic's name, and that clients may write to it: internal topics take nothing",
  TOPIC_AUTHORIZATION_FAILED: "let the client's principal Describe and Write the topic",
  INVALID_RECORD: 'see which record the broker names; a compacted topic takes none without a key',
  INVALID_TIMESTAMP: "send a timestamp within the topic's message.timestamp limits",
};

/** What was refused for good, and what would mend it. */
export function refusedForGood(what: string, refusal: OttlaError): string {
  return `${what}: ${refusal.code}; ${REMEDIES[refusal.code] ?? 'see the cause'}`;
}
