/**
 * The base of every error Ottla raises.
 *
 * An error says what happened, where, and the likely remedy. Callers match on `code`, never on class or
 * text: codes survive two copies of a package in one program. `action` says what the caller can do next.
 */

/**
 * What the caller can do about an error.
 * - `retriable`: the same call may succeed later.
 * - `abortable`: the transaction it belongs to must be aborted.
 * - `fatal`: this client cannot go on; close it.
 * - `usage`: the call, the configuration or the bytes are wrong; mend them.
 */
export type ErrorAction = 'retriable' | 'abortable' | 'fatal' | 'usage';

/** What is known of a record after its delivery failed. `maybeWritten` means: it may be in the log. */
export type DeliveryOutcome = 'notWritten' | 'maybeWritten';

export interface OttlaErrorOptions {
  readonly code: string;
  readonly action: ErrorAction;
  readonly cause?: unknown;
}

/**
 * Base class of all errors of Ottla.
 * @example
 * const record = { topic: 'customers', value: Buffer.from('Ada') };
 * try {
 *   await producer.send(record);
 * } catch (error) {
 *   if (isOttlaError(error) && error.retriable) console.warn(`send it again: ${error.code}`);
 * }
 */
export class OttlaError extends Error {
  /** Stable name of the failure, such as `UNKNOWN_OPTION`. */
  readonly code: string;
  readonly action: ErrorAction;
  /** What is known of the record, on every error that a send is rejected with; absent on others. */
  declare outcome?: DeliveryOutcome;

  constructor(message: string, options: OttlaErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.action = options.action;
  }

  get retriable(): boolean {
    return this.action === 'retriable';
  }

  get abortable(): boolean {
    return this.action === 'abortable';
  }

  get fatal(): boolean {
    return this.action === 'fatal';
  }

  get usage(): boolean {
    return this.action === 'usage';
  }
}

/** True for an error of Ottla, also when another copy of the package made it. */
export function isOttlaError(error: unknown): error is OttlaError {
  return (
    error instanceof Error &&
    typeof (error as Partial<OttlaError>).code === 'string' &&
    typeof (error as Partial<OttlaError>).action === 'string'
  );
}

/** A wrong option or a contradiction between options. The message names the option and what would do. */
export class ConfigError extends OttlaError {
  constructor(message: string, code = 'CONFIG_INVALID', cause?: unknown) {
    super(message, { code, action: 'usage', cause });
  }
}

/** Bytes that are not what their format promises: too short, a length beyond the end, an unknown tag. */
export class MalformedBytesError extends OttlaError {
  /** Where in the input, in bytes from its start; -1 when unknown. */
  readonly position: number;

  constructor(message: string, position = -1, code = 'MALFORMED_BYTES') {
    super(message, { code, action: 'usage' });
    this.position = position;
  }
}

/**
 * Whose fault a failed serialization is, and so what mends it.
 * - `poison`: this value, or these bytes, are wrong; the next record may be fine. Put it aside.
 * - `configuration`: no record can pass until an option, a schema or a subject is mended.
 * - `retriable`: the registry was away; the same call may succeed later.
 */
export type SerializationFailure = 'poison' | 'configuration' | 'retriable';

/** Where and how a value does not fit. */
export interface ValueMisfit {
  /** From the root of the value: `orders[3].total`, `attributes["k"]`; empty for the root. */
  readonly path: string;
  /** The type asked for, in the words of the schema. */
  readonly expected: string;
  /** The kind found, in words. */
  readonly found: string;
  /** What would mend it, when there is more to say. */
  readonly remedy?: string | undefined;
}

export interface SerializationErrorOptions {
  readonly code?: string;
  /** Default: 'poison'. */
  readonly failure?: SerializationFailure | undefined;
  /** Default: 'retriable' for such a failure, else 'usage'. */
  readonly action?: ErrorAction;
  readonly topic?: string | undefined;
  readonly isKey?: boolean | undefined;
  readonly subject?: string | undefined;
  readonly schemaId?: number | undefined;
  /** Field path from the root of the value, such as `orders[3].total`; empty for the root. */
  readonly path?: string | undefined;
  /** The type the schema asks for, in the schema's words. */
  readonly expected?: string | undefined;
  /** The kind of value found, never the value itself. */
  readonly found?: string | undefined;
  /** Every place that does not fit, as far as they were looked for. */
  readonly misfits?: readonly ValueMisfit[] | undefined;
  readonly cause?: unknown;
}

/** A value that does not fit its schema, or bytes that cannot be read with theirs. */
export class SerializationError extends OttlaError {
  readonly failure: SerializationFailure;
  readonly topic: string | undefined;
  readonly isKey: boolean | undefined;
  readonly subject: string | undefined;
  readonly schemaId: number | undefined;
  readonly path: string | undefined;
  readonly expected: string | undefined;
  readonly found: string | undefined;
  /** Every place that does not fit; `path`, `expected` and `found` are those of the first. */
  readonly misfits: readonly ValueMisfit[];

  constructor(message: string, options: SerializationErrorOptions = {}) {
    const { failure = 'poison' } = options;
    super(message, {
      code: options.code ?? 'SERIALIZATION_FAILED',
      action: options.action ?? (failure === 'retriable' ? 'retriable' : 'usage'),
      cause: options.cause,
    });
    this.failure = failure;
    this.topic = options.topic;
    this.isKey = options.isKey;
    this.subject = options.subject;
    this.schemaId = options.schemaId;
    this.path = options.path;
    this.expected = options.expected;
    this.found = options.found;
    this.misfits = options.misfits ?? [];
  }
}

/** A state that the program promised could not be reached. Always a defect of Ottla, never of the caller. */
export class InvariantError extends OttlaError {
  constructor(message: string) {
    super(`${message} (a defect in Ottla; please report it)`, { code: 'INVARIANT_BROKEN', action: 'fatal' });
  }
}
