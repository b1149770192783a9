/**
 * Reads a partition from one offset to another, batch by batch.
 *
 * Holds one fetched answer at a time. Ends at `to` or at the high watermark of the moment when reading
 * began, whichever comes first, so it always ends. Follows the leader when it moves. Never skips records in
 * silence: when retention or truncation takes what was still to be read, it throws.
 */
import { BrokerError, errorCodes, type KafkaRecord, type RecordBatch } from '@ottla/protocol';
import { ClusterError } from '../errors.ts';
import type { ClusterCore } from './cluster-core.ts';
import { fetchPartition, listOffset } from './partition-operations.ts';

export interface ReadPartitionOptions {
  /** First offset; left out, the earliest there is. */
  readonly from?: bigint;
  /** One past the last offset; left out or beyond the end, the end when reading began. */
  readonly to?: bigint;
}

interface Place {
  readonly topic: string;
  readonly partition: number;
}

interface Range {
  readonly from: bigint;
  readonly to: bigint;
  /** The caller did not say where to begin, so the beginning may move until something is read. */
  readonly fromEarliest: boolean;
}

/** Pause after an answer that brought nothing; doubles up to the longest. */
const LEAST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;

async function resolveRange(core: ClusterCore, place: Place, options: ReadPartitionOptions): Promise<Range> {
  const { topic, partition } = place;
  const end = await listOffset(core, topic, { partition, end: 'latest' });
  const to = options.to !== undefined && options.to < end ? options.to : end;
  const fromEarliest = options.from === undefined;
  const from = options.from ?? (await listOffset(core, topic, { partition, end: 'earliest' }));
  return { from, to, fromEarliest };
}

function stalled({ topic, partition }: Place, offset: bigint, range: Range): ClusterError {
  return new ClusterError(
    `partition ${partition} of topic '${topic}' gives nothing at offset ${offset} though it went to ${range.to} ` +
      'when reading began; its log may have been truncated',
    'READ_STALLED',
  );
}

async function* batchesIn(core: ClusterCore, place: Place, range: Range): AsyncGenerator<RecordBatch> {
  let offset = range.from;
  let mayBeginLater = range.fromEarliest;
  let progressMs = core.now();
  let pauseMs = LEAST_PAUSE_MS;
  while (offset < range.to) {
    let batches: readonly RecordBatch[];
    try {
      ({ batches } = await fetchPartition(core, { ...place, offset }));
    } catch (error) {
      // Retention moved the beginning between the question and the first fetch.
      const moved =
        error instanceof BrokerError && error.kafkaCode === errorCodes.OFFSET_OUT_OF_RANGE && mayBeginLater;
      if (!moved) throw error;
      offset = await listOffset(core, place.topic, { partition: place.partition, end: 'earliest' });
      mayBeginLater = false;
      continue;
    }
    const before = offset;
    for (const batch of batches) {
      const next = batch.baseOffset + BigInt(batch.lastOffsetDelta) + 1n;
      // The first batch of an answer may lie before the offset asked for.
      if (next <= offset) continue;
      if (batch.baseOffset >= range.to) return;
      yield batch;
      offset = next;
      mayBeginLater = false;
      progressMs = core.now();
    }
    if (offset > before) {
      pauseMs = LEAST_PAUSE_MS;
      continue;
    }
    // A new leader may be behind for a moment.
    if (core.now() - progressMs > core.operationTimeoutMs) throw stalled(place, offset, range);
    await core.alarm.pause(pauseMs);
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  }
}

/** Batches that hold offsets from `from` on and below `to`. First and last may reach beyond. */
export async function* readBatches(
  core: ClusterCore,
  place: Place,
  options: ReadPartitionOptions = {},
): AsyncGenerator<RecordBatch> {
  yield* batchesIn(core, place, await resolveRange(core, place, options));
}

/** Records from `from` on and below `to`, without control records. */
export async function* readRecords(
  core: ClusterCore,
  place: Place,
  options: ReadPartitionOptions = {},
): AsyncGenerator<KafkaRecord> {
  const range = await resolveRange(core, place, options);
  for await (const batch of batchesIn(core, place, range)) {
    if (batch.control) continue;
    for (const record of batch.records) {
      if (record.offset >= range.from && record.offset < range.to) yield record;
    }
  }
}
