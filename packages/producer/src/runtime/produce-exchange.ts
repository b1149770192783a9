/**
 * Produce requests and answers between the core's words and the protocol's.
 *
 * The request body points at the batches' bytes and copies none. From an answer, each batch takes the first
 * entry for its partition; entries nobody asked for are passed over, a missing one is null.
 */
import { ZERO_UUID, produce, type RequestInput, type ResponseOf } from '@ottla/protocol';
import type { Batch } from '../core/batch.ts';
import type { PartitionAnswer } from '../core/effects.ts';

export type ProduceRequest = RequestInput<typeof produce>;
export type ProduceResponse = ResponseOf<typeof produce>;

/** The last version that knows topics by name. */
export const LAST_NAMED_VERSION = 12;

export interface ProduceCall {
  readonly batches: readonly Batch[];
  readonly records: readonly Buffer[];
  readonly acks: number;
  readonly timeoutMs: number;
  /** Null or all zeros: the cluster has no ids, so names must do. */
  topicId(topic: string): string | null;
}

/** The body, and the highest version that can carry it. */
export function produceRequest(call: ProduceCall): { body: ProduceRequest; maxVersion: number } {
  const topics = new Map<string, { index: number; records: Buffer | null }[]>();
  call.batches.forEach((batch, index) => {
    const partitions = topics.get(batch.topic) ?? [];
    if (partitions.length === 0) topics.set(batch.topic, partitions);
    partitions.push({ index: batch.partition, records: call.records[index] ?? null });
  });
  let everyTopicHasId = true;
  const topicData = [...topics].map(([name, partitionData]) => {
    const topicId = call.topicId(name) ?? ZERO_UUID;
    if (topicId === ZERO_UUID) everyTopicHasId = false;
    return { name, topicId, partitionData };
  });
  return {
    body: { acks: call.acks, timeoutMs: call.timeoutMs, topicData },
    maxVersion: everyTopicHasId ? produce.versions.max : LAST_NAMED_VERSION,
  };
}

/** Answers in the order of `call.batches`. */
export function partitionAnswers(call: ProduceCall, response: ProduceResponse): (PartitionAnswer | null)[] {
  const told = new Map<string, PartitionAnswer>();
  for (const { name, topicId, partitionResponses } of response.responses) {
    for (const entry of partitionResponses) {
      const place = `${name === '' ? topicId : name}/${entry.index}`;
      if (told.has(place)) continue;
      told.set(place, {
        errorCode: entry.errorCode,
        errorMessage: entry.errorMessage,
        baseOffset: entry.baseOffset,
        logAppendTimeMs: entry.logAppendTimeMs,
        logStartOffset: entry.logStartOffset,
        recordRefusals: entry.recordErrors.map(({ batchIndex, batchIndexErrorMessage }) => ({
          index: batchIndex,
          message: batchIndexErrorMessage,
        })),
        leader: entry.currentLeader.leaderId < 0 ? null : entry.currentLeader,
      });
    }
  }
  return call.batches.map(
    ({ topic, partition }) =>
      told.get(`${topic}/${partition}`) ?? told.get(`${call.topicId(topic) ?? ''}/${partition}`) ?? null,
  );
}
