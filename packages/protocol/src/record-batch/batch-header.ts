/**
 * The 61 bytes in front of a record batch of format v2: layout, writing, reading, stamping.
 *
 * The CRC covers everything from the attributes on, so a broker sets base offset and leader epoch
 * (`stampBatch`) without computing it again. Reading trusts nothing: length, magic, CRC, codec and counts
 * are checked. Source: Kafka documentation, "Record Batch"; KIP-98.
 */
import { MalformedBytesError, asBuffer } from '@ottla/kernel';
import { crc32c } from '../hash/crc32c.ts';

/** Bytes before the first record. */
export const BATCH_HEADER_BYTES = 61;
/** Base offset and batch length: what the length does not count. */
export const BATCH_PREFIX_BYTES = 12;
export const MAGIC = 2;

/** Where each part of the header begins. */
export const BATCH_AT = {
  baseOffset: 0,
  batchLength: 8,
  partitionLeaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  recordCount: 57,
} as const;

const COMPRESSION_MASK = 0x07;
const LOG_APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

/** 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd. */
export type CompressionId = 0 | 1 | 2 | 3 | 4;

export interface BatchHeader {
  /** Offset of the first record; 0 as the producer sends it. */
  readonly baseOffset: bigint;
  /** The whole batch, header included. */
  readonly batchBytes: number;
  /** -1 as the producer sends it. */
  readonly partitionLeaderEpoch: number;
  /** Always 2 here. */
  readonly magic: number;
  /** CRC-32C from the attributes on, unsigned. */
  readonly crc: number;
  /** The bits as they are: 0-2 codec, 3 log append time, 4 transactional, 5 control, 6 delete horizon. */
  readonly attributes: number;
  readonly compression: CompressionId;
  readonly transactional: boolean;
  /** A commit or abort marker; only brokers write these. */
  readonly control: boolean;
  /** True when the broker stamped the records: all have `maxTimestamp`. */
  readonly logAppendTime: boolean;
  /** Stays when compaction takes records away, so it may exceed `recordCount` - 1. */
  readonly lastOffsetDelta: number;
  readonly baseTimestamp: bigint;
  readonly maxTimestamp: bigint;
  /** -1: not idempotent, and so are epoch and sequence. */
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly recordCount: number;
}

/** What a batch is stamped with before it is sent. */
export interface ProducerStamp {
  /** -1n: not idempotent. */
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly transactional?: boolean;
}

export interface BatchHeaderFields extends ProducerStamp {
  readonly compression: CompressionId;
  readonly recordCount: number;
  readonly baseTimestampMs: number;
  readonly maxTimestampMs: number;
}

const TWO_POW_32 = 4294967296;

function putInt64(buffer: Buffer, value: number, position: number): void {
  const high = Math.floor(value / TWO_POW_32);
  buffer.writeInt32BE(high | 0, position);
  buffer.writeInt32BE((value - high * TWO_POW_32) | 0, position + 4);
}

/**
 * Writes the header of a batch that fills `batch` and computes its CRC. The records, compressed or not,
 * already stand behind the header. May be called again with another stamp.
 */
export function writeBatchHeader(batch: Buffer, fields: BatchHeaderFields): void {
  batch.writeBigInt64BE(0n, BATCH_AT.baseOffset);
  batch.writeInt32BE(batch.length - BATCH_PREFIX_BYTES, BATCH_AT.batchLength);
  batch.writeInt32BE(-1, BATCH_AT.partitionLeaderEpoch);
  batch[BATCH_AT.magic] = MAGIC;
  batch.writeInt16BE(
    fields.compression | (fields.transactional === true ? TRANSACTIONAL : 0),
    BATCH_AT.attributes,
  );
  batch.writeInt32BE(fields.recordCount - 1, BATCH_AT.lastOffsetDelta);
  putInt64(batch, fields.baseTimestampMs, BATCH_AT.baseTimestamp);
  putInt64(batch, fields.maxTimestampMs, BATCH_AT.maxTimestamp);
  batch.writeBigInt64BE(fields.producerId, BATCH_AT.producerId);
  batch.writeInt16BE(fields.producerEpoch, BATCH_AT.producerEpoch);
  batch.writeInt32BE(fields.baseSequence, BATCH_AT.baseSequence);
  batch.writeInt32BE(fields.recordCount, BATCH_AT.recordCount);
  batch.writeUInt32BE(crc32c(batch, BATCH_AT.attributes), BATCH_AT.crc);
}

/**
 * Sets what the broker owns, in place: both lie outside the CRC.
 * `offset` is where the batch begins in `bytes`.
 */
export function stampBatch(
  bytes: Uint8Array,
  offset: number,
  stamp: { readonly baseOffset: bigint; readonly partitionLeaderEpoch: number },
): void {
  const buffer = asBuffer(bytes);
  buffer.writeBigInt64BE(stamp.baseOffset, offset + BATCH_AT.baseOffset);
  buffer.writeInt32BE(stamp.partitionLeaderEpoch, offset + BATCH_AT.partitionLeaderEpoch);
}

