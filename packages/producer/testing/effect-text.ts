/** Effects and errors in a line of text, so that two runs can be compared. */
import type { ProducerEffect } from '../src/core/effects.ts';

export function outcomeOf(error: unknown): 'notWritten' | 'maybeWritten' {
  return (error as { outcome?: string }).outcome === 'maybeWritten' ? 'maybeWritten' : 'notWritten';
}

export function describeEffect(effect: ProducerEffect): string {
  switch (effect.type) {
    case 'send':
      return `send ${effect.requestId} to ${effect.brokerId}: ${effect.batches.map(({ id, partition, baseSequence }) => `${id}@${partition}#${baseSequence}`).join(' ')}`;
    case 'settle':
      return `settle ${effect.batch.id} ${effect.first}+${effect.count} ${effect.result.kind}`;
    case 'wake':
      return `wake ${effect.at}`;
    case 'refuse':
      return `refuse ${effect.error.code}`;
    case 'connect':
    case 'disconnect':
    case 'refreshMetadata':
    case 'initProducerId':
    case 'epochBumped':
    case 'flushed':
    case 'closed':
      return JSON.stringify(effect);
  }
}
