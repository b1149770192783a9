/**
 * Splits a batch a broker found too large.
 *
 * Reads the records back from the stamped bytes and writes them into smaller batches that share the
 * parent's records, age and sequences. Each child is at most half the parent, or as large as its largest
 * record, so splitting ends (KAFKA-8350). Children are made outside the memory bound (their slabs are
 * charged, but nobody waits for them): waiting here could wait for itself.
 */
import { InvariantError, asBuffer } from '@ottla/kernel';
import {
  BATCH_HEADER_BYTES,
  RecordBatchWriter,
  nextSequence,
  readRecordBatches,
  type KafkaRecord,
} from '@ottla/protocol';
import { Batch } from './batch.ts';
import type { SlabPool } from './slab-pool.ts';

export interface SplitTools {
  readonly memory: SlabPool;
  nextBatchId(): number;
}

const bytesOf = (record: KafkaRecord): number =>
  RecordBatchWriter.recordBytesUpperBound(record.key?.length ?? 0, record.value?.length ?? 0, record.headers);

/** The size no child exceeds unless it holds one record. */
export function splitTarget(parent: Batch): number {
  return Math.max(BATCH_HEADER_BYTES + 1, Math.ceil(parent.byteLength / 2));
}

/** The children, in order, `retrying` under the parent's sequences. The parent must have two records or more. */
export function splitBatch(parent: Batch, tools: SplitTools): Batch[] {
  const records = readRecordBatches(parent.stamped())[0]?.records ?? [];
  if (records.length < 2) throw new InvariantError(`batch ${parent.id} has too few records to split`);
  const target = splitTarget(parent);
  const children: Batch[] = [];
  for (let start = 0; start < records.length;) {
    const end = endOfChild(records, start, target);
    children.push(childOf(parent, { records, start, end }, tools));
    start = end;
  }
  return children;
}

function endOfChild(records: readonly KafkaRecord[], start: number, target: number): number {
  let bytes = BATCH_HEADER_BYTES;
  for (let index = start; index < records.length; index++) {
    const record = records[index];
    if (record === undefined) break;
    bytes += bytesOf(record);
    if (bytes > target && index > start) return index;
  }
  return records.length;
}

function childOf(
  parent: Batch,
  part: { readonly records: readonly KafkaRecord[]; readonly start: number; readonly end: number },
  tools: SplitTools,
): Batch {
  const { records, start, end } = part;
  const members = records.slice(start, end);
  const bytes = members.reduce((sum, record) => sum + bytesOf(record), BATCH_HEADER_BYTES);
  const child = new Batch({
    id: tools.nextBatchId(),
    topic: parent.topic,
    partition: parent.partition,
    createdAt: parent.createdAt,
    slab: tools.memory.take(bytes),
    expectedRecords: 0,
    origin: { root: parent.root, firstRecord: parent.firstRecord + start },
  });
  for (const record of members) appendTo(child, record);
  child.move('ready');
  child.move('inFlight');
  child.move('retrying');
  child.attempts = parent.attempts;
  child.attemptLeaderEpoch = parent.attemptLeaderEpoch;
  child.ambiguous = parent.ambiguous;
  child.lastError = parent.lastError;
  child.renumbered = parent.renumbered;
  child.identity = parent.identity;
  if (parent.baseSequence >= 0) child.baseSequence = nextSequence(parent.baseSequence, start);
  return child;
}

function appendTo(child: Batch, record: KafkaRecord): void {
  const key = record.key === null ? null : asBuffer(record.key);
  const value = record.value === null ? null : asBuffer(record.value);
  const source = Buffer.concat([key ?? Buffer.alloc(0), value ?? Buffer.alloc(0)]);
  const keyBytes = key?.length ?? 0;
  const written = child.writer.append(
    Number(record.timestamp),
    source,
    0,
    key === null ? -1 : keyBytes,
    keyBytes,
    value === null ? -1 : value.length,
    record.headers,
  );
  if (!written) throw new InvariantError(`a record of batch ${child.id} did not fit its slab`);
}