/** The whole length of the batch that begins at `offset`, from its length field. It may not all be there. */
export function announcedBatchBytes(buffer: Buffer, offset: number): number {
  const length = buffer.readInt32BE(offset + BATCH_AT.batchLength);
  if (length < BATCH_HEADER_BYTES - BATCH_PREFIX_BYTES) {
    throw new MalformedBytesError(
      `record batch at ${offset} announces ${length} bytes; its header alone has more`,
      offset,
      'BATCH_LENGTH_INVALID',
    );
  }
  return length + BATCH_PREFIX_BYTES;
}

/**
 * Reads and checks the header of the batch at `offset`; the whole batch must be there. No record is looked
 * at. Throws MalformedBytesError: `TRUNCATED`, `BATCH_LENGTH_INVALID`, `UNSUPPORTED_MAGIC`, `CRC_MISMATCH`,
 * `UNKNOWN_COMPRESSION`, `RECORD_COUNT_INVALID`.
 */
export function readBatchHeader(bytes: Uint8Array, offset: number): BatchHeader {
  const buffer = asBuffer(bytes);
  const remaining = buffer.length - offset;
  if (offset < 0 || remaining < BATCH_HEADER_BYTES) {
    throw new MalformedBytesError(
      `record batch at ${offset}: ${remaining} bytes are no header`,
      offset,
      'TRUNCATED',
    );
  }
  const batchBytes = announcedBatchBytes(buffer, offset);
  if (batchBytes > remaining) {
    throw new MalformedBytesError(
      `record batch at ${offset} has ${batchBytes} bytes, ${remaining} remain`,
      offset,
      'TRUNCATED',
    );
  }
  const magic = buffer.readInt8(offset + BATCH_AT.magic);
  if (magic !== MAGIC) {
    throw new MalformedBytesError(
      `record batch at ${offset} has magic ${magic}; only format ${MAGIC} (Kafka 0.11 and later) is read`,
      offset,
      'UNSUPPORTED_MAGIC',
    );
  }
  const crc = buffer.readUInt32BE(offset + BATCH_AT.crc);
  const computed = crc32c(buffer, offset + BATCH_AT.attributes, offset + batchBytes);
  if (crc !== computed) {
    throw new MalformedBytesError(
      `record batch at ${offset}: CRC ${crc.toString(16)} is written, its bytes give ${computed.toString(16)}`,
      offset,
      'CRC_MISMATCH',
    );
  }
  return headerFields(buffer, offset, { batchBytes, crc });
}

function headerFields(
  buffer: Buffer,
  offset: number,
  known: { batchBytes: number; crc: number },
): BatchHeader {
  const attributes = buffer.readInt16BE(offset + BATCH_AT.attributes);
  const lastOffsetDelta = buffer.readInt32BE(offset + BATCH_AT.lastOffsetDelta);
  const recordCount = buffer.readInt32BE(offset + BATCH_AT.recordCount);
  if (recordCount < 0 || lastOffsetDelta < 0 || recordCount - 1 > lastOffsetDelta) {
    throw new MalformedBytesError(
      `record batch at ${offset}: ${recordCount} records cannot end at offset delta ${lastOffsetDelta}`,
      offset,
      'RECORD_COUNT_INVALID',
    );
  }
  return {
    baseOffset: buffer.readBigInt64BE(offset + BATCH_AT.baseOffset),
    batchBytes: known.batchBytes,
    partitionLeaderEpoch: buffer.readInt32BE(offset + BATCH_AT.partitionLeaderEpoch),
    magic: MAGIC,
    crc: known.crc,
    attributes,
    compression: compressionOf(attributes, offset),
    transactional: (attributes & TRANSACTIONAL) !== 0,
    control: (attributes & CONTROL) !== 0,
    logAppendTime: (attributes & LOG_APPEND_TIME) !== 0,
    lastOffsetDelta,
    baseTimestamp: buffer.readBigInt64BE(offset + BATCH_AT.baseTimestamp),
    maxTimestamp: buffer.readBigInt64BE(offset + BATCH_AT.maxTimestamp),
    producerId: buffer.readBigInt64BE(offset + BATCH_AT.producerId),
    producerEpoch: buffer.readInt16BE(offset + BATCH_AT.producerEpoch),
    baseSequence: buffer.readInt32BE(offset + BATCH_AT.baseSequence),
    recordCount,
  };
}

function compressionOf(attributes: number, offset: number): CompressionId {
  const compression = attributes & COMPRESSION_MASK;
  switch (compression) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
      return compression;
    default:
      throw new MalformedBytesError(
        `record batch at ${offset} names compression ${compression}; Kafka knows 0 to 4`,
        offset,
        'UNKNOWN_COMPRESSION',
      );
  }
}
