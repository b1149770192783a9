/**
 * The one error class of this package, and its codes.
 *
 * Match on `code`. The message says what was attempted, where (never with credentials), what came back and
 * what to do. `status` and `registryCode` are what the registry said, when it said something.
 */
import { OttlaError, type ErrorAction } from '@ottla/kernel';

/** Each code with what the caller can do about it. */
export const registryErrorActions = {
  /** No connection, or it broke, on every URL and every try. */
  REGISTRY_UNREACHABLE: 'retriable',
  /** The deadline `timeoutMs` passed. */
  REGISTRY_TIMED_OUT: 'retriable',
  /** 408 or 5xx on every try. */
  REGISTRY_UNAVAILABLE: 'retriable',
  /** 429 on every try. */
  REGISTRY_THROTTLED: 'retriable',
  /** The TLS handshake was refused by either side. */
  REGISTRY_TLS_FAILED: 'usage',
  /** The token provider threw or gave what cannot be a token; or the OAuth token endpoint could not be asked. */
  REGISTRY_TOKEN_FAILED: 'retriable',
  /** The OAuth token endpoint refused the credentials (`invalid_client` and the like), or is none. */
  REGISTRY_TOKEN_DENIED: 'usage',
  /** The function given as `headers` threw, or gave what cannot be headers. */
  REGISTRY_HEADERS_FAILED: 'retriable',
  /** 401. */
  REGISTRY_UNAUTHORIZED: 'usage',
  /** 403. */
  REGISTRY_FORBIDDEN: 'usage',
  /** 3xx: redirects are not followed. */
  REGISTRY_REDIRECTED: 'usage',
  /** The body is no JSON: most often the URL is not a registry's. */
  REGISTRY_NOT_JSON: 'usage',
  /** JSON, but not of the promised shape. */
  REGISTRY_ANSWER_INVALID: 'usage',
  /** More bytes than `maxResponseBytes`, counted after inflation. */
  REGISTRY_ANSWER_TOO_LARGE: 'usage',
  /** 405, or 404 without a registry's error code: the URL is no registry's, or this registry cannot do that. */
  REGISTRY_ROUTE_NOT_FOUND: 'usage',
  /** Any other refusal. */
  REGISTRY_REFUSED: 'usage',
  SUBJECT_NOT_FOUND: 'usage',
  VERSION_NOT_FOUND: 'usage',
  SCHEMA_NOT_FOUND: 'usage',
  /** The subject or level has no setting of its own. */
  SETTING_NOT_FOUND: 'usage',
  SCHEMA_INCOMPATIBLE: 'usage',
  SCHEMA_INVALID: 'usage',
  /** The registry gave one id for two different schemas, or two ids for one schema under one subject. */
  SCHEMA_ID_CONFLICT: 'fatal',
  /** The id asked for cannot be an id: not an integer between 1 and 2147483647. */
  SCHEMA_ID_INVALID: 'usage',
  /** The GUID asked for cannot be one: not 36 characters of hex and dashes. */
  SCHEMA_GUID_INVALID: 'usage',
  /** The version asked for cannot be one: not an integer between 1 and 2147483647. */
  VERSION_INVALID: 'usage',
  /** More than 1,000 schemas hang on one by reference. */
  TOO_MANY_REFERENCES: 'usage',
  /** The subject asked for cannot be a subject. */
  SUBJECT_INVALID: 'usage',
  /** The signal of the call was aborted: the wait ended. What was sent may have been done. */
  ABORTED: 'usage',
  /** The registry tells something else than the bundle, or does not know it; most often one of them is of another registry. */
  BUNDLE_DISAGREES: 'fatal',
  /** The client was closed. */
  CLOSED: 'usage',
} as const satisfies Record<string, ErrorAction>;

export type RegistryErrorCode = keyof typeof registryErrorActions;

export interface RegistryErrorOptions {
  readonly code: RegistryErrorCode;
  readonly status?: number | undefined;
  readonly registryCode?: number | undefined;
  readonly url?: string | undefined;
  readonly subject?: string | undefined;
  readonly schemaId?: number | undefined;
  readonly maybeDone?: boolean | undefined;
  readonly cause?: unknown;
}

/**
 * A call to the registry that failed.
 * @example
 * const schema = { schemaType: 'AVRO', schema: '"string"' } as const;
 * const found = await registry.lookUp('customers-value', schema).catch((error: unknown) => {
 *   if (isOttlaError(error) && error.code === 'SCHEMA_NOT_FOUND') return undefined;
 *   throw error;
 * });
 */
export class RegistryError extends OttlaError {
  declare readonly code: RegistryErrorCode;
  /** HTTP status, when there was an answer. */
  readonly status: number | undefined;
  /** The registry's `error_code`, such as 40401. */
  readonly registryCode: number | undefined;
  /** What was asked, without credentials. */
  readonly url: string | undefined;
  readonly subject: string | undefined;
  readonly schemaId: number | undefined;
  /**
   * Something that is no GET was sent, and no answer told what came of it (a broken connection, a timeout, 5xx, a
   * page of a proxy): it may have been done. Also when a later try of the same call was refused.
   */
  readonly maybeDone: boolean;

  constructor(message: string, options: RegistryErrorOptions) {
    super(message, {
      code: options.code,
      action: registryErrorActions[options.code],
      cause: options.cause,
    });
    this.status = options.status;
    this.registryCode = options.registryCode;
    this.url = options.url;
    this.subject = options.subject;
    this.schemaId = options.schemaId;
    this.maybeDone = options.maybeDone === true;
  }
}
