/**
 * What can go wrong between values and frames.
 *
 * Owns the errors of encoding (EncodeError), of version choice (UnsupportedVersionError), of framing
 * (FrameError) and of codecs this package has not got (UnsupportedCompressionError). Bytes that break
 * their format are the kernel's MalformedBytesError.
 */
import { OttlaError } from '@ottla/kernel';

export type EncodeErrorCode = 'FIELD_MISSING' | 'FIELD_INVALID' | 'FIELD_NOT_IN_VERSION';

/**
 * A value that a message cannot carry.
 * - `FIELD_MISSING`: the field has no default and was left out.
 * - `FIELD_INVALID`: the value has the wrong type, range or length.
 * - `FIELD_NOT_IN_VERSION`: the version on the wire has no place for it.
 */
export class EncodeError extends OttlaError {
  /** Field path from the root of the body, such as `topicData[0].name`. */
  readonly path: string;
  /** What is wrong, without the path. */
  readonly problem: string;

  constructor(problem: string, code: EncodeErrorCode, place: { path?: string; message?: string } = {}) {
    const parts = [place.message ?? '', place.path ?? '', problem].filter((part) => part !== '');
    super(parts.join(': '), { code, action: 'usage' });
    this.path = place.path ?? '';
    this.problem = problem;
  }

  /** The same error, naming the message it happened in, such as `Produce v9 request`. */
  inMessage(message: string): EncodeError {
    // `code` came from the constructor, which takes no other.
    return new EncodeError(this.problem, this.code as EncodeErrorCode, { path: this.path, message });
  }
}

/** The same error one level further out: `step` is a field name or `[index]`. Other errors pass unchanged. */
export function withPath(error: unknown, step: string): unknown {
  if (!(error instanceof EncodeError)) return error;
  const joint = error.path === '' || error.path.startsWith('[') ? '' : '.';
  // The code came from an EncodeError, whose constructor takes no other.
  return new EncodeError(error.problem, error.code as EncodeErrorCode, {
    path: `${step}${joint}${error.path}`,
  });
}

/** An API or a version of it that this package has no table for. Code `UNSUPPORTED_VERSION`. */
export class UnsupportedVersionError extends OttlaError {
  /** The API key, such as 18 for ApiVersions. */
  readonly key: number;
  readonly version: number;
  /** Of the request that asked for it; -1 when no request is at hand. A broker answers under it. */
  readonly correlationId: number;

  constructor(message: string, request: { key: number; version: number; correlationId?: number }) {
    super(message, { code: 'UNSUPPORTED_VERSION', action: 'fatal' });
    this.key = request.key;
    this.version = request.version;
    this.correlationId = request.correlationId ?? -1;
  }
}

export type FrameErrorCode = 'FRAME_LENGTH_INVALID' | 'FRAME_TOO_LARGE';

/**
 * A length prefix no Kafka peer sends. The connection cannot be read any further: close it.
 * - `FRAME_LENGTH_INVALID`: below 4, so not even a correlation id fits, or negative.
 * - `FRAME_TOO_LARGE`: above the cap.
 */
export class FrameError extends OttlaError {
  /** The announced length, as an int32. */
  readonly length: number;
  /** Frames that were whole before the bad prefix; handle them first, they are answers. */
  readonly frames: readonly Uint8Array[];

  constructor(
    message: string,
    details: { code: FrameErrorCode; length: number; frames: readonly Uint8Array[] },
  ) {
    super(message, { code: details.code, action: 'usage' });
    this.length = details.length;
    this.frames = details.frames;
  }
}

/** A batch whose records are compressed with a codec nobody gave the reader. Code `UNSUPPORTED_COMPRESSION`. */
export class UnsupportedCompressionError extends OttlaError {
  /** Bits 0-2 of the batch attributes: 1 gzip, 2 snappy, 3 lz4, 4 zstd. */
  readonly compression: number;

  constructor(message: string, compression: number) {
    super(message, { code: 'UNSUPPORTED_COMPRESSION', action: 'usage' });
    this.compression = compression;
  }
}
