/** Why a batch fails, in words; whether it may have been written follows from the batch itself. */
import type { ErrorAction, OttlaError } from '@ottla/kernel';
import type { PartitionQueue } from './partition-queue.ts';

/** How a batch fails; the outcome follows from the batch. */
export interface FailureCause {
  readonly code: string;
  readonly action: ErrorAction;
  readonly text: string;
  readonly cause?: unknown;
}

/** Of a batch that was never sent. */
export function neverSent(queue: PartitionQueue, obstacle: OttlaError | null): string {
  if (queue.leaderId < 0) return 'never sent: the partition has no leader';
  return obstacle === null ? 'never sent' : `never sent: broker ${queue.leaderId} is not connected`;
}

/** Why a batch with an ambiguous attempt ends when its partition starts anew. */
export const UNRESOLVED: FailureCause = {
  code: 'DELIVERY_UNRESOLVED',
  action: 'retriable',
  text: 'an attempt went unanswered and the sequences of the partition had to begin anew',
};
