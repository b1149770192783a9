/**
 * Judges the records a Produce request carries for one partition, as Apache Kafka does.
 *
 * Two steps, because Kafka looks at the partition's leader between them: `checkShape` reads only lengths
 * and magic (ProduceRequest.validateRecords); `checkContent` looks at size, CRC, counts and records
 * (UnifiedLog.analyzeAndValidateRecords and LogValidator). Compressed records are not inflated: their
 * header is all that is read. Changes nothing.
 */
import { asBuffer, isOttlaError } from '@ottla/kernel';
import { readBatchHeader, type BatchHeader } from '@ottla/protocol';
import { errorCodes } from './error-codes.ts';
import { findRecordFault } from './record-walk.ts';

const LENGTH_AT = 8;
const MAGIC_AT = 16;
const ATTRIBUTES_AT = 21;
/** Offset and length, which the batch length does not count. */
const PREFIX_BYTES = 12;
const HEADER_BYTES = 61;
const ZSTD = 4;
const HIGHEST_COMPRESSION = 4;
const FIRST_VERSION_WITH_ZSTD = 7;

/** Why a batch was refused. */
export interface BatchRefusal {
  readonly errorCode: number;
  readonly errorMessage: string;
  /** Index of the one bad record, when it is known. */
  readonly recordIndex?: number;
}

function refuse(errorCode: number, errorMessage: string): BatchRefusal {
  return { errorCode, errorMessage };
}

/** One batch of magic 2, whole and alone? `version` is that of the Produce request. */
export function checkShape(records: Uint8Array | null, version: number): BatchRefusal | undefined {
  if (records === null || records.length < MAGIC_AT + 1) {
    return refuse(errorCodes.INVALID_RECORD, 'a partition must carry exactly one record batch, got none');
  }
  const bytes = asBuffer(records);
  const batchBytes = bytes.readInt32BE(LENGTH_AT);
  const magic = bytes.readInt8(MAGIC_AT);
  if (magic < 0 || magic > 2) return refuse(errorCodes.CORRUPT_MESSAGE, `unknown magic ${magic}`);
  if (magic < 2) {
    return refuse(
      errorCodes.INVALID_RECORD,
      `magic ${magic}: Produce ${version} carries record batches of magic 2 only`,
    );
  }
  if (batchBytes < HEADER_BYTES - PREFIX_BYTES) {
    return refuse(errorCodes.CORRUPT_MESSAGE, `batch length ${batchBytes} is shorter than a batch header`);
  }
  if (PREFIX_BYTES + batchBytes > bytes.length) {
    return refuse(
      errorCodes.INVALID_RECORD,
      `batch length ${batchBytes} exceeds the ${bytes.length - PREFIX_BYTES} bytes given`,
    );
  }
  if (PREFIX_BYTES + batchBytes < bytes.length) {
    return refuse(errorCodes.INVALID_RECORD, 'a partition must carry exactly one record batch, got more');
  }
  const compression = bytes.readInt16BE(ATTRIBUTES_AT) & 7;
  if (compression > HIGHEST_COMPRESSION || (compression === ZSTD && version < FIRST_VERSION_WITH_ZSTD)) {
    return refuse(
      errorCodes.UNSUPPORTED_COMPRESSION_TYPE,
      `compression ${compression} in Produce ${version}`,
    );
  }
  return undefined;
}

/** The header of a batch that may be appended, or why it may not. The shape has been checked. */
export function checkContent(records: Uint8Array, maxMessageBytes: number): BatchHeader | BatchRefusal {
  if (records.length > maxMessageBytes) {
    return refuse(
      errorCodes.MESSAGE_TOO_LARGE,
      `the batch has ${records.length} bytes, max.message.bytes is ${maxMessageBytes}`,
    );
  }
  let header: BatchHeader;
  try {
    header = readBatchHeader(records, 0);
  } catch (error) {
    if (!isOttlaError(error)) throw error;
    const miscounted = error.code === 'RECORD_COUNT_INVALID';
    return refuse(miscounted ? errorCodes.INVALID_RECORD : errorCodes.CORRUPT_MESSAGE, error.message);
  }
  return headerFault(header) ?? recordFault(records, header) ?? header;
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
  const fault = findRecordFault(records, HEADER_BYTES, header.recordCount);
  if (fault === undefined) return undefined;
  const refusal = refuse(errorCodes.INVALID_RECORD, fault.message);
  return fault.index < header.recordCount ? { ...refusal, recordIndex: fault.index } : refusal;
}
