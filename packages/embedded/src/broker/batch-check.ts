/**
 * Judges the records a Produce request carries for one partition, as Apache Kafka does.
 *
 * Two steps, because Kafka looks at the partition's leader between them: `checkShape` reads only lengths
 * and magic (ProduceRequest.validateRecords); `checkContent` looks at size, CRC, counts and records
 * (UnifiedLog.analyzeAndValidateRecords and LogValidator). Compressed records are not inflated: their
 * header is all that is read. Changes nothing.
 */
import { asBuffer, isOttlaError } from '@ottla/kernel';
import {
  BATCH_AT,
  BATCH_HEADER_BYTES,
  BATCH_PREFIX_BYTES,
  errorCodes,
  readBatchHeader,
  readRecordBatches,
  type BatchHeader,
} from '@ottla/protocol';
import { findRecordFault } from './record-walk.ts';

const ZSTD = 4;
const FIRST_VERSION_WITH_ZSTD = 7;
const FARTHEST_FUTURE_MS = 3_600_000;

/** What Kafka answers to what `readBatchHeader` finds; the rest is CORRUPT_MESSAGE. */
const HEADER_FAULTS: ReadonlyMap<string, number> = new Map([
  ['RECORD_COUNT_INVALID', errorCodes.INVALID_RECORD],
  ['UNKNOWN_COMPRESSION', errorCodes.UNKNOWN_SERVER_ERROR],
]);

/** Why a batch was refused. */
export interface BatchRefusal {
  readonly errorCode: number;
  readonly errorMessage: string;
  /** The records to blame, by their place in the batch. Kafka names them for bad timestamps only. */
  readonly recordIndexes?: readonly number[];
}

function refuse(errorCode: number, errorMessage: string): BatchRefusal {
  return { errorCode, errorMessage };
}

/** One batch of magic 2, whole and alone? `version` is that of the Produce request. */
export function checkShape(records: Uint8Array | null, version: number): BatchRefusal | undefined {
  if (records === null || records.length < BATCH_AT.magic + 1) {
    return refuse(errorCodes.INVALID_RECORD, 'a partition must carry exactly one record batch, got none');
  }
  const bytes = asBuffer(records);
  const batchBytes = bytes.readInt32BE(BATCH_AT.batchLength);
  const magic = bytes.readInt8(BATCH_AT.magic);
  if (magic < 0 || magic > 2) return refuse(errorCodes.CORRUPT_MESSAGE, `unknown magic ${magic}`);
  if (magic < 2) {
    return refuse(
      errorCodes.INVALID_RECORD,
      `magic ${magic}: Produce ${version} carries record batches of magic 2 only`,
    );
  }
  if (batchBytes < BATCH_HEADER_BYTES - BATCH_PREFIX_BYTES) {
    return refuse(errorCodes.CORRUPT_MESSAGE, `batch length ${batchBytes} is shorter than a batch header`);
  }
  if (BATCH_PREFIX_BYTES + batchBytes > bytes.length) {
    return refuse(
      errorCodes.INVALID_RECORD,
      `batch length ${batchBytes} exceeds the ${bytes.length - BATCH_PREFIX_BYTES} bytes given`,
    );
  }
  if (BATCH_PREFIX_BYTES + batchBytes < bytes.length) {
    return refuse(errorCodes.INVALID_RECORD, 'a partition must carry exactly one record batch, got more');
  }
  const compression = bytes.readInt16BE(BATCH_AT.attributes) & 7;
  if (compression === ZSTD && version < FIRST_VERSION_WITH_ZSTD) {
    return refuse(errorCodes.UNSUPPORTED_COMPRESSION_TYPE, `zstd in Produce ${version}`);
  }
  return undefined;
}

/** What a batch may have. */
export interface BatchBounds {
  /** `max.message.bytes`. */
  readonly maxMessageBytes: number;
  /** Milliseconds since 1970; records may be an hour ahead of it. Undefined: timestamps are not judged. */
  readonly wallNow: number | undefined;
}

/** The header of a batch that may be appended, or why it may not. The shape has been checked. */
export function checkContent(records: Uint8Array, bounds: BatchBounds): BatchHeader | BatchRefusal {
  if (records.length > bounds.maxMessageBytes) {
    return refuse(
      errorCodes.MESSAGE_TOO_LARGE,
      `the batch has ${records.length} bytes, max.message.bytes is ${bounds.maxMessageBytes}`,
    );
  }
  let header: BatchHeader;
  try {
    header = readBatchHeader(records, 0);
  } catch (error) {
    if (!isOttlaError(error)) throw error;
    return refuse(HEADER_FAULTS.get(error.code) ?? errorCodes.CORRUPT_MESSAGE, error.message);
  }
  return (
    headerFault(header) ??
    recordFault(records, header) ??
    timestampFault(records, header, bounds.wallNow) ??
    header
  );
}

function headerFault(header: BatchHeader): BatchRefusal | undefined {
  const invalid = (message: string): BatchRefusal => refuse(errorCodes.INVALID_RECORD, message);
  if (header.baseOffset !== 0n) return invalid(`base offset must be 0, is ${header.baseOffset}`);
  if (header.recordCount < 1) return invalid(`a batch of ${header.recordCount} records`);
  if (header.lastOffsetDelta !== header.recordCount - 1) {
    return invalid(`last offset delta ${header.lastOffsetDelta} with ${header.recordCount} records`);
  }
  if (header.control) return invalid('clients are not allowed to write control batches');
  if (header.producerId >= 0n && header.baseSequence < 0) {
    return invalid(`sequence ${header.baseSequence} with producer id ${header.producerId}`);
  }
  return undefined;
}

function recordFault(records: Uint8Array, header: BatchHeader): BatchRefusal | undefined {
  if (header.compression !== 0) return undefined;
  const fault = findRecordFault(records, BATCH_HEADER_BYTES, header.recordCount);
  return fault === undefined ? undefined : refuse(errorCodes.INVALID_RECORD, fault.message);
}

/** `message.timestamp.after.max.ms` at its default; there is no limit to the past. */
function timestampFault(
  records: Uint8Array,
  header: BatchHeader,
  wallNow: number | undefined,
): BatchRefusal | undefined {
  if (wallNow === undefined) return undefined;
  const latest = BigInt(Math.floor(wallNow) + FARTHEST_FUTURE_MS);
  if (header.maxTimestamp <= latest) return undefined;
  const refusal = refuse(errorCodes.INVALID_TIMESTAMP, 'timestamps more than an hour ahead of the broker');
  if (header.compression !== 0) return refusal;
  const recordIndexes = (readRecordBatches(records)[0]?.records ?? []).flatMap(({ timestamp }, index) =>
    timestamp > latest ? [index] : [],
  );
  return recordIndexes.length === 0 ? undefined : { ...refusal, recordIndexes };
}
