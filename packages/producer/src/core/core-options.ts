/**
 * What the core needs to know of the configuration. Checked and filled in by the public option table;
 * here only the shape, so that the core can be driven without the rest.
 */
export interface CoreOptions {
  /** -1 all, 1 leader, 0 none. */
  readonly acks: -1 | 0 | 1;
  readonly idempotent: boolean;
  readonly lingerMs: number;
  /** Uncompressed bytes of a batch, header included. */
  readonly batchSize: number;
  readonly bufferMemory: number;
  /** Charged against bufferMemory for each record until its promise settles. */
  readonly recordChargeBytes: number;
  readonly maxWaitingRecords: number;
  readonly maxBlockMs: number;
  readonly maxRequestSize: number;
  readonly maxInFlightRequestsPerConnection: number;
  readonly deliveryTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly retries: number;
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
}
