/**
 * Settles the promises of a batch, in append order, in one pass.
 *
 * Records a broker refused by name (KIP-467) get an error of their own; all others of a failed batch share
 * one.
 */
import { printable } from '@ottla/kernel';
import { DeliveryError } from '../core/errors.ts';
import type { ProducerEffect } from '../core/effects.ts';
import { RecordMetadata, type DeliveredBatch } from './record-metadata.ts';

export type SettleEffect = Extract<ProducerEffect, { type: 'settle' }>;

const settled = (): void => undefined;

export function settleBatch({ batch, first, count, result }: SettleEffect): void {
  const { resolves, rejects } = batch;
  const end = first + count;
  if (result.kind === 'delivered') {
    const delivered: DeliveredBatch = {
      topic: batch.topic,
      partition: batch.partition,
      baseOffset: result.baseOffset,
      firstRecord: first,
      logAppendTimeMs: result.logAppendTimeMs,
      timestamps: batch.timestamps,
    };
    for (let index = first; index < end; index++) {
      // The slot was filled by send(), whose promise takes RecordMetadata.
      const resolve = resolves[index] as ((metadata: RecordMetadata) => void) | undefined;
      resolve?.(new RecordMetadata(delivered, index));
    }
  } else {
    const own = new Map(result.recordRefusals.map(({ index, message }) => [first + index, message]));
    for (let index = first; index < end; index++) rejects[index]?.(errorOf(result.error, own.get(index)));
  }
  // Left in place, the settlers of a finished batch would survive the next collection with all they hold:
  // measured, a third of a producer's CPU.
  resolves.fill(settled, first, end);
  rejects.fill(settled, first, end);
}

function errorOf(error: Error, ownMessage: string | null | undefined): Error {
  if (ownMessage === undefined || ownMessage === null || !(error instanceof DeliveryError)) return error;
  const { topic, partition, code, action, outcome, cause } = error;
  return new DeliveryError({
    topic,
    partition,
    code,
    action,
    outcome,
    cause,
    text: `the broker refused this record: ${printable(ownMessage)}`,
  });
}
